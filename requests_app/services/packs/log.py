"""The log of 11 CCR 7101: every request and how it was answered, with the dated fields the rule names."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.principals import Principal
from audit import selectors as entries
from requests_app.decision import Decision
from requests_app.models import PrivacyRequest
from requests_app.selectors.queue import visible
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


def rows(ids: Iterable[UUID], *, by: Principal) -> Iterator[tuple[PrivacyRequest, list[Any]]]:
    """Each request with its line of the log, in the order of receipt. No name, address or free text is in it.

    Another request, which this one appeals or repeats, is named if `by` may know of it.
    """
    found = PrivacyRequest.objects.filter(id__in=list(ids)).select_related("submission")
    others = _others_in_sight(found, by)
    for request in found.order_by("received_at", "id").iterator(chunk_size=_STEP):
        yield request, _line(request, others)


def _others_in_sight(found: QuerySet[PrivacyRequest], by: Principal) -> Mapping[UUID | None, str]:
    """The references of the requests that those found point at, by id, as far as `by` may know of them."""
    links = found.exclude(appeal_of=None, duplicate_of=None).values_list("appeal_of_id", "duplicate_of_id")
    named = {one for pair in links for one in pair if one is not None}
    return dict(visible(by).filter(id__in=named).values_list("id", "reference"))


def _line(request: PrivacyRequest, others: Mapping[UUID | None, str]) -> list[Any]:
    filed, answered = _proofs(request.id)
    detail = " ".join((request.scope, *request.kinds)).strip()
    return [
        request.reference, request.day_zero, request.right, detail, request.channel, _day(request.answered_at),
        request.status, " ".join(basis(request)), request.received_at.isoformat(), _day(request.acknowledged_at),
        request.respond_by, _day(request.extended_at), request.extension_reason, _in_time(request), request.company,
        request.submission.capacity, request.submission.state, others.get(request.appeal_of_id, ""),
        others.get(request.duplicate_of_id, ""), filed, answered,
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


def _day(at: datetime | None) -> Any:
    return days.day_of(at) if at else ""
