"""Who is this? A program whose key the middleware has opened, with what its scopes allow."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from rest_framework.request import Request

from accounts.principals import Principal
from requests_app.services import reading


def plain(request: Request | HttpRequest) -> HttpRequest:
    """Django's own request, below REST framework's."""
    return request._request if isinstance(request, Request) else request


def caller(request: Request | HttpRequest) -> Principal:
    """The program that calls. Views of this room run only after its key was accepted."""
    found: Principal = plain(request).principal  # type: ignore[attr-defined]  # set by AccessMiddleware
    return found


def now_of(request: Request | HttpRequest) -> datetime:
    """The one reading of the clock of this call."""
    now: datetime = plain(request).now  # type: ignore[attr-defined]  # set by ClockAndCorrelation
    return now


def wanted(request: Request, reference: str) -> UUID:
    """The id of the request that the address names. Raises Mistyped, or NotFound for a stranger's."""
    return reading.find(reference, by=caller(request)).id
