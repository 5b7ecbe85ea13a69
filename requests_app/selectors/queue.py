"""The review queue: filters, search and keyset pages, so that a million rows cost no more than fifty."""

import base64
import binascii
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.principals import Principal, Scope
from notifications.troubles import undelivered_requests
from requests_app import reference
from requests_app.lifecycle import OPEN
from requests_app.models import PrivacyRequest, RequestDeadline, SearchKey
from requests_app.permissions import visible_companies
from requests_app.search_keys import digest

ORDERINGS = {
    "respond_by": "respond_at",
    "-respond_by": "-respond_at",
    "received_at": "received_at",
    "-received_at": "-received_at",
}


class BadCursor(ValueError):
    """The cursor is not one of ours. Start again from the first page."""


@dataclass(frozen=True)
class QueueFilters:
    """What the queue shows. Empty means: no limit. `status` also takes `open`."""

    status: tuple[str, ...] = ()
    right: str = ""
    channel: str = ""
    company: str = ""
    state: str = ""
    language: str = ""
    assignee: UUID | None = None
    unassigned: bool = False
    regime: str = ""
    due_before: date | None = None
    due_after: date | None = None
    received_before: datetime | None = None
    received_after: datetime | None = None
    overdue: bool | None = None
    blocked_by: str = ""
    unread: bool = False
    undelivered: bool = False
    not_proposed_by: UUID | None = None
    q: str = ""
    ordering: str = "respond_by"


@dataclass(frozen=True)
class Page:
    """One page of the queue, with opaque cursors to its neighbours."""

    rows: list[PrivacyRequest] = field(default_factory=list)
    next: str | None = None
    previous: str | None = None


def queue(*, by: Principal, filters: QueueFilters, now: datetime, cursor: str = "", page_size: int = 25) -> Page:
    """One page of what `by` may see. Raises BadCursor."""
    rows = _matching(by, filters, now).select_related("submission")
    order = ORDERINGS[filters.ordering]
    column, descending = order.lstrip("-"), order.startswith("-")
    backwards, rows = _after(rows, cursor, column, descending)
    down = descending != backwards
    found = list(rows.order_by(f"{'-' if down else ''}{column}", f"{'-' if down else ''}id")[: page_size + 1])
    more, found = len(found) > page_size, found[:page_size]
    if backwards:
        found.reverse()
    has_next, has_previous = (bool(cursor), more) if backwards else (more, bool(cursor))
    return Page(
        found,
        _cursor(found[-1], column, back=False) if found and has_next else None,
        _cursor(found[0], column, back=True) if found and has_previous else None,
    )


def count(*, by: Principal, filters: QueueFilters, now: datetime, most: int = 10_000) -> int:
    """How many rows match, counted no further than `most` + 1."""
    return _matching(by, filters, now).order_by()[: most + 1].count()


def _after(
    rows: QuerySet[PrivacyRequest], cursor: str, column: str, descending: bool
) -> tuple[bool, QuerySet[PrivacyRequest]]:
    if not cursor:
        return False, rows
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=="))
        value, row_id, backwards = datetime.fromisoformat(position["v"]), UUID(position["id"]), bool(position["b"])
    except (ValueError, KeyError, TypeError, binascii.Error, UnicodeError):
        raise BadCursor("This page address is not valid. Start again from the first page.") from None
    beyond = "lt" if descending != backwards else "gt"
    return backwards, rows.filter(Q(**{f"{column}__{beyond}": value}) | Q(**{column: value, f"id__{beyond}": row_id}))


def _cursor(row: PrivacyRequest, column: str, *, back: bool) -> str:
    position = {"v": getattr(row, column).isoformat(), "id": str(row.id), "b": back}
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def visible(by: Principal) -> QuerySet[PrivacyRequest]:
    """Every request that `by` may know of."""
    rows = PrivacyRequest.objects.all()
    companies = visible_companies(by)
    if companies is not None:
        rows = rows.filter(company__in=companies)
    if by.kind == "consumer":
        rows = rows.filter(submission_id=by.submission_id) if by.submission_id else rows.none()
    if by.kind == "api_client" and not by.sees_all_submissions:
        rows = rows.filter(submission__api_key=by.id)
    return rows if by.scope is None else _in_scope(rows, by.scope)


def _in_scope(rows: QuerySet[PrivacyRequest], scope: Scope) -> QuerySet[PrivacyRequest]:
    if scope.since is not None:
        rows = rows.filter(received_at__gte=scope.since)
    if scope.until is not None:
        rows = rows.filter(received_at__lt=scope.until)
    return rows if scope.requests is None else rows.filter(id__in=scope.requests)


def _matching(by: Principal, filters: QueueFilters, now: datetime) -> QuerySet[PrivacyRequest]:
    rows = visible(by)
    if filters.status:
        wanted = {s for s in filters.status if s != "open"} | (set(OPEN) if "open" in filters.status else set())
        rows = rows.filter(status__in=wanted)
    plain: dict[str, Any] = {
        "right": filters.right,
        "channel": filters.channel,
        "company": filters.company,
        "submission__state": filters.state,
        "submission__language": filters.language,
        "assignee": filters.assignee,
        "respond_by__lt": filters.due_before,
        "respond_by__gt": filters.due_after,
        "received_at__lt": filters.received_before,
        "received_at__gt": filters.received_after,
        "blocked_by": filters.blocked_by,
    }
    rows = rows.filter(**{key: value for key, value in plain.items() if value})
    if filters.unassigned:
        rows = rows.filter(assignee=None)
    if filters.not_proposed_by:
        rows = rows.exclude(proposed_by=filters.not_proposed_by)
    if filters.unread:
        rows = rows.filter(unread_messages__gt=0)
    if filters.undelivered:
        rows = rows.filter(id__in=undelivered_requests())
    if filters.regime:
        rows = rows.filter(id__in=RequestDeadline.objects.filter(regime=filters.regime).values("request_id"))
    if filters.overdue is not None:
        late = Q(status__in=OPEN, respond_at__lt=now)
        rows = rows.filter(late if filters.overdue else ~late)
    return _searched(rows, filters.q)


def _searched(rows: QuerySet[PrivacyRequest], text: str) -> QuerySet[PrivacyRequest]:
    """Find by reference, name, e-mail, phone or identifier: exact values, through the blind indexes."""
    if not text.strip():
        return rows
    try:
        return rows.filter(reference=reference.parse(text))
    except reference.Mistyped:
        keys = SearchKey.objects.filter(
            digest__in=[digest(kind, text) for kind in ("name", "email", "phone", "identifier")]
        )
        return rows.filter(submission_id__in=keys.values("submission_id"))
