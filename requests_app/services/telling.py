"""One request's history as an auditor reads it: every entry in words, with the days that stood at that moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import selectors as entries
from audit.selectors import EntryView
from requests_app.models import PrivacyRequest
from requests_app.selectors import masked
from requests_app.services import auditing, reading

# Facts of entries that set or move a day of the request; each stands until the next one moves it.
_DAYS = ("acknowledge_by", "respond_by")


@dataclass(frozen=True)
class Told:
    """One entry of the story. `days` are the deadlines as they stood right after it, as YYYY-MM-DD.

    `covered` says whether the newest signed checkpoint vouches for it.
    """

    entry: EntryView
    days: Mapping[str, str]
    moved: bool
    covered: bool


@dataclass(frozen=True)
class History:
    """One request's story, newest first, with its person masked. `head` is the size of the newest checkpoint."""

    request: PrivacyRequest
    person: dict[str, str]
    told: list[Told]
    head: int
    signed_at: datetime | None


@transaction.atomic
def history(*, reference_text: str, by: Principal, now: datetime) -> History:
    """One request's whole story. Opening it is recorded. Raises as `reading.open_case`."""
    auditing.check_can_audit(by)
    request = reading.open_case(reference_text=reference_text, by=by, now=now, page="history")
    head = entries.latest_checkpoint()
    size = head.tree_size if head else 0
    told = tell(story_of(request.id, request.submission_id), head=size)
    signed_at = head.signed_at if head else None
    return History(request, masked(request.submission.consumer), told[::-1], size, signed_at)


def story_of(request_id: UUID, submission_id: UUID) -> list[EntryView]:
    """Every entry of a request and of the submission that holds it, oldest first."""
    found = entries.entries_for(request_id) + entries.entries_for(submission_id)
    return sorted(found, key=lambda entry: (entry.at, str(entry.id)))


def tell(story: list[EntryView], *, head: int) -> list[Told]:
    """The entries in their order, each with the days as they stood after it."""
    days: dict[str, str] = {}
    told = []
    for entry in story:
        now_set = _days_in(entry)
        moved = any(days.get(name) != value for name, value in now_set.items())
        days = days | now_set
        covered = entry.leaf_index is not None and entry.leaf_index < head
        told.append(Told(entry, days, moved, covered))
    return told


def _days_in(entry: EntryView) -> dict[str, str]:
    """The days an entry of the request sets. Letters and reminders only repeat them."""
    if entry.subject_type != "request":
        return {}
    facts: Mapping[str, Any] = entry.facts
    return {name: str(facts[name]) for name in _DAYS if facts.get(name)}
