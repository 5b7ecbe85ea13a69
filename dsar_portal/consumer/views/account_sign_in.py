"""Sign in with an existing account at the company. What it shows is weighed later; the words are the same for all."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Access, declare_access
from accounts.http import go_elsewhere
from accounts.principals import Principal
from accounts.services import trips
from dsar_portal.consumer.access import VisitorRequest, behind_code, reached
from dsar_portal.consumer.forms.outcomes import wait_until
from dsar_portal.consumer.views.contact_codes import finished
from outbound import oidc
from verification import services as verification
from verification.methods import account_sign_in


@declare_access(Access.CONSUMER)
@require_http_methods(["GET", "HEAD"])
@reached("verify")
@behind_code
def choose(request: VisitorRequest, *, by: Principal) -> HttpResponse:
    """Say what happens, and where one may sign in."""
    choices = verification.sign_in_choices(_subject(by), language=_language())
    return render(request, "consumer/identity_account.html", {"choices": choices}) if choices else finished(request, by)


@declare_access(Access.CONSUMER)
@require_POST
@reached("verify")
@behind_code
def leave(request: VisitorRequest, slug: str, *, by: Principal) -> HttpResponse:
    """Send the browser to the provider."""
    browser = trips.browser_of(request)
    try:
        url = verification.leave_to_sign_in(subject_ref=_subject(by), provider=slug, browser=browser, now=request.now)
    except verification.NotOpen:
        return finished(request, by)
    except verification.NoSuchCheck:
        raise Http404 from None
    except verification.Locked as wait:
        messages.warning(request, wait_until(wait.until))
    except oidc.SignInProblem:
        messages.warning(request, _no_answer())
    else:
        return go_elsewhere(request, "consumer/elsewhere.html", url=url)
    return HttpResponseRedirect(reverse("consumer:identity-account"))


@declare_access(Access.CONSUMER)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD"])
@reached("verify")
@behind_code
def back(request: VisitorRequest, slug: str, *, by: Principal) -> HttpResponse:
    """Where the provider sends the browser back to. HEAD is for link checkers and costs nobody their sign-in."""
    if request.method == "HEAD":
        return HttpResponse()
    browser = trips.browser_of(request)
    try:
        verification.take_sign_in(
            subject_ref=_subject(by), provider=slug, params=request.GET, browser=browser, by=by.actor, now=request.now
        )
    except verification.NotOpen:
        return finished(request, by)
    except verification.NoSuchCheck:
        raise Http404 from None
    except oidc.ProviderDown:
        messages.warning(request, _no_answer())
    except oidc.SignInProblem:
        messages.warning(
            request,
            _("The sign-in was cancelled, took too long or did not work. Try again, or use another way."),
        )
    else:
        messages.success(request, str(account_sign_in.SAID))
        return HttpResponseRedirect(reverse("consumer:identity"))
    return HttpResponseRedirect(reverse("consumer:identity-account"))


def _no_answer() -> str:
    return _("The sign-in page of this account does not answer just now. Try again later, or use another way.")


def _language() -> str:
    return get_language() or "en"


def _subject(by: Principal) -> UUID:
    if by.submission_id is None:
        raise Http404
    return by.submission_id
