"""The zip file as the parts of a bundle see it, and how they read the tables: in steps."""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection


class Broken(Exception):
    """The tables are too damaged to be laid out as a tree."""


class Archive:
    """Puts whole files and long tables into a zip file."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        self._zip = zipped

    def put(self, name: str, content: str | bytes) -> None:
        """Add one small file."""
        self._zip.writestr(name, content)

    def table(self, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """Add a file of JSON lines, one a row, as they come. Returns how many."""
        count = 0
        with self._zip.open(name, "w", force_zip64=True) as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
                count += 1
        return count


def stream(statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """Read a large table through a cursor that stays on the server."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, tuple(values))
        yield from cursor


INSTANT = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
