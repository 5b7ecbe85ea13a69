"""Links from letters. Looking at the page uses nothing up and looks nothing up; the button asks for a fresh code."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import Access, declare_access
from accounts.principals import Principal
from audit.ids import new_id
from dsar_portal import languages
from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest
from dsar_portal.consumer.forms.short import AppealForm
from dsar_portal.consumer.views import answer, contact_codes
from dsar_portal.consumer.views.limits import limited
from dsar_portal.consumer.views.status import find
from requests_app.services import appeals, links
from requests_app.services.links import Followed
from requests_app.services.work import NotPossible

# Guessing one of 2^256 tokens is hopeless at any speed; the limit only keeps the ledger from being flooded.
PER_HOUR = 30
Onward = Callable[[VisitorRequest, Followed, Principal], HttpResponse]


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited("link.address", per_hour=PER_HOUR)
def verify(request: VisitorRequest, token: str) -> HttpResponse:
    """From the letter that asks who you are, to the page where the code is entered."""
    return _door(request, token, links.VERIFY, _to_identity)


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited("link.address", per_hour=PER_HOUR)
def download(request: VisitorRequest, token: str) -> HttpResponse:
    """From the letter that an answer is ready, to the page where its code is entered."""
    return _door(request, token, links.DOWNLOAD, _to_answer)


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited("link.address", per_hour=PER_HOUR)
@languages.switches
def appeal(request: VisitorRequest, token: str) -> HttpResponse:
    """From the letter that refuses, to an appeal. Nothing of the request is shown, so that no code is asked for."""
    form = languages.opened(AppealForm, request)
    if request.method != "POST" or not form.is_valid():
        return render(request, "consumer/appeal_by_link.html", {"form": form})
    followed = links.follow(token=token, purpose=links.APPEAL, by=access.visitor(), now=request.now)
    typed = form.cleaned_data["explanation"]
    if followed is None:
        return render(request, "consumer/link.html", {"dead": True, "typed": typed}, status=404)
    by = Principal.consumer(followed.submission_id, str(new_id()))
    try:
        filed, _receipt = appeals.appeal(request_id=followed.request_id, explanation=typed, by=by, now=request.now)
    except NotPossible as why:
        return render(request, "consumer/appeal_by_link.html", {"refused": _(str(why)), "typed": typed})
    return render(request, "consumer/appeal_by_link.html", {"filed": filed})


def _door(
    request: VisitorRequest,
    token: str,
    purpose: str,
    onward: Callable[[VisitorRequest, Followed, Principal], HttpResponse],
) -> HttpResponse:
    # The same page for every token: neither a mail scanner nor a stranger learns from it whether one works.
    if request.method != "POST":
        return render(request, "consumer/link.html")
    followed = links.follow(token=token, purpose=purpose, by=access.visitor(), now=request.now)
    if followed is None:
        return render(request, "consumer/link.html", {"dead": True}, status=404)
    return onward(request, followed, access.come_in_by_link(request, purpose, followed, now=request.now))


def _to_identity(request: VisitorRequest, followed: Followed, by: Principal) -> HttpResponse:
    return contact_codes.send_first(request, by)


def _to_answer(request: VisitorRequest, followed: Followed, by: Principal) -> HttpResponse:
    return answer.send(request, find(followed.reference, by), by)
