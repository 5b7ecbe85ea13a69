"""Lines into tables by COPY, as the application's own role; every trigger and constraint holds as for everybody."""

from collections.abc import Iterator
from io import StringIO

from django.db import connection, transaction

from dsar_portal.demo.bulk.copies import Copier, Copy, Lines

ENTRIES = "audit.entry"


def write(copies: list[tuple[Copier, Copy]]) -> dict[str, int]:
    """Write some copies, rows and entries, in one transaction. Gives how many lines went into each table."""
    lines: Lines = {}
    columns: dict[str, str] = {ENTRIES: "id, leaf"}
    for copier, copy in copies:
        copier.add(copy, lines)
        columns |= {table: names for table, names, _rows in copier.mould.tables}
    with transaction.atomic(), connection.cursor() as cursor:
        for table, names, found in _in_order(columns, lines):
            # The driver's own cursor: Django's wrapper knows no COPY.
            cursor.cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", StringIO("".join(found)))
    return {table: len(found) for table, found in lines.items()}


def _in_order(columns: dict[str, str], lines: Lines) -> Iterator[tuple[str, str, list[str]]]:
    """Entries first: what the rows' triggers look for is then warm in memory."""
    for table in sorted(lines, key=lambda name: name != ENTRIES):
        yield table, columns[table], lines[table]
