"""Gives every entry its place, builds the tree over them, and signs it.

One process holds a lock; further copies stand by. Writers never wait for it: entries are durable before they come here.
One batch is one transaction: take from `pending`, place, write full tiles, sign, commit. Only then is it published.
"""

import contextlib
import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2

from audit import checkpoints, forks, notes, placing
from audit import epochs as eras
from audit.epochs import Epoch
from audit.merkle import Frontier, Tile
from audit.placing import BATCH, Placed, Refused

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection
    from psycopg2.extensions import cursor as Cursor

__all__ = ["LOCK", "Refused", "Sequencer"]

log = logging.getLogger(__name__)

LOCK = 0x6C6564676572  # "ledger"
PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 10.0


class Sequencer:
    """One connection, one lock, one tree. With `key_file`, a changed log key is taken up without a restart."""

    def __init__(self, *, dsn: str, signer: notes.Signer, folder: Path, key_file: Path | None = None) -> None:
        self.dsn = dsn
        self.signer = signer
        self.folder = folder
        self._key_file = key_file
        self._key_read = _changed_at(key_file)
        self._connection: Connection | None = None
        self._frontier: Frontier | None = None
        self._epoch = Epoch(1, None, 0)

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop. Lost databases come back; refusals are said aloud and tried again."""
        pause = PAUSE_SECONDS
        while not stop.is_set():
            try:
                busy = self.step()
                pause = PAUSE_SECONDS
            except (psycopg2.Error, OSError, Refused, notes.BadNote) as trouble:
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
        if connection is None:
            return
        # A server takes a while to notice that a client has gone; a copy that stands by shall not wait for that.
        with contextlib.suppress(psycopg2.Error), connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")
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
        self._take_up_changed_key()
        connection = self._open()
        if self._frontier is not None:
            return True
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if cursor.fetchone() != (True,):
                return False
        with connection, connection.cursor() as cursor:
            epochs = eras.read(cursor)
            frontier = placing.load_frontier(cursor, epochs[-1])
            forks.check_head(cursor, epochs[-1], frontier)
            forks.check_published(cursor, epochs, checkpoints.published(self.folder))
        self._epoch = epochs[-1]
        self._announce()
        self._frontier = frontier
        return True

    def _take_up_changed_key(self) -> None:
        changed = _changed_at(self._key_file)
        if self._key_file is None or changed == self._key_read:
            return
        self.signer = notes.Signer.load(self.signer.verifier.name, self._key_file)
        self._key_read = changed
        self._announce()

    def _announce(self) -> None:
        """Lay down the public keys of this epoch, the one on its way out first."""
        for verifier in reversed(self._signer().verifiers):
            checkpoints.announce_key(verifier, into=self.folder)

    def _signer(self) -> notes.Signer:
        """The keys under the name of the epoch; the first epoch keeps the name the key was given."""
        origin = self._epoch.origin
        return self.signer if self._epoch.number == 1 or origin is None else self.signer.named(origin)

    def _batch(self, cursor: "Cursor") -> int:
        assert self._frontier is not None  # noqa: S101  # _ready() comes first
        opens = self._epoch.entry if self._frontier.size == 0 else None
        taken = placing.take_first(cursor, opens) if opens else placing.take(cursor)
        if not taken:
            return 0
        waiting = placing.waiting(cursor, taken)
        first = self._epoch.first + self._frontier.size
        placed = [Placed(first + offset, entry, value) for offset, (entry, value) in enumerate(waiting)]
        if placed:
            placing.write(cursor, self._epoch, placed, self._grow(placed))
            self._sign(cursor)
        return len(taken)

    def _grow(self, placed: list[Placed]) -> list[Tile]:
        assert self._frontier is not None  # noqa: S101  # _ready() comes first
        return [tile for leaf in placed for tile in self._frontier.append(leaf.hash)]

    def _sign(self, cursor: "Cursor") -> None:
        assert self._frontier is not None  # noqa: S101  # _ready() comes first
        signer = self._signer()
        origin = self._epoch.origin or signer.verifier.name
        head = notes.Checkpoint(origin, self._frontier.size, self._frontier.root())
        row = (self._epoch.first + head.size, head.root, signer.sign(head), signer.verifier.key_id.hex())
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


def _changed_at(path: Path | None) -> int | None:
    """When the key file was last changed. Raises OSError where it has gone."""
    return None if path is None else path.stat().st_mtime_ns
