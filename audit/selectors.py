"""Reading the ledger: entries, their places in the tree, and the proofs that go with them."""

import base64
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from audit import epochs, merkle, models, nodes
from audit.facts import FactValue

PAGE_LIMIT = 1000


@dataclass(frozen=True)
class EntryView:
    """One entry as it can be shown. `leaf` is the exact text; everything else is read out of it."""

    id: UUID
    at: datetime
    action: str
    actor_type: str
    actor_id: str
    subject_type: str
    subject_id: UUID
    rev: int
    request: UUID | None
    reason: str | None
    before: str | None
    after: str | None
    facts: dict[str, FactValue]
    leaf: str
    leaf_hash: str
    leaf_index: int | None
    recorded_at: datetime


@dataclass(frozen=True)
class Proof:
    """What a person can keep: the entry's own text and hash and, once it is placed, why it is in the signed tree.

    `leaf_index` counts from the first leaf of the epoch, as the proof does.
    """

    entry: UUID
    leaf: str
    leaf_hash: str
    leaf_index: int | None
    path: tuple[bytes, ...] = ()
    note: str | None = None

    def text(self) -> str | None:
        """Return the proof as a C2SP `.tlog-proof` file, or None while the entry waits for its place."""
        if self.note is None:
            return None
        steps = "".join(f"{base64.b64encode(step).decode()}\n" for step in self.path)
        return f"c2sp.org/tlog-proof@v1\nindex {self.leaf_index}\n{steps}\n{self.note}"


@dataclass(frozen=True)
class Counts:
    """How the ledger stands: entries, places, the newest checkpoint, and how long the oldest entry has waited."""

    entries: int
    leaves: int
    checkpoint_size: int
    pending: int
    pending_age_seconds: float


def entries_for(request_id: UUID) -> list[EntryView]:
    """Return the whole story of a privacy request or submission, oldest first."""
    return views_of(_entries().filter(request_id=request_id).order_by("at", "id"))


def entry(entry_id: UUID) -> EntryView | None:
    """Return one entry, or None if there is none."""
    return next(iter(views_of(_entries().filter(id=entry_id))), None)


def entry_with_hash(leaf_hash: str) -> EntryView | None:
    """Return the entry with this leaf hash (hex), or None if the ledger holds none."""
    return next(iter(views_of(_entries().filter(leaf_hash=bytes.fromhex(leaf_hash))[:1])), None)


def find_entries(
    *,
    action: str | None = None,
    actor: str | None = None,
    request: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    after_index: int | None = None,
    cursor: tuple[str, UUID] | None = None,
    limit: int = 100,
) -> list[EntryView]:
    """Search the ledger.

    Newest first, in pages: hand `cursor_of()` the last entry of a page for the next one. With `after_index` the
    order is that of the tree instead, oldest first, from the place after it, as an outside monitor follows it (-1
    for the start). `until` itself is not included.
    """
    found = _entries()
    wanted = {
        "action": action,
        "actor_id": actor,
        "request_id": request,
        "at__gte": _text(since),
        "at__lt": _text(until),
        "place__leaf_index__gt": after_index,
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value is not None})
    if after_index is not None:
        found = found.order_by("place__leaf_index")
    else:
        found = _before(found, cursor).order_by("-at", "-id")
    return views_of(found[: min(limit, PAGE_LIMIT)])


def counts_by_request(*, actions: Collection[str], requests: Collection[UUID]) -> dict[UUID, int]:
    """How many entries of these actions there are about each of these requests; those without any are left out."""
    found = models.Entry.objects.filter(action__in=actions, request_id__in=requests).order_by()
    return dict(found.values_list("request_id").annotate(Count("id")))


def cursor_of(view: EntryView) -> tuple[str, UUID]:
    """Return what `find_entries(cursor=...)` takes to go on after this entry."""
    return str(_text(view.at)), view.id


def latest_checkpoint() -> models.Checkpoint | None:
    """Return the newest signed checkpoint (`tree_size`, `root`, `note`, `key_id`, `signed_at`)."""
    return models.Checkpoint.objects.order_by("-tree_size").first()


def checkpoint(size: int) -> models.Checkpoint | None:
    """Return the checkpoint signed at exactly this size."""
    return models.Checkpoint.objects.filter(tree_size=size).first()


def checkpoints(*, below: int | None = None, limit: int = 50) -> list[models.Checkpoint]:
    """Return signed checkpoints, the newest first; `below` a size for the next page."""
    found = models.Checkpoint.objects.order_by("-tree_size")
    return list((found if below is None else found.filter(tree_size__lt=below))[: min(limit, PAGE_LIMIT)])


def receipt_of(entry_id: UUID) -> Proof | None:
    """Return the receipt of an entry, with its proof against the newest checkpoint once there is one."""
    found = entry(entry_id)
    if found is None:
        return None
    place = found.leaf_index
    if place is None:
        return Proof(found.id, found.leaf, found.leaf_hash, None)
    trees = nodes.all_epochs()
    epoch = epochs.of_place(trees, place)
    head = head_of(epoch.first, epochs.end_of(trees, epoch))
    index = place - epoch.first
    if head is None or place >= head.tree_size:
        return Proof(found.id, found.leaf, found.leaf_hash, index)
    path = tuple(inclusion_proof(index, head.tree_size - epoch.first, epoch.number))
    return Proof(found.id, found.leaf, found.leaf_hash, index, path, head.note)


def head_of(first: int, end: int | None) -> models.Checkpoint | None:
    """The last checkpoint of an epoch."""
    found = models.Checkpoint.objects.filter(tree_size__gt=first).order_by("-tree_size")
    return (found if end is None else found.filter(tree_size__lte=end)).first()


def inclusion_proof(index: int, size: int, epoch: int | None = None) -> list[bytes]:
    """Return the audit path of leaf `index` in the tree of `size`, of an epoch or else the newest one.

    Both count from the epoch's first leaf. Raises ValueError if there is no such tree.
    """
    return merkle.inclusion_proof(index, size, nodes.tree(size, epoch).subtree)


def consistency_proof(first: int, second: int, epoch: int | None = None) -> list[bytes]:
    """Return the proof that the tree of `second` begins with the one of `first`. Raises ValueError likewise."""
    return merkle.consistency_proof(first, second, nodes.tree(second, epoch).subtree)


def counts() -> Counts:
    """Return how the ledger stands now."""
    pending, age = _queue()
    head = latest_checkpoint()
    return Counts(
        entries=models.Entry.objects.count(),
        leaves=tree_size(),
        checkpoint_size=head.tree_size if head else 0,
        pending=pending,
        pending_age_seconds=age,
    )


def pending_age() -> float:
    """Return for how many seconds the oldest entry has waited for its place; 0 if none waits."""
    return _queue()[1]


def _queue() -> tuple[int, float]:
    """Count and age of what waits, both by the database's clock: it stamped the entries too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(e.recorded_at)), 0)::float8 "
            "FROM audit.pending p JOIN audit.entry e ON e.id = p.entry_id"
        )
        rows, age = cursor.fetchone()
    return rows, age


def tree_size() -> int:
    """Return how many entries have a place, in all epochs together."""
    return nodes.places()


def _entries() -> QuerySet[models.Entry]:
    return models.Entry.objects.select_related("place")


def _before(found: QuerySet[models.Entry], cursor: tuple[str, UUID] | None) -> QuerySet[models.Entry]:
    if cursor is None:
        return found
    at, entry_id = cursor
    return found.filter(at__lte=at).exclude(at=at, id__gte=entry_id)


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def views_of(entries: Iterable[models.Entry]) -> list[EntryView]:
    """Rows of the table as they can be shown, in their order."""
    return [_view(row, json.loads(row.leaf)) for row in entries]


def _view(row: models.Entry, leaf: dict[str, Any]) -> EntryView:
    place = getattr(row, "place", None)
    return EntryView(
        id=row.id,
        at=datetime.fromisoformat(leaf["at"]),
        action=leaf["action"],
        actor_type=leaf["actor"]["type"],
        actor_id=leaf["actor"]["id"],
        subject_type=leaf["subject"]["type"],
        subject_id=UUID(leaf["subject"]["id"]),
        rev=leaf["subject"]["rev"],
        request=UUID(leaf["request"]) if leaf["request"] else None,
        reason=leaf["reason"],
        before=leaf["from"],
        after=leaf["to"],
        facts=leaf["facts"],
        leaf=row.leaf,
        leaf_hash=bytes(row.leaf_hash).hex(),
        leaf_index=None if place is None else place.leaf_index,
        recorded_at=row.recorded_at,
    )
