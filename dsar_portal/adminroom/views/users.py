"""Accounts of staff and guests."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services
from accounts.access import declare_access
from accounts.models import User
from accounts.selectors import user_of
from accounts.services.access_review import accounts
from accounts.services.recovery import is_locked
from dsar_portal.account_rows import account_row
from dsar_portal.adminroom.access import USERS, Desk
from dsar_portal.adminroom.forms import IdentityForm, NewUserForm, ReopenForm, RightsForm, end_of, local_day
from outbound.oidc import Kind, of_kind


@declare_access(USERS)
@require_safe
def users(request: Desk) -> HttpResponse:
    """Everybody with an account."""
    found = accounts(now=request.now, today=local_day(request.now))
    return render(request, "adminroom/users.html", {"rows": [account_row(one) for one in found]})


@declare_access(USERS)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def new_user(request: Desk) -> HttpResponse:
    """Make an account; with a last day it is a guest's."""
    form = NewUserForm(request.POST or None, today=local_day(request.now))
    if request.method == "POST" and form.is_valid() and _created(request, form):
        messages.success(request, _("The account is made. At the first sign-in a code app is set up."))
        return redirect("adminroom:users")
    return render(request, "adminroom/new_user.html", {"form": form})


@declare_access(USERS)
@require_http_methods(["GET", "HEAD", "POST"])
def user(request: Desk, user_id: UUID) -> HttpResponse:
    """Change what somebody may do."""
    found = user_of(user_id)
    if found is None:
        raise Http404
    form = RightsForm(request.POST) if request.method == "POST" else rights_of(found)
    if request.method == "POST" and form.is_valid() and _changed(request, user_id, form):
        messages.success(request, _("The roles are changed. Open sessions of this account are ended."))
        return redirect("adminroom:users")
    return page(request, found, form=form)


@declare_access(USERS)
@require_POST
def deactivate(request: Desk, user_id: UUID) -> HttpResponse:
    """Close an account: sessions and keys end with it."""
    if user_of(user_id) is None:
        raise Http404
    try:
        services.deactivate(user_id=user_id, by=request.principal, now=request.now)
    except services.NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The account is closed. Its sessions and keys have ended."))
    return redirect("adminroom:users")


def page(request: Desk, found: User, *, form: forms.Form, reopening: forms.Form | None = None) -> HttpResponse:
    """One account with what can be done about it; `form` is the one whose messages stand at the top."""
    rights = form if isinstance(form, RightsForm) else rights_of(found)
    linked = services.linked_providers(found)
    context = {
        "form": form,
        "rights": rights,
        "reopening": reopening or ReopenForm(today=local_day(request.now)),
        "found": found,
        "own": request.principal.user_id == found.id,
        "open": found.may_enter(request.now),
        "locked": is_locked(found, now=request.now),
        "factor": services.has_factor(found),
        "providers": [
            {"slug": one.slug, "label": one.name("en"), "since": linked.get(one.slug), "form": _tying(one.slug, form)}
            for one in of_kind(Kind.STAFF)
        ],
    }
    return render(request, "adminroom/user.html", context)


def _tying(slug: str, shown: forms.Form) -> IdentityForm:
    """The form of one sign-in service: the one that was sent, or an empty one. Several stand on one page."""
    empty = IdentityForm.of(slug)
    return shown if isinstance(shown, IdentityForm) and shown.auto_id == empty.auto_id else empty


def rights_of(found: User) -> RightsForm:
    """The roles as they are."""
    return RightsForm(initial={"roles": found.roles, "companies": found.companies})


def _created(request: Desk, form: NewUserForm) -> bool:
    given = dict(form.cleaned_data)
    ends = end_of(given.pop("expires_on"))
    try:
        with transaction.atomic():
            services.create_user(**given, expires_at=ends, by=request.principal, now=request.now)
    except ValidationError as weak:
        form.add_error("password", weak)
    except IntegrityError:
        form.add_error("username", _("Somebody has this user name already. Choose another"))
    except services.NotAllowed as refused:
        form.add_error(None, str(refused))
    return not form.errors


def _changed(request: Desk, user_id: UUID, form: RightsForm) -> bool:
    try:
        services.set_roles(user_id=user_id, **form.cleaned_data, by=request.principal, now=request.now)
    except services.NotAllowed as refused:
        form.add_error(None, str(refused))
    return not form.errors
