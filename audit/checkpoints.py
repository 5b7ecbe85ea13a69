"""Signed checkpoints leave the database: a copy outside it is what a rewritten history cannot satisfy.

In the folder lie `latest` (the newest note), one file a day with every note (JSON lines), and `log.vkey` (the public
keys, one a line). Copy the folder to another machine or to write-once storage.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from audit import notes

LATEST = "latest"
KEYS = "log.vkey"


def folder() -> Path:
    """Return where this portal lays down its checkpoints."""
    return Path(settings.CHECKPOINTS_DIR)


def publish(note: str, *, into: Path, signed_at: datetime) -> str:
    """Append a note to the file of its day and make it the latest. Returns the name of the file."""
    into.mkdir(mode=0o755, parents=True, exist_ok=True)
    day = into / f"{signed_at.astimezone(UTC):%Y-%m-%d}.jsonl"
    line = json.dumps({"size": notes.read_text(note).size, "note": note}, ensure_ascii=False)
    with day.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft = into / f".{LATEST}"
    draft.write_text(note, encoding="utf-8")
    draft.replace(into / LATEST)
    return day.name


def published(source: Path) -> Iterator[tuple[int, str]]:
    """Yield size and text of every note ever laid down here, oldest file first.

    A line cut off by a power failure is left out: its checkpoint was never marked as published and comes again.
    """
    for day in sorted(source.glob("*.jsonl")):
        with day.open(encoding="utf-8") as file:
            for line in file:
                if line.endswith("\n"):
                    row = json.loads(line)
                    yield row["size"], row["note"]


def announce_key(verifier: notes.Verifier, *, into: Path) -> None:
    """Lay down the public key beside the checkpoints, below those of earlier keys."""
    into.mkdir(mode=0o755, parents=True, exist_ok=True)
    known = keys(into)
    if verifier not in known:
        lines = [f"{key}\n" for key in [*known, verifier]]
        (into / KEYS).write_text("".join(lines), encoding="utf-8")


def keys(source: Path) -> list[notes.Verifier]:
    """Return the public keys laid down beside the checkpoints."""
    path = source / KEYS
    if not path.exists():
        return []
    return [notes.parse_vkey(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def fingerprint() -> str:
    """Return the fingerprint of the key that signs now, as letters print it; empty before the first signature."""
    known = keys(folder())
    return known[-1].fingerprint if known else ""
