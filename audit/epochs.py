"""Epochs: one tree after another, each with its own origin.

A log that cannot go on (its database was restored from an older backup, its key was stolen, its years are over) ends,
and the next one begins: origin `host/audit/2` after `host/audit/1`. The first leaf of an epoch carries the last
checkpoint of the one before, so that the chain of trees has no loose end.

In the tables places count through (`leaf_index`, `tree_size`); in notes and proofs each tree counts from 0. `first` is
the place at which an epoch begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from audit import notes

_LATER = "SELECT number, origin, first_index, entry_id::text FROM audit.epoch ORDER BY number"
_OLDEST_NOTE = "SELECT tree_size, note FROM audit.checkpoint ORDER BY tree_size LIMIT 1"


class Cursor(Protocol):
    """What Django's cursors and the driver's own have in common."""

    def execute(self, statement: str, values: Any = None, /) -> Any: ...
    def fetchall(self) -> list[tuple[Any, ...]]: ...


@dataclass(frozen=True)
class Epoch:
    """One tree. `origin` is None until its first checkpoint is signed; `entry` opened it (None for the first)."""

    number: int
    origin: str | None
    first: int
    entry: str | None = None


def read(cursor: Cursor) -> list[Epoch]:
    """Return all epochs of this database, oldest first; there is always one."""
    cursor.execute(_LATER)
    later = [Epoch(*row) for row in cursor.fetchall()]
    cursor.execute(_OLDEST_NOTE)
    oldest = cursor.fetchall()
    origin = None
    if oldest and (not later or oldest[0][0] <= later[0].first):
        origin = _origin(oldest[0][1])
    return [Epoch(1, origin, 0), *later]


def of_place(epochs: Sequence[Epoch], place: int) -> Epoch:
    """Return the epoch in which the entry with this place (`leaf_index`) stands."""
    return next(epoch for epoch in reversed(epochs) if epoch.first <= place)


def of_size(epochs: Sequence[Epoch], tree_size: int) -> Epoch:
    """Return the epoch of a checkpoint: a tree that ends where the next epoch begins belongs to the earlier one."""
    return of_place(epochs, tree_size - 1)


def end_of(epochs: Sequence[Epoch], epoch: Epoch) -> int | None:
    """Return the place at which the next epoch begins, or None for the one that still grows."""
    return next((later.first for later in epochs if later.number == epoch.number + 1), None)


def next_origin(origin: str, number: int) -> str:
    """Return the origin of epoch `number`: the name of the log with another last part."""
    return f"{origin.rpartition('/')[0]}/{number}"


def _origin(note: str) -> str | None:
    try:
        return notes.read_text(note).origin
    except notes.BadNote:
        return None
