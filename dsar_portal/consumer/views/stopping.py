"""The link of a warning: whoever did not ask stops it, without an account, a code or a question."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import Access, declare_access
from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest
from dsar_portal.consumer.views.limits import limited
from requests_app.services import release_holds

# Guessing a token is hopeless at any speed; the limit only keeps the ledger from being flooded.
PER_HOUR = 30


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited("link.address", per_hour=PER_HOUR)
def stop(request: VisitorRequest, token: str) -> HttpResponse:
    """Looking stops nothing: mail scanners open every link. The button does. The page is the same for every token."""
    if request.method != "POST":
        return render(request, "consumer/stop.html")
    outcome = release_holds.follow(token=token, by=access.visitor(), now=request.now)
    status = 200 if outcome == "stopped" else 404
    return render(request, "consumer/stop.html", {outcome: True}, status=status)
