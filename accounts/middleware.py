"""Deny by default: a view runs only after its declared access was checked."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.access import Access, Kind, access_of
from accounts.models import StaffSession, User
from accounts.principals import Principal
from accounts.services.keys import authenticate_api_key
from accounts.services.sessions import SESSION_ID_KEY, living_session
from audit import ledger
from audit.actors import Subject

log = logging.getLogger(__name__)


class AccessMiddleware:
    """Sets `request.principal` (None on public pages) and `request.staff_session`, or answers in the view's place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.principal = None  # type: ignore[attr-defined]  # HttpRequest as our own middleware completes it
        request.staff_session = None  # type: ignore[attr-defined]  # as above
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """None lets the view run."""
        declared = access_of(view)
        if declared is None:
            log.error("a view declares no access and was not run: %s", getattr(view, "__qualname__", "unnamed"))
            return _not_allowed(request)
        access = declared.for_method(request.method or "GET")
        if access.kind in {Kind.PUBLIC, Kind.CONSUMER}:
            return None
        if access.kind is Kind.API:
            return _check_key(request, access)
        return _check_staff(request, access)


def _check_key(request: HttpRequest, access: Access) -> HttpResponse | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    key = authenticate_api_key(token.strip(), now=_now(request)) if scheme.lower() == "bearer" else None
    if key is None:
        detail = "Send a valid key as: Authorization: Bearer dsr_…"
        return _problem(401, "Unauthorized", detail, {"WWW-Authenticate": 'Bearer realm="api"'})
    principal = Principal.api_client(key)
    if access.scopes and not access.scopes & principal.scopes:
        return _problem(403, "Forbidden", f"This needs a key with the scope {' or '.join(sorted(access.scopes))}.", {})
    request.principal = principal  # type: ignore[attr-defined]  # as above
    return None


def _check_staff(request: HttpRequest, access: Access) -> HttpResponse | None:
    user = request.user
    if not isinstance(user, User):
        return _to_sign_in(request)
    session, over = living_session(user=user, session_id=request.session.get(SESSION_ID_KEY), now=_now(request))
    if session is None:
        logout(request)
        log.info("a staff session is over: %s", over)
        return _to_sign_in(request)
    both = bool(session.vouched_by) or user.is_verified()  # type: ignore[attr-defined]  # django-otp adds it to the user
    verified = session.aal > 1 and bool(both)
    if access.kind is Kind.STAFF and not verified:
        return _go(request, reverse("accounts:second-factor"))
    if verified and user.must_change_password and not _is_password_page(request):
        return _go(request, reverse("accounts:password"))
    return _admit(request, access, user, session, verified)


def _admit(
    request: HttpRequest, access: Access, user: User, session: StaffSession, verified: bool
) -> HttpResponse | None:
    principal = Principal.staff(user, str(session.id), 2 if verified else 1)
    request.staff_session = session  # type: ignore[attr-defined]  # HttpRequest as our own middleware completes it
    if access.permissions and not access.permissions & principal.permissions:
        request.principal = principal  # type: ignore[attr-defined]  # as above
        _record_refusal(request, principal, access)
        return _not_allowed(request)
    # Before the second factor nobody has rights; the navigation must not offer any either.
    request.principal = principal if verified else None  # type: ignore[attr-defined]  # as above
    return None


def _is_password_page(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.view_name == "accounts:password"


@transaction.atomic
def _record_refusal(request: HttpRequest, principal: Principal, access: Access) -> None:
    match = request.resolver_match
    page = (match.view_name if match else "").lower()[:80]
    facts = {"permission": sorted(access.permissions), "verb": (request.method or "").lower(), "page": page}
    subject = Subject.event("page")
    ledger.record("access.refused", actor=principal.actor, subject=subject, at=_now(request), facts=facts)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    where = reverse("accounts:login")
    if request.method == "GET" and not request.headers.get("HX-Request"):
        where = f"{where}?{urlencode({'next': request.get_full_path()})}"
    return _go(request, where)


def _go(request: HttpRequest, where: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": where})
    return HttpResponseRedirect(where)


def _not_allowed(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/not_allowed.html", status=403)


def _problem(status: int, title: str, detail: str, headers: dict[str, str]) -> HttpResponse:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JsonResponse(body, status=status, headers=headers, content_type="application/problem+json")


def _now(request: HttpRequest) -> datetime:
    now: datetime = request.now  # type: ignore[attr-defined]  # set by ClockAndCorrelation
    return now
