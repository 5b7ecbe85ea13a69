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
    """Looking stops nothing: mail scanners open every link. The button does. Until it was pressed with this very
    token, the page is the same for every token; after that it says when."""
    if request.method == "POST":
        outcome = release_holds.follow(token=token, by=access.visitor(), now=request.now)
        if outcome == "dead":
            return render(request, "consumer/stop.html", {"dead": True}, status=404)
    used_at = release_holds.used_at(token=token, now=request.now)
    return render(request, "consumer/stop.html", {"used_at": used_at, "thanks": request.method == "POST"})
