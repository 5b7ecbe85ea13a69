"""Someone asked for a person: the person says whether they let them, and takes a permission back.

Who holds the letter decides; no code is asked for, because nothing of the person is shown. A GET changes nothing.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import Access, declare_access
from dsar_portal import languages
from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest
from dsar_portal.consumer.forms import words
from dsar_portal.consumer.forms.permission import PermissionForm
from dsar_portal.consumer.views.limits import limited
from requests_app.services import agent_requests

PER_HOUR = 30


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited("link.address", per_hour=PER_HOUR)
@languages.switches
def answer(request: VisitorRequest, token: str) -> HttpResponse:
    """Did you let them ask? Yes, with a signature and who gets the answer; or no."""
    question = agent_requests.question(token, now=request.now)
    if question is None:
        return _dead(request)
    form = languages.opened(PermissionForm, request)
    if request.method == "POST" and form.is_valid():
        given = form.given()
        if not agent_requests.answer(token=token, given=given, by=access.visitor(), now=request.now):
            return _dead(request)
        return render(request, "consumer/permission_said.html", {"permitted": given.permitted, "said": given})
    asked = [words.of(words.RIGHTS, right) for right in question.rights]
    context = {"question": question, "asked": asked, "form": form}
    return render(request, "consumer/permission.html", context)


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited("link.address", per_hour=PER_HOUR)
def take_back(request: VisitorRequest, token: str) -> HttpResponse:
    """Take a permission back: one button, no reason asked."""
    agent = agent_requests.agent_that_may_ask(token)
    if agent is None:
        return _dead(request)
    if request.method == "POST":
        agent_requests.take_back_by_link(token=token, by=access.visitor(), now=request.now)
        return render(request, "consumer/permission_ended.html", {"agent": agent})
    return render(request, "consumer/permission_end.html", {"agent": agent})


def _dead(request: VisitorRequest) -> HttpResponse:
    return render(request, "consumer/permission_dead.html", status=404)
