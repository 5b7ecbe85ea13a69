"""What a person or a program sees when something goes wrong: plain pages, or problem details under /api/."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from accounts.access import Access, declare_access
from requests_app.profile import PROFILE

TITLES = {
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
DETAILS = {
    400: "The request could not be read. Nothing was changed.",
    403: "This is not allowed. Nothing was changed.",
    404: "There is nothing at this address.",
    429: "Too many calls in a short time. Wait, then try again.",
    500: "Something went wrong on our side. It has been logged.",
    503: "The portal is being looked after. Nothing was changed. Try again in a few minutes.",
}
PROGRAM_PATHS = ("/api/", "/drp/")


def problem(request: HttpRequest, status: int) -> HttpResponse:
    """RFC 9457 problem details without anything personal in them."""
    body = {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "detail": DETAILS[status],
        "instance": request.path,
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")


def answer(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """The error in the form that the caller understands."""
    if request.path.startswith(PROGRAM_PATHS):
        return problem(request, status)
    return render(request, f"errors/{status}.html", context, status=status)


@declare_access(Access.PUBLIC)
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 400)


@declare_access(Access.PUBLIC)
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 403)


@declare_access(Access.PUBLIC)
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 404)


@declare_access(Access.PUBLIC)
def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort: needs no database, no session and no context processor."""
    if request.path.startswith(PROGRAM_PATHS):
        return problem(request, 500)
    return render(_bare(request), "errors/500.html", {"profile": PROFILE, "demo": settings.DEMO}, status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The portal is closed for a while, all of it."""
    if request.path.startswith(PROGRAM_PATHS):
        closed = problem(request, 503)
    else:
        closed = render(_bare(request), "errors/503.html", {"profile": PROFILE, "demo": settings.DEMO}, status=503)
    closed.headers["Retry-After"] = "300"
    return closed


def _bare(request: HttpRequest) -> HttpRequest:
    """A copy without session and messages: whatever broke may be one of them."""
    bare = HttpRequest()
    bare.path, bare.META = request.path, request.META
    return bare


@declare_access(Access.PUBLIC)
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old. `reason` is for developers, so it is not shown."""
    return answer(request, 403)
