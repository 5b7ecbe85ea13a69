"""The evidence bundle: the ledger as one zip file that can be checked without us (`audit/verifier/verify_ledger.py`).

The root of the zip is the running log in the layout of c2sp.org/tlog-tiles; ended epochs lie under `earlier/`. Beside
the trees lie every checkpoint known to the database or published outside it, the tables as they stand today, the public
keys, and the verifiers. Everything is read in one snapshot and written while it is read: memory does not grow.
"""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from audit import checkpoints, details, epochs
from audit.bundle import logs, proofs, tables
from audit.bundle.archive import Archive, Broken
from audit.bundle.readme import TEXT

__all__ = ["Broken", "Summary", "Unsigned", "write"]

FORMAT = "dsar-evidence/1"
VERIFIERS = Path(__file__).resolve().parent.parent / "verifier"


class Unsigned(Exception):
    """Nothing has been signed yet, so there is nothing to prove."""


@dataclass(frozen=True)
class Summary:
    """What went into a bundle. `tree_size` counts through all epochs."""

    entries: int
    tree_size: int
    unsequenced: int
    rows: int
    details: int


def write(
    file: IO[bytes],
    *,
    now: datetime,
    requests: Sequence[UUID] | None = None,
    with_details: bool = False,
    folder: Path | None = None,
) -> Summary:
    """Write a bundle to `file`, which need not be seekable: all of the ledger, or what belongs to some requests.

    `requests` are ids of privacy requests and submissions. The words behind entries are opened only `with_details`:
    they are personal data.
    Raises `Unsigned`, or `Broken` where the tables are too damaged to be laid out (`check_ledger` says more).
    """
    with transaction.atomic(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as zipped:
        if not connection.savepoint_ids:  # inside another transaction the snapshot is already taken
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return _write(Archive(zipped), now, requests, with_details, folder or checkpoints.folder())


def _write(
    archive: Archive, now: datetime, requests: Sequence[UUID] | None, with_details: bool, folder: Path
) -> Summary:
    with connection.cursor() as cursor:
        eras = epochs.read(cursor)
    layout = logs.layout(eras)
    if not layout:
        raise Unsigned("Nothing has been signed yet.")
    _front_matter(archive, now, requests, layout, folder)
    logs.write_notes(archive, folder)
    scope = None if requests is None else tables.scope_of(requests)
    return Summary(
        entries=proofs.write(archive, scope) if scope else sum(logs.write_tree(archive, log) for log in layout),
        tree_size=layout[-1].first + layout[-1].size,
        unsequenced=tables.write_unsequenced(archive, scope),
        rows=tables.write_rows(archive, scope),
        details=tables.write_details(archive, scope, details.open_text if with_details else None),
    )


def _front_matter(
    archive: Archive, now: datetime, requests: Sequence[UUID] | None, layout: Sequence[logs.Log], folder: Path
) -> None:
    about = {
        "format": FORMAT,
        "scope": "whole" if requests is None else "request",
        "made_at": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
        "software": settings.SOFTWARE_VERSION,
        "logs": [{"prefix": log.prefix, "first": log.first, "origin": log.origin} for log in layout],
        "row_types": tables.row_types(),
    }
    archive.put("README.txt", TEXT)
    archive.put("bundle.json", json.dumps(about, indent=1))
    archive.put("log.vkey", "".join(f"{key}\n" for key in checkpoints.keys(folder)))
    for log in layout:
        archive.put(f"{log.prefix}checkpoint", log.note)
    for tool in sorted(VERIFIERS.glob("verify_ledger.*")):
        archive.put(tool.name, tool.read_bytes())
