"""The journal: what was erased, held or stopped, kept outside the database for the day it is restored from a backup.

One JSON object a line, appended and flushed, in `DSAR_DATA_DIR/journal/`. Copy the folder to another machine, often.
It names entries, rows and codes, for an opt-out the keyed hash and the sealed contact point, for a legal hold the
keyed hashes of the person and the sealed case number, for a report of a child's data its sealed words: nothing in
clear.
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings

FILE = "deeds.jsonl"
CURSOR = "place"
REPLAYED = "journal.replayed"
TAIL_BYTES = 64 * 1024


@dataclass(frozen=True)
class Line:
    """One deed: its entry, its place in the tree, and what a restored database needs to do it again."""

    entry: str
    place: int
    at: str
    action: str
    subject: str
    request: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def entry_id(self) -> UUID:
        return UUID(self.entry)


class Journal:
    """The journal in one folder. Several processes may append; one at a time does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / FILE

    def lines(self) -> Iterator[Line]:
        """Every deed, each once, in the order of the tree. A line cut off by a power failure comes again."""
        seen: set[str] = set()
        for line in self._all():
            if line.entry not in seen:
                seen.add(line.entry)
                if line.action != REPLAYED:
                    yield line

    def last(self) -> Line | None:
        """The newest line, the mark of a replay included; None for an empty journal. Reads the end of the file only."""
        with contextlib.suppress(FileNotFoundError), self.file.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - TAIL_BYTES))
            whole = [raw for raw in file.read().split(b"\n")[:-1] if raw.startswith(b"{") and raw.endswith(b"}")]
            return _line(whole[-1]) if whole else None
        return None

    def place(self) -> int:
        """The place in the tree up to which the ledger has been copied."""
        with contextlib.suppress(FileNotFoundError, ValueError):
            return int((self.folder / CURSOR).read_text())
        return 0

    @contextlib.contextmanager
    def writing(self) -> Iterator["Writer | None"]:
        """The right to append, or None while somebody else has it."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield None
                return
            yield Writer(self, file)

    def _all(self) -> Iterator[Line]:
        with contextlib.suppress(FileNotFoundError), self.file.open("rb") as file:
            for raw in file:
                if raw.endswith(b"}\n"):
                    yield _line(raw)


class Writer:
    """Appends to a journal while it holds the lock."""

    def __init__(self, journal: Journal, file: BinaryIO) -> None:
        self._journal, self._file = journal, file

    def append(self, lines: list[Line], *, place: int) -> None:
        """Lay down lines, flushed to the disk, then the place up to which they reach."""
        if lines:
            self._cut_torn_line()
            for line in lines:
                self._file.write(json.dumps(asdict(line), separators=(",", ":")).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        draft = self._journal.folder / f".{CURSOR}"
        draft.write_text(str(place))
        draft.replace(self._journal.folder / CURSOR)

    def _cut_torn_line(self) -> None:
        size = self._file.seek(0, os.SEEK_END)
        self._file.seek(max(0, size - TAIL_BYTES))
        tail = self._file.read()
        keep = size - len(tail) + tail.rfind(b"\n") + 1
        self._file.seek(keep)
        self._file.truncate()


def journal() -> Journal:
    """This portal's journal."""
    return Journal(Path(settings.DATA_DIR) / "journal")


def _line(raw: bytes) -> Line:
    return Line(**json.loads(raw))
