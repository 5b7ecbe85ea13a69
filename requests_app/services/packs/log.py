"""The log of 11 CCR 7101: every request and how it was answered, with the dated fields the rule names."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from audit import selectors as entries
from requests_app.decision import Decision
from requests_app.models import PrivacyRequest
from requests_app.services import days

# 11 CCR 7101(b): date of request, nature, manner, date of response, nature of response, basis of a denial.
COLUMNS = (
    "reference", "date_of_request", "nature_of_request", "details", "manner", "date_of_response",
    "nature_of_response", "basis_of_denial", "received_at", "confirmed_on", "answer_due_on", "extended_on",
    "extension_reason", "answered_in_time", "company", "capacity", "state", "appeal_of", "duplicate_of",
    "entry_of_request", "entry_of_response",
)  # fmt: skip
_ANSWERS = ("request.completed", "request.partly_completed", "request.denied", "request.withdrawn", "request.closed")
_STEP = 500


def rows(ids: Iterable[UUID]) -> Iterator[tuple[PrivacyRequest, list[Any]]]:
    """Each request with its line of the log, in the order of receipt. No name, address or free text is in it."""
    found = PrivacyRequest.objects.filter(id__in=list(ids)).select_related("submission", "appeal_of", "duplicate_of")
    for request in found.order_by("received_at", "id").iterator(chunk_size=_STEP):
        yield request, _line(request)


def _line(request: PrivacyRequest) -> list[Any]:
    filed, answered = _proofs(request.id)
    detail = " ".join((request.scope, *request.kinds)).strip()
    return [
        request.reference, request.day_zero, request.right, detail, request.channel, _day(request.answered_at),
        request.status, " ".join(basis(request)), request.received_at.isoformat(), _day(request.acknowledged_at),
        request.respond_by, _day(request.extended_at), request.extension_reason, _in_time(request), request.company,
        request.submission.capacity, request.submission.state, _reference(request.appeal_of),
        _reference(request.duplicate_of), filed, answered,
    ]  # fmt: skip


def basis(request: PrivacyRequest) -> list[str]:
    """The grounds of a refusal in whole or part, each once: the main one first, then those of single items."""
    found = [request.primary_ground, request.close_reason]
    if request.decision:
        found += [item.ground for item in Decision.from_json(request.decision).items]
    return list(dict.fromkeys(ground for ground in found if ground))


def _proofs(request_id: UUID) -> tuple[str, str]:
    """The ids of the entries that record the asking and the last answer."""
    story = entries.entries_for(request_id)
    filed = next((str(entry.id) for entry in story if entry.action == "request.filed"), "")
    answered = [str(entry.id) for entry in story if entry.action in _ANSWERS]
    return filed, answered[-1] if answered else ""


def _in_time(request: PrivacyRequest) -> str:
    if request.answered_at is None:
        return ""
    return "yes" if request.answered_at <= request.respond_at else "no"


def _reference(other: PrivacyRequest | None) -> str:
    return other.reference if other else ""


def _day(at: datetime | None) -> Any:
    return days.day_of(at) if at else ""
