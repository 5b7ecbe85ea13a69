"""What an auditor does: search the ledger, prove an entry, read one history, look at the figures.

Each look leaves an entry itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from accounts.roles import Permission, Role
from accounts.selectors import ids_with_role
from audit import checkpoints, ledger, proving
from audit import search as lookup
from audit import selectors as entries
from audit.actors import ActorType, Subject
from audit.selectors import EntryView, Proof
from requests_app import metrics, reference
from requests_app.models import PrivacyRequest
from requests_app.permissions import NotAllowed, NotFound
from requests_app.services import reading, sight

PAGE = 50
MOST_COUNTED = 10_000
MOST_EXPORTED = 50_000
_FIELDS = ("request", "action", "actor", "role", "subject", "reason", "since", "until")


@dataclass(frozen=True)
class Wanted:
    """What to look for in the ledger.

    `request` is a reference, or the id of a request or submission; `actor` an opaque id; `role` one of ours, or
    consumer, api_client, system; `subject` a type, an id, or `type/id`.
    """

    request: str = ""
    action: str = ""
    actor: str = ""
    role: str = ""
    subject: str = ""
    reason: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def fields(self) -> list[str]:
        """What is searched by, never for what."""
        return [name for name in _FIELDS if getattr(self, name)]


@dataclass(frozen=True)
class Found:
    """One page of entries, newest first; `next` goes to `search(cursor=...)`. `total` counts to MOST_COUNTED + 1."""

    entries: Sequence[EntryView]
    next: tuple[str, UUID] | None
    total: int | None = None


def check_can_audit(by: Principal) -> None:
    """Raise `NotAllowed` for whoever may not read the ledger."""
    if not by.may(Permission.LEDGER_READ):
        raise NotAllowed("Your role does not read the ledger.")


@transaction.atomic
def search(*, wanted: Wanted, cursor: tuple[str, UUID] | None, by: Principal, now: datetime) -> Found:
    """One page of the ledger; a search by anything, and every further page, is recorded.

    Raises `permissions.NotAllowed`, `permissions.NotFound`, `reference.Mistyped`. Who sees a part of the house finds
    the entries of that part only.
    """
    check_can_audit(by)
    query = _query(wanted, by)
    found = lookup.find(query, cursor=cursor, limit=PAGE + 1)
    page = found[:PAGE]
    total = None
    if wanted.fields or cursor:
        _note("ledger.searched", by, now, {"fields": wanted.fields, "results": len(page)})
        total = lookup.count(query, most=MOST_COUNTED) if cursor is None else None
    return Found(page, entries.cursor_of(page[-1]) if len(found) > PAGE else None, total)


@transaction.atomic
def export(*, wanted: Wanted, by: Principal, now: datetime) -> list[EntryView]:
    """Everything a search finds, for a file, at most MOST_EXPORTED entries. Recorded. Raises as `search`."""
    check_can_audit(by)
    found = list(lookup.walk(_query(wanted, by), most=MOST_EXPORTED))
    _note("export.made", by, now, {"kind": "ledger", "rows": len(found), "filters": wanted.fields})
    return found


@transaction.atomic
def open_entry(*, entry_id: UUID, by: Principal, now: datetime) -> tuple[EntryView, Proof]:
    """One entry with its proof. The look is recorded, once it can be proved, with the size of the tree.

    Raises `permissions.NotAllowed`, and `permissions.NotFound` for an unknown entry and for one out of sight.
    """
    check_can_audit(by)
    entry, proof = entries.entry(entry_id), entries.receipt_of(entry_id)
    if entry is None or proof is None or not sight.sees_entry(entry_id, by=by):
        raise NotFound
    head = entries.latest_checkpoint()
    _note("ledger.entry_viewed", by, now, {"entry": str(entry_id), "tree_size": head.tree_size if head else 0})
    return entry, proof


def walk(proof: Proof) -> proving.Walk | None:
    """The proof recomputed step by step with the published keys; None while the entry waits for its place."""
    return proving.walk(proof, keys=checkpoints.keys(checkpoints.folder()))


@transaction.atomic
def compare(*, first: str, second: str, by: Principal, now: datetime) -> proving.Comparison:
    """Hold a signed note from outside against the ledger, or against another one. Recorded with its outcome."""
    check_can_audit(by)
    found = proving.compare(first, second, keys=checkpoints.keys(checkpoints.folder()))
    sizes = [one.size for one in (found.first, found.second) if one is not None]
    _note("ledger.compared", by, now, {"outcome": found.verdict.value, "sizes": sizes})
    return found


@transaction.atomic
def figures(*, year: int, by: Principal, now: datetime) -> list[metrics.Line]:
    """The figures of a year, of the companies that `by` sees. Looking is recorded. Raises `permissions.NotAllowed`."""
    if not by.may(Permission.METRICS_READ):
        raise NotAllowed("Your role does not read the figures.")
    _note("metrics.viewed", by, now, {"year": year})
    return metrics.yearly(year, companies=by.companies)


def in_tree_order(*, request: str, after: int, limit: int, by: Principal) -> list[EntryView]:
    """Entries that have their place, oldest first, from the place after `after`, as an outside monitor follows them.

    `request` is a reference, or the id of a request or submission, or empty. Who sees a part of the house follows
    that part: the places between are left out. Raises reference.Mistyped or NotFound.
    """
    about, wall = _id_of(request), sight.within(by)
    if wall is None:
        return entries.find_entries(request=about, after_index=after, limit=limit)
    return lookup.in_tree_order(lookup.Query(request=about, within=wall), after=after, limit=limit)


def references_of(found: Sequence[EntryView]) -> Mapping[UUID, str]:
    """The references of the requests that entries belong to; ids that are no request are left out."""
    ids = {entry.request for entry in found if entry.request is not None}
    return dict(PrivacyRequest.objects.filter(id__in=ids).values_list("id", "reference"))


def _query(wanted: Wanted, by: Principal) -> lookup.Query:
    kind, subject = _subject(wanted.subject)
    query = lookup.Query(
        action=wanted.action,
        request=_request_of(wanted.request, by),
        subject_type=kind,
        subject=subject,
        reason=wanted.reason,
        since=wanted.since,
        until=wanted.until,
        within=sight.within(by),
    )
    return _by_whom(query, wanted)


def _by_whom(query: lookup.Query, wanted: Wanted) -> lookup.Query:
    actors = {wanted.actor} if wanted.actor else None
    if wanted.role in set(Role):
        holders = set(ids_with_role(wanted.role))
        actors = holders if actors is None else actors & holders
        query = replace(query, actor_type=ActorType.STAFF.value)
    elif wanted.role:
        query = replace(query, actor_type=wanted.role)
    return replace(query, actors=None if actors is None else tuple(sorted(actors)))


def _subject(text: str) -> tuple[str, UUID | None]:
    """Read `type`, `id` or `type/id`; what is no id counts as a type."""
    kind, _slash, given = text.rpartition("/")
    try:
        return kind, UUID(given)
    except ValueError:
        return text, None


def _id_of(text: str) -> UUID | None:
    # Not `reading.find`: a monitor's key sees no cases, and may follow the entries of all.
    try:
        return UUID(text) if text else None
    except ValueError:
        found = PrivacyRequest.objects.filter(reference=reference.parse(text)).values_list("id", flat=True).first()
        if found is None:
            raise NotFound from None
        return found


def _request_of(text: str, by: Principal) -> UUID | None:
    """The id that a reference stands for; an id is taken as it is: the wall stands in the query itself."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        return reading.find(text, by=by).id


def _note(event: str, by: Principal, now: datetime, facts: dict[str, Any]) -> None:
    ledger.record(event, actor=by.actor, subject=Subject.event("view"), at=now, facts=facts)
