"""How often one address may send a public form: generous for people behind one router, tiresome for a flood."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts import throttles
from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest

PER_HOUR = 60
HOUR = 3600
# Codes, whosever they are and whatever they open.
CODES_SENT, CODES_TRIED = 30, 60

View = Callable[..., HttpResponse]


def refusal(request: VisitorRequest, bucket: str, *, per_hour: int = PER_HOUR) -> HttpResponse | None:
    """Count one sending; the page to show where it is one too many, else None."""
    key = access.address_of(request)
    state = throttles.hit(bucket, key=key, limit=per_hour, per_seconds=HOUR, now=request.now)
    if state.allowed:
        return None
    seconds = max(1, int(state.reset_after))
    response = render(request, "errors/429.html", {"retry_minutes": -(-seconds // 60)}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


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
