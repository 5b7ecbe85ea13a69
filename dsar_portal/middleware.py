"""What every HTTP request gets: a clock reading, a correlation id, a body limit, no caching, never an empty page."""

import contextlib
from collections.abc import Callable
from http import HTTPStatus
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from audit import context
from audit.ids import new_id

GetResponse = Callable[[HttpRequest], HttpResponse]
MAX_BODY = 256 * 1024
MAX_UPLOAD = 12 * 1024 * 1024
# Many rows, or a file as the body itself; the views limit these further.
LARGE_BODIES = ("/api/v1/submissions/batch/", "/api/v1/uploads/")


class ClockAndCorrelation:
    """Read the clock once (`request.now`) and name the request for logs and ledger."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]  # Django leaves the request open for more
        with context.correlated(str(new_id())):
            return self.get_response(request)


class RealAddress:
    """Behind our own TLS proxy, the caller's address is what that proxy wrote last into X-Forwarded-For.

    Without this every visitor would share the proxy's address, and one of them could lock out all others.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if settings.SECURE and told:
            # A proxy that writes nonsense must not give one caller many names.
            with contextlib.suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ip_address(told))
        return self.get_response(request)


class BodyLimit:
    """Refuse a body that is too large before anything reads it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        large = (request.content_type or "").startswith("multipart/") or request.path in LARGE_BODIES
        limit = MAX_UPLOAD if large else MAX_BODY
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > limit:
            return self._refuse(request)
        return self.get_response(request)

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            problem = {
                "type": "about:blank",
                "title": "Content Too Large",
                "status": 413,
                "detail": "The body is larger than 256 KiB. Send less in one call.",
            }
            return JsonResponse(problem, status=413, content_type="application/problem+json")
        return render(request, "errors/413.html", status=413)


class NoStore:
    """Personal pages must not stay in a shared computer's cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class WrongMethod:
    """An address that only takes a form, opened by itself: Django answers with nothing, a person needs a page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.streaming or response.content:
            return response
        page = render(request, "errors/400.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page
