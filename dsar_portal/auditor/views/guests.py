"""Guest auditors: invited on one page, ended by themselves or here."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services as accounts
from accounts.access import declare_access
from accounts.models import User
from dsar_portal.auditor.access import GUESTS, Desk
from dsar_portal.auditor.forms.guests import GuestForm
from requests_app.permissions import NotFound
from requests_app.profile import PROFILE
from requests_app.services import days, inviting


@declare_access(GUESTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guests(request: Desk) -> HttpResponse:
    """Invite a guest; the one-time password is shown in the answer and never again."""
    form = GuestForm(request.POST or None, today=days.day_of(request.now), by=request.principal)
    if request.method == "POST" and form.is_valid():
        made = _made(request, form)
        if made is not None:
            context = {"guest": made.user, "password": made.password, "limits": limits_of(made.user)}
            context["last_day"] = last_day_of(made.user)
            return render(request, "auditor/guest_made.html", context)
    rows = [_row(request, user) for user in accounts.guest_accounts(by=request.principal)]
    context = {"form": form, "rows": rows}
    return render(request, "auditor/guests.html", context, status=422 if form.errors else 200)


@declare_access(GUESTS)
@require_POST
def end(request: Desk, user_id: UUID) -> HttpResponse:
    """Close a guest's account now."""
    if not accounts.end_guest(user_id=user_id, by=request.principal, now=request.now):
        raise Http404
    messages.success(request, _("The guest's account is closed. Open sessions have ended."))
    return redirect("auditor:guests")


def limits_of(user: User) -> list[str]:
    """What a guest may see, as short sentences."""
    found = [PROFILE.company_name(slug) for slug in user.companies]
    said = [_("Companies: %(names)s") % {"names": ", ".join(found)}] if found else []
    if user.scope_since:
        said.append(_("Received from %(day)s") % {"day": days.day_of(user.scope_since).isoformat()})
    if user.scope_until:
        said.append(_("Received before %(day)s") % {"day": days.day_of(user.scope_until).isoformat()})
    if user.scope_requests:
        n = len(user.scope_requests)
        said.append(ngettext("%(n)s named request", "%(n)s named requests", n) % {"n": n})
    return said or [_("The whole house")]


def _made(request: Desk, form: GuestForm) -> accounts.Temporary | None:
    try:
        return inviting.invite(guest=form.guest(), by=request.principal, now=request.now)
    except NotFound:
        form.add_error("references", _("There is no request with one of these references"))
    return None


def _row(request: Desk, user: User) -> dict[str, Any]:
    return {"user": user, "open": user.may_enter(request.now), "limits": limits_of(user), "last_day": last_day_of(user)}


def last_day_of(user: User) -> date | None:
    """The day at whose end the account is over."""
    return days.day_of(user.expires_at - timedelta(seconds=1)) if user.expires_at else None
