"""Many open requests, copied inside the database from one that the portal filed itself: rows, and entries if wanted.

What is personal in a copy cannot be opened, as it is sealed for the mould's row. Duties without a letter never look.
"""

# ruff: noqa: S608  # names of tables and columns come from the catalogue of our own database

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

Execute = Callable[..., Any]
SUBMISSION, REQUEST = "requests_app_submission", "requests_app_privacyrequest"
ROWS_A_STEP = 25_000
# What the references of copies look like, and those of the portal do not.
COPIED = r"^[A-Z]{2}-[0-9]{8}$"
_COLUMNS = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
_NEW = """
CREATE TEMP TABLE crowd ON COMMIT DROP AS
SELECT uuidv7() AS id, uuidv7() AS submission_id, %s || lpad((%s + n)::text, 8, '0') AS reference
FROM generate_series(1, %s) AS n
"""
_ENTRIES = """
INSERT INTO audit.entry (id, leaf)
SELECT fresh, replace(replace(replace(replace(leaf, old::text, fresh::text), mould::text, id::text),
                              mould_submission::text, submission_id::text), mould_reference, reference)
FROM (SELECT c.*, e.leaf, e.id AS old, m.id AS mould, m.submission_id AS mould_submission,
             m.reference AS mould_reference, uuidv7() AS fresh
      FROM {request} AS m JOIN audit.entry AS e ON e.subject_id IN (m.id, m.submission_id) CROSS JOIN crowd AS c
      WHERE m.reference = %s) AS copied
"""
_MARKS = """
INSERT INTO requests_app_dutymark (id, request_id, duty, due_by, at)
SELECT uuidv7(), c.id, duty, %s, %s FROM crowd AS c CROSS JOIN unnest(%s::text[]) AS duty
"""


@dataclass(frozen=True)
class Group:
    """So many requests of one age. `done` are the marks of what was done for them already."""

    count: int
    day_zero: date
    respond_by: date
    done: tuple[str, ...] = ()


def multiply(execute: Execute, groups: list[Group], *, mould: str, entries: bool) -> None:
    """Copy the request with the reference `mould`. `execute` runs one statement and gives its rows.

    The caller's connection commits after each `COMMIT`. Without `entries` the guards of the ledger must be off.
    """
    number = 0
    for group in groups:
        for count in _steps(group.count):
            execute("BEGIN")
            execute(_NEW, [f"{mould[:2]}-", number, count])
            _copy(execute, SUBMISSION, _submission(group), mould)
            _copy(execute, REQUEST, _request(group), mould)
            if entries:
                execute(_ENTRIES.format(request=REQUEST), [mould])
            if group.done:
                execute(_MARKS, [group.respond_by, _noon(group.day_zero), list(group.done)])
            execute("COMMIT")
            number += count


def _steps(count: int) -> Iterator[int]:
    for start in range(0, count, ROWS_A_STEP):
        yield min(ROWS_A_STEP, count - start)


def _copy(execute: Execute, table: str, others: dict[str, tuple[str, list[object]]], mould: str) -> None:
    """One row of the table for each of the crowd; columns that are not among `others` are the mould's."""
    names = [str(row[0]) for row in execute(_COLUMNS, [table])]
    cells = [others[name][0] if name in others else f'm."{name}"' for name in names]
    values = [value for name in names if name in others for value in others[name][1]]
    columns = ", ".join(f'"{name}"' for name in names)
    row = f"SELECT m.* FROM {REQUEST} AS r JOIN {table} AS m ON m.id IN (r.id, r.submission_id) WHERE r.reference = %s"
    chosen = f"SELECT {', '.join(cells)} FROM crowd AS c CROSS JOIN ({row}) AS m"
    execute(f"INSERT INTO {table} ({columns}) {chosen}", [*values, mould])


def _submission(group: Group) -> dict[str, tuple[str, list[object]]]:
    noon = [_noon(group.day_zero)]
    return {
        "id": ("c.submission_id", []),
        "access_code_hash": ("sha256(convert_to(c.id::text, 'UTF8'))", []),
        "received_at": ("%s::timestamptz", list(noon)),
        "filed_at": ("%s::timestamptz", list(noon)),
    }


def _request(group: Group) -> dict[str, tuple[str, list[object]]]:
    # The last second of the day in Wisconsin, in winter as in summer not earlier.
    last = datetime.combine(group.respond_by + timedelta(days=1), time(5, 59, 59), tzinfo=UTC)
    return {
        "id": ("c.id", []),
        "submission_id": ("c.submission_id", []),
        "reference": ("c.reference", []),
        "received_at": ("%s::timestamptz", [_noon(group.day_zero)]),
        "day_zero": ("%s::date", [group.day_zero]),
        "respond_by": ("%s::date", [group.respond_by]),
        "work_by": ("%s::date", [group.respond_by]),
        "respond_at": ("%s::timestamptz", [last]),
    }


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(18), tzinfo=UTC)
