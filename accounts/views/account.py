"""One's own account: sessions, second factor, recovery codes, password."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services
from accounts.access import declare_access, staff
from accounts.forms import PasswordForm
from accounts.http import StaffRequest
from accounts.models import StaffSession
from accounts.roles import home_of
from accounts.services.factors import codes_left
from accounts.services.sessions import actor_of


@declare_access(staff())
@require_safe
def account(request: StaffRequest) -> HttpResponse:
    """What belongs to one's own way in."""
    sessions = StaffSession.objects.filter(user=request.user, ended_at=None).order_by("-started_at")
    here = request.staff_session.id if request.staff_session else None
    context = {"sessions": sessions, "here": here, "codes_left": codes_left(request.user)}
    return render(request, "accounts/account.html", context)


@declare_access(staff())
@require_POST
def end_session(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """End one of one's own sessions."""
    session = StaffSession.objects.filter(id=session_id, user=request.user).first()
    if session is None:
        raise Http404
    by = actor_of(request.user, request.staff_session)
    services.end_session(session=session, cause="by_owner", by=by, now=request.now)
    messages.success(request, _("The session is ended."))
    return redirect("accounts:account")


@declare_access(staff())
@require_POST
def recovery_codes(request: StaffRequest) -> HttpResponse:
    """Make new recovery codes and show them once."""
    by = actor_of(request.user, request.staff_session)
    codes = services.make_recovery_codes(user=request.user, by=by, now=request.now)
    context = {"codes": codes, "home": home_of(request.user.roles)}
    return render(request, "accounts/recovery_codes.html", context)


@declare_access(staff())
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: StaffRequest) -> HttpResponse:
    """Choose a new password."""
    form = PasswordForm(request.POST or None, right=request.user.check_password)
    if request.method == "POST" and form.is_valid() and _changed(request, form):
        messages.success(request, _("Your password is changed. All your other sessions are ended."))
        return redirect("accounts:account")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)


def _changed(request: StaffRequest, form: PasswordForm) -> bool:
    if request.principal is None or request.staff_session is None:
        return False
    own, keep = request.user.id, request.staff_session.id
    new = form.cleaned_data["new"]
    try:
        user = services.change_password(user_id=own, password=new, by=request.principal, now=request.now, keep=keep)
    except ValidationError as weak:
        form.add_error("new", weak)
        return False
    update_session_auth_hash(request, user)
    return True
