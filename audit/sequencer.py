"""Gives every entry its place, builds the tree over them, and signs it.

One process holds a lock; further copies stand by. Writers never wait for it: entries are durable before they come here.
One batch is one transaction: take from `pending`, place, write full tiles, sign, commit. Only then is it published.
"""

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2
from psycopg2.extras import execute_values

from audit import checkpoints, notes
from audit.merkle import TILE_WIDTH, Frontier, Tile, leaf_hash, root

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection
    from psycopg2.extensions import cursor as Cursor

log = logging.getLogger(__name__)

BATCH = 4096
LOCK = 0x6C6564676572  # "ledger"
PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 10.0


class Refused(Exception):
    """Signing now would vouch for something untrue. A person has to look."""


@dataclass(frozen=True)
class Placed:
    """One entry with its new place."""

    index: int
    entry: str
    hash: bytes


class Sequencer:
    """One connection, one lock, one tree."""

    def __init__(self, *, dsn: str, signer: notes.Signer, folder: Path) -> None:
        self.dsn = dsn
        self.signer = signer
        self.folder = folder
        self._connection: Connection | None = None
        self._frontier: Frontier | None = None
        self._origin = signer.verifier.name

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop. Lost databases come back; refusals are said aloud and tried again."""
        pause = PAUSE_SECONDS
        while not stop.is_set():
            try:
                busy = self.step()
                pause = PAUSE_SECONDS
            except (psycopg2.Error, OSError, Refused) as trouble:
                log.error("the sequencer cannot go on: %s: %s", type(trouble).__name__, str(trouble).strip())
                self.close()
                busy, pause = False, min(pause * 2, LONGEST_PAUSE_SECONDS)
            if not busy:
                stop.wait(pause)
        self.close()

    def step(self) -> bool:
        """Sequence one batch. Says whether there may be more at once; a copy without the lock never has any."""
        return self._ready() and self.run_once() == BATCH

    def drain(self) -> int:
        """Sequence all that waits and return how many entries got a place. For tests and tools."""
        total = 0
        while self._ready() and (count := self.run_once()):
            total += count
        return total

    def run_once(self) -> int:
        """Sequence one batch in one transaction, publish after commit, and return its size."""
        connection = self._open()
        try:
            with connection, connection.cursor() as cursor:
                placed = self._batch(cursor)
        except BaseException:
            self._frontier = None  # it may be ahead of what was committed
            raise
        self._publish(connection)
        return placed

    def close(self) -> None:
        """Give up the connection, and the lock with it."""
        connection, self._connection, self._frontier = self._connection, None, None
        if connection is not None:
            connection.close()

    def _open(self) -> "Connection":
        if self._connection is None or self._connection.closed:
            self._frontier = None
            self._connection = psycopg2.connect(self.dsn, connect_timeout=5, application_name="sequencer")
            with self._connection, self._connection.cursor() as cursor:
                # Durable even where the cluster's default is not: what is signed must survive.
                cursor.execute("SET synchronous_commit = on")
        return self._connection

    def _ready(self) -> bool:
        """Hold the lock and know the tree; both are checked against what has been published."""
        connection = self._open()
        if self._frontier is not None:
            return True
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not _one(cursor)[0]:
                return False
        with connection, connection.cursor() as cursor:
            frontier = load_frontier(cursor)
            self._check_head(cursor, frontier)
            _check_published(cursor, self.folder)
        checkpoints.announce_key(self.signer.verifier, into=self.folder)
        self._frontier = frontier
        return True

    def _check_head(self, cursor: "Cursor", frontier: Frontier) -> None:
        """The tree in the database must be the one last signed, and by this key's log."""
        cursor.execute("SELECT tree_size, root, note FROM audit.checkpoint ORDER BY tree_size DESC LIMIT 1")
        last = cursor.fetchone()
        size, expected = (last[0], bytes(last[1])) if last else (0, frontier.root())
        if (frontier.size, frontier.root()) != (size, expected):
            raise Refused(f"the tree has {frontier.size} leaves and is not the one signed at {size}")
        if last:
            self._origin = notes.read_text(last[2]).origin

    def _batch(self, cursor: "Cursor") -> int:
        assert self._frontier is not None  # noqa: S101  # _ready() comes first
        taken = _take(cursor)
        if not taken:
            return 0
        waiting = _waiting(cursor, taken)
        first = self._frontier.size
        placed = [Placed(first + offset, entry, value) for offset, (entry, value) in enumerate(waiting)]
        if placed:
            _write(cursor, placed, self._grow(placed))
            self._sign(cursor)
        return len(taken)

    def _grow(self, placed: list[Placed]) -> list[Tile]:
        assert self._frontier is not None  # noqa: S101  # _ready() comes first
        return [tile for leaf in placed for tile in self._frontier.append(leaf.hash)]

    def _sign(self, cursor: "Cursor") -> None:
        assert self._frontier is not None  # noqa: S101  # _ready() comes first
        head = notes.Checkpoint(self._origin, self._frontier.size, self._frontier.root())
        row = (head.size, head.root, self.signer.sign(head), self.signer.verifier.key_id.hex())
        cursor.execute("INSERT INTO audit.checkpoint (tree_size, root, note, key_id) VALUES (%s, %s, %s, %s)", row)

    def _publish(self, connection: "Connection") -> None:
        """Lay down what was committed and not yet published; a crash in between repeats a note, never loses one."""
        with connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT c.tree_size, c.note, c.signed_at FROM audit.checkpoint c WHERE c.tree_size > (SELECT "
                "coalesce(max(tree_size), 0) FROM audit.publication WHERE channel = 'file') ORDER BY 1"
            )
            for size, note, signed_at in cursor.fetchall():
                name = checkpoints.publish(note, into=self.folder, signed_at=signed_at)
                row = (size, "file", name)
                cursor.execute("INSERT INTO audit.publication (tree_size, channel, ref) VALUES (%s, %s, %s)", row)


def load_frontier(cursor: "Cursor") -> Frontier:
    """Read the right edge of the tree back from the tables."""
    cursor.execute("SELECT count(*), coalesce(max(leaf_index) + 1, 0) FROM audit.leaf")
    count, size = _one(cursor)
    if count != size:
        raise Refused(f"the ledger has {count} leaves, but the last one is number {size - 1}")
    edge = [_last_leaves(cursor, size)]
    level = 1
    while size >> 8 * level:
        edge.append(_last_roots(cursor, level, size >> 8 * level))
        level += 1
    return Frontier(size, edge)


def _last_leaves(cursor: "Cursor", size: int) -> list[bytes]:
    start = size - size % TILE_WIDTH
    cursor.execute("SELECT leaf_hash FROM audit.leaf WHERE leaf_index >= %s ORDER BY leaf_index", [start])
    return [bytes(value) for (value,) in cursor.fetchall()]


def _last_roots(cursor: "Cursor", level: int, count: int) -> list[bytes]:
    start = count - count % TILE_WIDTH
    cursor.execute("SELECT hashes FROM audit.tile WHERE level = %s AND idx >= %s ORDER BY idx", [level - 1, start])
    roots = [root(list(split_tile(bytes(hashes)))) for (hashes,) in cursor.fetchall()]
    if len(roots) != count - start:
        raise Refused(f"tiles of level {level - 1} are missing")
    return roots


def split_tile(hashes: bytes) -> Iterator[bytes]:
    """Yield the hashes of a tile one by one."""
    return (hashes[start : start + 32] for start in range(0, len(hashes), 32))


def _take(cursor: "Cursor") -> dict[str, bytes]:
    """Take a batch out of the queue: entry id -> the leaf hash it was queued with."""
    cursor.execute(
        "DELETE FROM audit.pending p USING (SELECT ctid AS place FROM audit.pending LIMIT %s) AS batch "
        "WHERE p.ctid = batch.place RETURNING p.entry_id::text, p.leaf_hash",
        [BATCH],
    )
    return {entry: bytes(value) for entry, value in cursor.fetchall()}


def _waiting(cursor: "Cursor", taken: dict[str, bytes]) -> list[tuple[str, bytes]]:
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


def _write(cursor: "Cursor", placed: list[Placed], tiles: list[Tile]) -> None:
    rows = [(leaf.index, leaf.entry, leaf.hash) for leaf in placed]
    execute_values(
        cursor,
        "INSERT INTO audit.leaf (leaf_index, entry_id, leaf_hash) VALUES %s",
        rows,
        template="(%s, %s::uuid, %s)",
        page_size=BATCH,
    )
    if tiles:
        execute_values(cursor, "INSERT INTO audit.tile (level, idx, hashes) VALUES %s", tiles)


def _check_published(cursor: "Cursor", folder: Path) -> None:
    """Refuse to go on from a stale copy: every published note must be a checkpoint of this database."""
    cursor.execute("SELECT tree_size, note FROM audit.checkpoint")
    known = dict(cursor.fetchall())
    for size, note in checkpoints.published(folder):
        if known.get(size) != note:
            raise Refused(
                f"the checkpoint published at {size} entries is not in this database. It was restored from an older "
                "backup: open a new epoch of the ledger instead of writing its history a second time."
            )


def _one(cursor: "Cursor") -> tuple[int, ...]:
    row = cursor.fetchone()
    if row is None:
        raise Refused("the database gave no answer")
    return tuple(row)
