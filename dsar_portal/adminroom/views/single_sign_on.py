"""Which account at the organisation's sign-in service opens whose account here: an administrator ties and unties."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import services
from accounts.access import declare_access
from accounts.models import User
from accounts.selectors import user_of
from accounts.services.single_sign_on import NotPossible
from dsar_portal.adminroom.access import USERS, Desk
from dsar_portal.adminroom.forms import IdentityForm
from dsar_portal.adminroom.views.users import page
from outbound import oidc


@declare_access(USERS)
@require_POST
def link(request: Desk, user_id: UUID, slug: str) -> HttpResponse:
    """Tie an account at the sign-in service to somebody's account."""
    found, provider, form = _found(user_id), _provider(slug), IdentityForm.of(slug, request.POST)
    if form.is_valid():
        given: dict[str, Any] = {"subject": form.cleaned_data["subject"], "by": request.principal, "now": request.now}
        try:
            services.link_identity(user_id=user_id, provider=provider, **given)
        except (services.NotAllowed, NotPossible) as refused:
            form.add_error("subject", str(refused))
        else:
            messages.success(request, _("The account at the sign-in service now opens this account."))
            return redirect("adminroom:user", user_id)
    return page(request, found, form=form)


@declare_access(USERS)
@require_POST
def unlink(request: Desk, user_id: UUID, slug: str) -> HttpResponse:
    """Let it open nothing any more."""
    _found(user_id)
    try:
        done = services.unlink_identity(user_id=user_id, provider=slug, by=request.principal, now=request.now)
    except services.NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        untied = _("The account at the sign-in service opens nothing here any more. All sessions are ended.")
        messages.success(request, untied if done else _("Nothing was tied; nothing has changed."))
    return redirect("adminroom:user", user_id)


def _found(user_id: UUID) -> User:
    found = user_of(user_id)
    if found is None:
        raise Http404
    return found


def _provider(slug: str) -> oidc.Provider:
    provider = oidc.configured().get(slug)
    if provider is None or provider.kind is not oidc.Kind.STAFF:
        raise Http404
    return provider
