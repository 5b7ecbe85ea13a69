"""How often one address may send a public form: generous for people behind one router, tiresome for a flood."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts import throttles
from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest
from requests_app.submission_input import NewSubmission

PER_HOUR = 60
# Forms an hour that name the same e-mail address or phone number, from everywhere together.
PER_CONTACT, PER_AGENT = 20, 200
HOUR = 3600
# Codes, whosever they are and whatever they open.
CODES_SENT, CODES_TRIED = 30, 60

View = Callable[..., HttpResponse]


def refusal(request: VisitorRequest, bucket: str, *, per_hour: int = PER_HOUR, key: str = "") -> HttpResponse | None:
    """Count one sending from this network address, or for `key`; the page to show where it is one too many."""
    state = throttles.hit(
        bucket, key=key or access.address_of(request), limit=per_hour, per_seconds=HOUR, now=request.now
    )
    if state.allowed:
        return None
    seconds = max(1, int(state.reset_after))
    response = render(request, "errors/429.html", {"retry_minutes": -(-seconds // 60)}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def crowded(request: VisitorRequest, *points: str, per_hour: int = PER_CONTACT) -> HttpResponse | None:
    """Count one sending for each contact point that letters will go to, whatever address it comes from.

    Somebody else's mailbox must not be flooded from many addresses at once. Known and unknown points count alike.
    """
    refused = [
        refusal(request, "file.contact", per_hour=per_hour, key=point.strip().casefold()) for point in points if point
    ]
    return next((page for page in refused if page is not None), None)


def crowded_by(request: VisitorRequest, new: NewSubmission) -> HttpResponse | None:
    """The same for a submission. Who asks for many others, as agents do, may be written to more often."""
    safe = new.safe_contact or {}
    persons = crowded(request, new.consumer.email, new.consumer.phone, str(safe.get("email", "")))
    return persons or crowded(request, new.requester.email, new.requester.phone, per_hour=PER_AGENT)


def sending_code(request: VisitorRequest) -> HttpResponse | None:
    """Count a code that is to be sent from this network address; the page to show where it is one too many."""
    return refusal(request, "code_send", per_hour=CODES_SENT)


def trying_code(request: VisitorRequest) -> HttpResponse | None:
    """Count a try at a code from this network address; the page to show where it is one too many."""
    return refusal(request, "code_try", per_hour=CODES_TRIED)


def limited(bucket: str, *, per_hour: int = PER_HOUR) -> Callable[[View], View]:
    """Limit how often one address may POST to a view. Reading is never limited."""

    def wrap(view: View) -> View:
        @wraps(view)
        def counted(request: VisitorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            refused = refusal(request, bucket, per_hour=per_hour) if request.method == "POST" else None
            return refused or view(request, *args, **kwargs)

        return counted

    return wrap
