"""The trees in the layout of c2sp.org/tlog-tiles, and every checkpoint over them.

Nothing is put right here: a text that was edited or is gone, a tile or a note that was altered go into the bundle as
they are, so that the verifier finds what happened.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from audit import checkpoints
from audit.bundle.archive import INSTANT, Archive, Broken, stream
from audit.epochs import Epoch, end_of
from audit.merkle import TILE_WIDTH, Frontier, Tile

MISSING = (None, b"\x00" * 32, "")
_HEAD = "SELECT tree_size, note FROM audit.checkpoint WHERE tree_size > %s AND tree_size <= %s ORDER BY 1 DESC LIMIT 1"
_LEAVES = (
    f"SELECT l.leaf_index, e.leaf, l.leaf_hash, {INSTANT.format('e.recorded_at')} FROM audit.leaf l "  # noqa: S608  # constants of this module
    "LEFT JOIN audit.entry e ON e.id = l.entry_id WHERE l.leaf_index >= %s AND l.leaf_index < %s ORDER BY l.leaf_index"
)
_TILE = "SELECT hashes FROM audit.tile WHERE epoch = %s AND level = %s AND idx = %s"
_NOTES = f"SELECT note, {INSTANT.format('signed_at')} FROM audit.checkpoint ORDER BY tree_size"  # noqa: S608  # constants of this module
_PUBLICATIONS = f"SELECT tree_size, channel, ref, {INSTANT.format('at')} FROM audit.publication ORDER BY 1, 2"  # noqa: S608  # constants of this module
FOREVER = 2**62

Leaf = tuple[str | None, bytes, str]


@dataclass(frozen=True)
class Log:
    """One epoch as it lies in a bundle: in which folder, where it begins, its newest checkpoint."""

    number: int
    prefix: str
    origin: str
    first: int
    end: int
    size: int
    note: str


def layout(eras: Sequence[Epoch]) -> list[Log]:
    """Return the epochs that have a checkpoint, oldest first; the last of them lies at the root."""
    found = [log for era in eras if (log := _log(era, end_of(eras, era) or FOREVER))]
    return [*found[:-1], *(Log(**{**vars(log), "prefix": ""}) for log in found[-1:])]


def _log(era: Epoch, end: int) -> Log | None:
    with connection.cursor() as cursor:
        cursor.execute(_HEAD, [era.first, end])
        head = cursor.fetchone()
    if head is None:
        return None
    size, note = head
    return Log(era.number, f"earlier/{era.number}/", era.origin or "", era.first, end, size - era.first, note)


def write_notes(archive: Archive, folder: Path) -> None:
    """Every checkpoint ever signed: those of the database, those laid down outside it, and where they were sent."""
    archive.table("checkpoints.jsonl", _notes(folder))
    names = ("size", "channel", "ref", "at")
    archive.table("publications.jsonl", (dict(zip(names, row, strict=True)) for row in stream(_PUBLICATIONS)))


def _notes(folder: Path) -> Iterator[Mapping[str, Any]]:
    for note, signed_at in stream(_NOTES):
        yield {"note": note, "kept": "database", "signed_at": signed_at}
    if folder.is_dir():
        for _size, note in checkpoints.published(folder):
            yield {"note": note, "kept": "folder"}


def write_tree(archive: Archive, log: Log) -> int:
    """Write the entries and tiles of one epoch. Returns the number of entries."""
    frontier, batch = Frontier(), list[Leaf]()
    for leaf in _leaves(log):
        batch.append(leaf)
        for level, index, hashes in frontier.append(leaf[1]):
            archive.put(tile_path(log, str(level), index), _stored(log, level, index) or hashes)
        if len(batch) == TILE_WIDTH:
            _write_entries(archive, log, frontier.size, batch)
            batch.clear()
    if batch:
        _write_entries(archive, log, frontier.size, batch)
    for level, index, hashes in _edge(frontier):
        archive.put(tile_path(log, str(level), index, len(hashes) // 32), hashes)
    return frontier.size


def _leaves(log: Log) -> Iterator[Leaf]:
    """The leaves in their order. One that is missing from the tables stands as an empty text."""
    expected = log.first
    for index, text, value, recorded in stream(_LEAVES, [log.first, log.end]):
        if not expected <= index <= expected + TILE_WIDTH:
            raise Broken(f"place {expected} of the ledger is missing or taken twice; check_ledger says more")
        while expected < index:
            yield MISSING
            expected += 1
        yield text, bytes(value), recorded or ""
        expected += 1


def _write_entries(archive: Archive, log: Log, size: int, batch: Sequence[Leaf]) -> None:
    texts = [(text or "").encode() for text, _, _ in batch]
    place, width = (size - 1) // TILE_WIDTH, len(batch)
    raw = b"".join(len(text).to_bytes(2, "big") + text for text in texts)
    archive.put(tile_path(log, "entries", place, width), raw)
    archive.put(tile_path(log, "recorded", place, width), "".join(f"{recorded or '-'}\n" for _, _, recorded in batch))


def _stored(log: Log, level: int, index: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(_TILE, [log.number, level, index])
        row = cursor.fetchone()
    return bytes(row[0]) if row else b""


def _edge(frontier: Frontier) -> Iterator[Tile]:
    """The tiles at the right edge that are not full yet."""
    for level, hashes in enumerate(frontier.edge):
        if hashes:
            yield level, (frontier.size >> 8 * level) // TILE_WIDTH, b"".join(hashes)


def tile_path(log: Log, kind: str, index: int, width: int = TILE_WIDTH) -> str:
    """Return the name of a tile: groups of three digits, all but the last marked with x; partial ones say how wide."""
    name, high = f"{index % 1000:03d}", index // 1000
    while high:
        name, high = f"x{high % 1000:03d}/{name}", high // 1000
    return f"{log.prefix}tile/{kind}/{name}" + (f".p/{width}" if width < TILE_WIDTH else "")
