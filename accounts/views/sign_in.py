"""In, out, and the first sign-in's second factor."""

from typing import cast

import segno
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services
from accounts.access import Access, declare_access, staff
from accounts.forms import CodeForm, SignInForm
from accounts.http import StaffRequest
from accounts.models import EncryptedTOTPDevice
from accounts.roles import home_of
from accounts.services.enrolment import confirm_and_raise
from accounts.services.sessions import actor_of
from outbound.oidc import Kind, of_kind

ISSUER = "Privacy Center"


@declare_access(Access.PUBLIC)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """User name, password and code on one page."""
    form = SignInForm(request.POST or None)
    following = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST" and form.is_valid():
        now = cast(StaffRequest, request).now
        result = services.sign_in(request=request, now=now, **form.cleaned_data)
        if result.outcome is services.Outcome.NEEDS_FACTOR:
            return redirect("accounts:second-factor")
        if result.user is not None:
            return redirect(safe(request, following) or home_of(result.user.roles))
        if result.outcome is services.Outcome.LOCKED:
            return locked_out(request)
        form.add_error(None, _("The user name, password or code is not right. Check all three and try again."))
    elsewhere = [{"slug": one.slug, "label": one.name(get_language() or "en")} for one in of_kind(Kind.STAFF)]
    context = {"form": form, "next": following, "elsewhere": elsewhere}
    return render(request, "accounts/login.html", context, status=422 if form.errors else 200)


def locked_out(request: HttpRequest, *args: object) -> HttpResponse:
    """What everybody sees after too many wrong tries, whether or not there is such an account."""
    response = render(request, "accounts/locked_out.html", status=429)
    response["Retry-After"] = "900"
    return response


@declare_access(Access.PUBLIC)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session here and in the list of sessions."""
    services.sign_out(request=request, now=cast(StaffRequest, request).now)
    return redirect("accounts:login")


@declare_access(staff())
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The desk of whoever asks."""
    return redirect(home_of(cast(StaffRequest, request).user.roles))


@declare_access(Access.SIGNED_IN)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: StaffRequest) -> HttpResponse:
    """Set up a code app: the first one right after the password, or a new one in place of the old."""
    if request.principal is None and services.has_factor(request.user):
        # A session that began with the password alone may not replace a factor made elsewhere meanwhile.
        logout(request)
        return redirect("accounts:login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = confirm_and_raise(request=request, token=form.cleaned_data["otp"], now=request.now)
        if codes is not None:
            home = home_of(request.user.roles)
            return render(request, "accounts/recovery_codes.html", {"codes": codes, "home": home})
        form.add_error("otp", _("This code is not right. Wait for the next one and try again."))
    by = actor_of(request.user, request.staff_session)
    device = services.pending_factor(user=request.user, by=by, now=request.now)
    status = 422 if form.errors else 200
    return render(request, "accounts/second_factor.html", {"form": form, **_picture(device)}, status=status)


def _picture(device: EncryptedTOTPDevice) -> dict[str, str]:
    issuer = ISSUER.replace(" ", "%20")
    uri = f"otpauth://totp/{issuer}:{device.user.username}?secret={device.secret}&issuer={issuer}"
    image = segno.make(uri, micro=False).svg_data_uri(scale=5, border=4, light="#fff")
    return {"qr": image, "secret": " ".join(device.secret[i : i + 4] for i in range(0, len(device.secret), 4))}


def safe(request: HttpRequest, where: str) -> str:
    """A page of ours to go on to; empty for everything else."""
    ours = url_has_allowed_host_and_scheme(where, {request.get_host()}, require_https=request.is_secure())
    return where if ours else ""
