"""What an auditor does: search the ledger, read one history, look at the figures. Each look leaves an entry itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from accounts.roles import Permission
from audit import ledger
from audit import selectors as entries
from audit.actors import Subject
from audit.selectors import EntryView, Proof
from requests_app import metrics, timeline
from requests_app.models import PrivacyRequest
from requests_app.permissions import NotAllowed, NotFound, can_see
from requests_app.selectors import masked
from requests_app.services import reading

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What to look for in the ledger. `request` is a reference, or the id of a request or submission."""

    request: str = ""
    action: str = ""
    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def fields(self) -> list[str]:
        """What is searched by, never for what."""
        return [name for name in ("request", "action", "actor", "since", "until") if getattr(self, name)]


@dataclass(frozen=True)
class Found:
    """One page of entries, newest first; `next` goes to `search(cursor=...)`."""

    entries: Sequence[EntryView]
    next: tuple[str, UUID] | None


@dataclass(frozen=True)
class History:
    """One request's story with its person masked."""

    request: PrivacyRequest
    person: dict[str, str]
    lines: list[timeline.Line]


def check_can_audit(by: Principal) -> None:
    """Raise `NotAllowed` for whoever may not read the ledger."""
    if not by.may(Permission.LEDGER_READ):
        raise NotAllowed("Your role does not read the ledger.")


@transaction.atomic
def search(*, wanted: Wanted, cursor: tuple[str, UUID] | None, by: Principal, now: datetime) -> Found:
    """One page of the ledger; a search by anything, and every further page, is recorded.

    Raises `permissions.NotAllowed`, `permissions.NotFound`, `reference.Mistyped`. Who sees some companies only
    searches by request.
    """
    check_can_audit(by)
    request = _request_of(wanted.request, by)
    if by.companies is not None and request is None:
        raise NotAllowed("Your account is limited to some companies. Search by the reference of a request.")
    found = entries.find_entries(
        action=wanted.action or None,
        actor=wanted.actor or None,
        request=request,
        since=wanted.since,
        until=wanted.until,
        cursor=cursor,
        limit=PAGE + 1,
    )
    page = found[:PAGE]
    if wanted.fields or cursor:
        _note("ledger.searched", by, now, {"fields": wanted.fields, "results": len(page)})
    return Found(page, entries.cursor_of(page[-1]) if len(found) > PAGE else None)


def open_entry(*, entry_id: UUID, by: Principal) -> tuple[EntryView, Proof]:
    """One entry with its proof. Raises `permissions.NotFound` for an unknown one and for one behind the wall."""
    check_can_audit(by)
    entry, proof = entries.entry(entry_id), entries.receipt_of(entry_id)
    if entry is None or proof is None or not _in_sight(entry, by):
        raise NotFound
    return entry, proof


@transaction.atomic
def history(*, reference_text: str, by: Principal, now: datetime) -> History:
    """One request's whole story in sentences. Opening it is recorded. Raises as `reading.open_case`."""
    check_can_audit(by)
    request = reading.open_case(reference_text=reference_text, by=by, now=now, page="history")
    lines = timeline.for_staff(request.id, request.submission_id)
    return History(request, masked(request.submission.consumer), lines)


@transaction.atomic
def figures(*, year: int, by: Principal, now: datetime) -> list[metrics.Line]:
    """The figures of a year. Looking at them is recorded. Raises `permissions.NotAllowed`."""
    if not by.may(Permission.METRICS_READ):
        raise NotAllowed("Your role does not read the figures.")
    _note("metrics.viewed", by, now, {"year": year})
    return metrics.yearly(year)


def _request_of(text: str, by: Principal) -> UUID | None:
    """The id that a reference stands for; an id is taken as it is, where no wall stands before it."""
    if not text:
        return None
    try:
        given = UUID(text)
    except ValueError:
        return reading.find(text, by=by).id
    if by.companies is not None and not _visible(given, by):
        raise NotFound
    return given


def _in_sight(entry: EntryView, by: Principal) -> bool:
    return by.companies is None or (entry.request is not None and _visible(entry.request, by))


def _visible(request_id: UUID, by: Principal) -> bool:
    request = PrivacyRequest.objects.filter(id=request_id).first()
    return request is not None and can_see(by, request)


def _note(event: str, by: Principal, now: datetime, facts: dict[str, Any]) -> None:
    ledger.record(event, actor=by.actor, subject=Subject.event("view"), at=now, facts=facts)
