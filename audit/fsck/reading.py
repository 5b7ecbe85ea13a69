"""How a check reads: plain SQL, so that no model stands between it and the tables."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

STEP = 5000


def entry_at(index: int) -> str | None:
    rows = fetch("SELECT entry_id::text FROM audit.leaf WHERE leaf_index = %s", [index])
    return rows[0][0] if rows else None


def place_of(entry: str) -> int | None:
    rows = fetch("SELECT leaf_index FROM audit.leaf WHERE entry_id = %s::uuid", [entry])
    return rows[0][0] if rows else None


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def fetch(statement: str, values: Sequence[str | int] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, tuple(values))
        return list(cursor.fetchall())


def stream(statement: str) -> Iterator[tuple[Any, ...]]:
    """Read a large table in steps, through a cursor that stays on the server."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        yield from cursor
