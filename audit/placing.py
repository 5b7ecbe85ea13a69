"""The tables behind the sequencer: the right edge of the tree, the queue, and what a batch writes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg2.extras import execute_values

from audit.epochs import Epoch
from audit.merkle import TILE_WIDTH, Frontier, Tile, leaf_hash, root

if TYPE_CHECKING:
    from psycopg2.extensions import cursor as Cursor

BATCH = 4096


class Refused(Exception):
    """Signing now would vouch for something untrue. A person has to look."""


@dataclass(frozen=True)
class Placed:
    """One entry with its new place."""

    index: int
    entry: str
    hash: bytes


def load_frontier(cursor: "Cursor", epoch: Epoch) -> Frontier:
    """Read the right edge of an epoch's tree back from the tables. Raises `Refused` where something is missing."""
    cursor.execute("SELECT count(*), coalesce(max(leaf_index) + 1, 0) FROM audit.leaf")
    ((count, end),) = cursor.fetchall()
    if count != end:
        raise Refused(f"the ledger has {count} leaves, but the last one is number {end - 1}")
    size = end - epoch.first
    edge = [_last_leaves(cursor, epoch, size)]
    level = 1
    while size >> 8 * level:
        edge.append(_last_roots(cursor, epoch, level, size >> 8 * level))
        level += 1
    return Frontier(size, edge)


def _last_leaves(cursor: "Cursor", epoch: Epoch, size: int) -> list[bytes]:
    start = epoch.first + size - size % TILE_WIDTH
    cursor.execute("SELECT leaf_hash FROM audit.leaf WHERE leaf_index >= %s ORDER BY leaf_index", [start])
    return [bytes(value) for (value,) in cursor.fetchall()]


def _last_roots(cursor: "Cursor", epoch: Epoch, level: int, count: int) -> list[bytes]:
    start = count - count % TILE_WIDTH
    cursor.execute(
        "SELECT hashes FROM audit.tile WHERE epoch = %s AND level = %s AND idx >= %s ORDER BY idx",
        [epoch.number, level - 1, start],
    )
    roots = [root(_split(bytes(hashes))) for (hashes,) in cursor.fetchall()]
    if len(roots) != count - start:
        raise Refused(f"tiles of level {level - 1} are missing")
    return roots


def take(cursor: "Cursor") -> dict[str, bytes]:
    """Take a batch out of the queue: entry id -> the leaf hash it was queued with."""
    cursor.execute(
        "DELETE FROM audit.pending p USING (SELECT ctid AS place FROM audit.pending LIMIT %s) AS batch "
        "WHERE p.ctid = batch.place RETURNING p.entry_id::text, p.leaf_hash",
        [BATCH],
    )
    return {entry: bytes(value) for entry, value in cursor.fetchall()}


def take_first(cursor: "Cursor", entry: str) -> dict[str, bytes]:
    """Take the one entry that opens an epoch, whatever has waited longer."""
    cursor.execute("DELETE FROM audit.pending WHERE entry_id = %s::uuid RETURNING entry_id::text, leaf_hash", [entry])
    return {entry: bytes(value) for entry, value in cursor.fetchall()}


def waiting(cursor: "Cursor", taken: dict[str, bytes]) -> list[tuple[str, bytes]]:
    """Return the taken entries that have no place yet, in the order in which they were recorded.

    A data-only restore fills the queue with entries that already have one. The hash is computed from the text again:
    one flipped bit, signed, would spoil the log for ever.
    """
    cursor.execute(
        "SELECT e.id::text, e.leaf, e.leaf_hash, l.leaf_index FROM audit.entry e "
        "LEFT JOIN audit.leaf l ON l.entry_id = e.id WHERE e.id = ANY(%s::uuid[]) ORDER BY e.recorded_at, e.id",
        [list(taken)],
    )
    rows = cursor.fetchall()
    if len(rows) != len(taken):
        raise Refused(f"{len(taken) - len(rows)} entries are in the queue, but no longer in the ledger")
    for entry, leaf, stored, _ in rows:
        if not leaf_hash(leaf.encode()) == bytes(stored) == taken[entry]:
            raise Refused(f"entry {entry} does not fit its hash")
    return [(entry, bytes(stored)) for entry, _, stored, index in rows if index is None]


def write(cursor: "Cursor", epoch: Epoch, placed: list[Placed], tiles: list[Tile]) -> None:
    """Write the new places, and the tiles that became full."""
    execute_values(
        cursor,
        "INSERT INTO audit.leaf (leaf_index, entry_id, leaf_hash) VALUES %s",
        [(leaf.index, leaf.entry, leaf.hash) for leaf in placed],
        template="(%s, %s::uuid, %s)",
        page_size=BATCH,
    )
    if tiles:
        rows = [(epoch.number, *tile) for tile in tiles]
        execute_values(cursor, "INSERT INTO audit.tile (epoch, level, idx, hashes) VALUES %s", rows)


def _split(hashes: bytes) -> list[bytes]:
    return [hashes[start : start + 32] for start in range(0, len(hashes), 32)]
