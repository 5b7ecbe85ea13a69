"""Signing in through the organisation's own provider: leave, come back, and our own code where it is still needed."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import throttles
from accounts.access import Access, declare_access
from accounts.forms import CodeForm
from accounts.http import StaffRequest, go_elsewhere
from accounts.roles import home_of
from accounts.services import Outcome, single_sign_on
from accounts.views.sign_in import locked_out, safe
from outbound import oidc

# From one address; many of ours may share one.
PER_HOUR, HOUR = 300, 3600


@declare_access(Access.PUBLIC)
@never_cache
@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the browser to the provider."""
    provider, now = _provider(slug), cast(StaffRequest, request).now
    key = str(request.META.get("REMOTE_ADDR") or "unknown")
    if not throttles.hit("single_sign_on", key=key, limit=PER_HOUR, per_seconds=HOUR, now=now).allowed:
        return locked_out(request)
    try:
        following = safe(request, request.POST.get("next", ""))
        url = single_sign_on.leave(request=request, provider=provider, following=following, now=now)
    except oidc.SignInProblem:
        messages.error(request, _("The sign-in service does not answer. Try again later, or sign in with a password."))
        return redirect("accounts:login")
    label = provider.name(get_language() or "en")
    return go_elsewhere(request, "accounts/elsewhere.html", url=url, label=label)


@declare_access(Access.PUBLIC)
@sensitive_post_parameters()
@never_cache
@require_safe
def back(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the provider sends the browser back to. HEAD is for link checkers and costs nobody their sign-in."""
    provider = _provider(slug)
    if request.method == "HEAD":
        return HttpResponse()
    landed = single_sign_on.land(request=request, provider=provider, now=cast(StaffRequest, request).now)
    result = landed.sign_in
    if result.outcome is Outcome.NEEDS_CODE:
        return redirect("accounts:sso-code")
    if result.outcome is Outcome.NEEDS_FACTOR:
        return redirect("accounts:second-factor")
    if result.user is None:
        messages.error(request, _refusal(landed.cause))
        return redirect("accounts:login")
    return redirect(landed.following or home_of(result.user.roles))


@declare_access(Access.PUBLIC)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Our own code, where the provider did not say that it asked for two factors."""
    now = cast(StaffRequest, request).now
    waiting = single_sign_on.waiting_user(request, now=now)
    if waiting is None:
        return render(request, "accounts/sso_late.html", status=410)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        result = single_sign_on.give_code(request=request, otp=form.cleaned_data["otp"], now=now)
        if result.user is not None:
            return redirect(waiting[1] or home_of(result.user.roles))
        if result.outcome is Outcome.LOCKED:
            return locked_out(request)
        form.add_error("otp", _("This code is not right. Wait for the next one and try again."))
    return render(request, "accounts/sso_code.html", {"form": form}, status=422 if form.errors else 200)


def _refusal(cause: str) -> str:
    if cause == "cancelled":
        return _("The sign-in was cancelled. Nothing has changed.")
    if cause == oidc.ProviderDown.cause:
        return _("The sign-in service does not answer. Try again later, or sign in with a password.")
    return _(
        "This sign-in opens no account here. Try once more; if it stays like this, ask an administrator to tie your "
        "account at the sign-in service to your account here."
    )


def _provider(slug: str) -> oidc.Provider:
    provider = oidc.configured().get(slug)
    if provider is None or provider.kind is not oidc.Kind.STAFF:
        raise Http404
    return provider
