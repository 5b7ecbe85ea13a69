"""Notices of the law that have not reached their reader: for desks that have to do something about it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from notifications.models import Channel, Letter
from notifications.selectors import TROUBLED, WAITING, LetterView, views_of


@dataclass(frozen=True)
class Undelivered:
    """The most urgent of a request's notices. `status` is where it stands; paper that waits takes its place."""

    request: UUID
    status: str
    post_by: date | None


def undelivered_requests() -> QuerySet[Letter, UUID | None]:
    """The requests with such a notice. Lazy, to be asked within another query."""
    return _rows().values_list("request_ref", flat=True)


def undelivered_of(requests: Collection[UUID]) -> dict[UUID, Undelivered]:
    """One line for each of these requests that has such a notice, in one question."""
    rows = _rows().filter(request_ref__in=requests).order_by("-post_by", "-created_at")
    found = rows.values_list("request_ref", "status", "post_by")
    return {request: Undelivered(request, status, day) for request, status, day in found if request is not None}


def letters_of_case(*, request_id: UUID, submission_id: UUID) -> list[LetterView]:
    """All letters of one request, and those of its submission that belong to no single one, such as codes."""
    common = Q(about=submission_id) & (Q(request_ref=None) | Q(request_ref=submission_id))
    rows = Letter.objects.filter(Q(request_ref=request_id) | Q(about=request_id) | common)
    return views_of(rows)


def _rows() -> QuerySet[Letter]:
    paper = Q(status__in=WAITING, channel=Channel.POST, supersedes__isnull=False)
    return Letter.objects.filter(Q(status__in=TROUBLED) | paper, statutory=True, request_ref__isnull=False)
