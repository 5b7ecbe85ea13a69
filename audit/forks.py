"""The fork guard: what was published outside must be what lies in this database, or nothing is signed any more."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from audit import epochs as eras
from audit import notes
from audit.epochs import Epoch
from audit.merkle import Frontier
from audit.placing import Refused

if TYPE_CHECKING:
    from psycopg2.extensions import cursor as Cursor


def check_head(cursor: "Cursor", epoch: Epoch, frontier: Frontier) -> None:
    """Raise `Refused` unless the tree in the database is the one last signed in this epoch."""
    cursor.execute(
        "SELECT tree_size, root FROM audit.checkpoint WHERE tree_size > %s ORDER BY tree_size DESC LIMIT 1",
        [epoch.first],
    )
    last = cursor.fetchone()
    size, expected = (last[0] - epoch.first, bytes(last[1])) if last else (0, Frontier().root())
    if (frontier.size, frontier.root()) != (size, expected):
        raise Refused(f"the tree has {frontier.size} leaves and is not the one signed at {size}")


def check_published(cursor: "Cursor", epochs: Sequence[Epoch], published: Iterable[tuple[int, str]]) -> None:
    """Raise `Refused` if a note was published that is no checkpoint of this database.

    What an earlier epoch published and lost was said when the epoch after it was opened; `check_ledger` compares.
    """
    cursor.execute("SELECT tree_size, note FROM audit.checkpoint")
    known = {(notes.read_text(note).origin, notes.read_text(note).size): note for _, note in cursor.fetchall()}
    ended = {epoch.origin: end - epoch.first for epoch in epochs if (end := eras.end_of(epochs, epoch)) is not None}
    for size, note in published:
        origin = notes.read_text(note).origin
        if known.get((origin, size)) != note and size <= ended.get(origin, size):
            raise Refused(
                f"the checkpoint published at {size} entries is not in this database. It was restored from an older "
                "backup: open a new epoch of the ledger instead of writing its history a second time "
                "(script/manage open_epoch)."
            )
