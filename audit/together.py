"""Many new rows and entries of one act, written together.

A verb saves and records as always. Inside `gathering()` its new rows, their later changes and all entries wait, and go
to the database in one statement a table when the outermost block ends, still in the caller's transaction: the deferred
constraint triggers see rows and entries at COMMIT as ever. Whoever reads or changes a table meanwhile is shown what
waits for it: a statement that names the table writes the waiting rows first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import connection, models, transaction

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")
Deed = Callable[[list[Any]], object]

ROWS_A_STATEMENT = 500
ENTRIES = "INSERT INTO audit.entry (id, leaf) SELECT * FROM unnest(%s::uuid[], %s::text[])"
_ENTRY_TABLE = "entry"


class Unit:
    """What waits: rows by model in the order they were made, leaves, and what to do once all is committed."""

    def __init__(self, parent: Unit | None) -> None:
        self.parent = parent
        self.rows: dict[type[models.Model], dict[int, models.Model]] = {}
        self.leaves: list[tuple[UUID, str]] = []
        self.after: dict[Deed, list[Any]] = {}
        self.known: dict[str, Any] = {} if parent is None else parent.known

    def give_to(self, other: Unit) -> None:
        """Hand everything on: the inner act succeeded."""
        for model, rows in self.rows.items():
            other.rows.setdefault(model, {}).update(rows)
        other.leaves += self.leaves
        for deed, values in self.after.items():
            other.after.setdefault(deed, []).extend(values)

    def write(self) -> None:
        """Write all rows and entries."""
        while self.rows:
            _, rows = self.rows.popitem()
            _insert(list(rows.values()))
        self._write_leaves()

    def write_named(self, sql: str) -> None:
        """Write what waits for the tables that a statement names, so that it sees them."""
        for model in [model for model in self.rows if model._meta.db_table in sql]:
            _insert(list(self.rows.pop(model).values()))
        if self.leaves and _ENTRY_TABLE in sql and "audit" in sql:
            self._write_leaves()
        if self.parent is not None:
            self.parent.write_named(sql)

    def _write_leaves(self) -> None:
        leaves, self.leaves = self.leaves, []
        for start in range(0, len(leaves), ROWS_A_STATEMENT):
            part = leaves[start : start + ROWS_A_STATEMENT]
            with connection.cursor() as cursor:
                cursor.execute(ENTRIES, [[entry for entry, _ in part], [leaf for _, leaf in part]])


_current: ContextVar[Unit | None] = ContextVar("together", default=None)


@contextmanager
def gathering() -> Iterator[None]:
    """Let new rows and entries wait until the block ends. Inside a transaction only; blocks may lie in one another.

    What an inner block gathered is dropped when an exception leaves it: wrap in one what may fail and be caught.
    """
    outer = _current.get()
    if outer is None and not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Rows can wait for each other only inside a transaction.")
    unit = Unit(outer)
    token = _current.set(unit)
    try:
        if outer is None:
            with connection.execute_wrapper(_show_what_waits):
                yield
        else:
            yield
    finally:
        _current.reset(token)
    if outer is not None:
        unit.give_to(outer)
        return
    unit.write()
    for deed, values in unit.after.items():
        transaction.on_commit(partial(deed, values), robust=True)


def hold(row: models.Model) -> bool:
    """Keep a new row back until the block ends. False outside a block: the caller writes it himself."""
    unit = _current.get()
    if unit is None:
        return False
    unit.rows.setdefault(type(row), {})[id(row)] = row
    return True


def held(model: type[M]) -> list[M]:
    """The rows of a model that wait in the innermost block. They may still be changed."""
    unit = _current.get()
    return [] if unit is None else list(unit.rows.get(model, {}).values())  # type: ignore[arg-type]  # kept by their model


def hold_leaf(entry: UUID, leaf: str) -> bool:
    """Keep a ledger entry back until the block ends. False outside a block."""
    unit = _current.get()
    if unit is not None:
        unit.leaves.append((entry, leaf))
    return unit is not None


def known(name: str, read: Callable[[], T]) -> T:
    """What `read()` gives; within a block it is read once, so that all rows of one act follow the same rules."""
    unit = _current.get()
    if unit is None:
        return read()
    if name not in unit.known:
        unit.known[name] = read()
    return cast("T", unit.known[name])


def once_committed(deed: Deed, value: object) -> None:
    """Call `deed([value])` after commit; within a block one call for all values, in their order."""
    unit = _current.get()
    if unit is None:
        transaction.on_commit(partial(deed, [value]), robust=True)
    else:
        unit.after.setdefault(deed, []).append(value)


def _insert(rows: Sequence[models.Model]) -> None:
    type(rows[0])._base_manager.bulk_create(rows, batch_size=ROWS_A_STATEMENT)


def _show_what_waits(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    unit = _current.get()
    if unit is not None:
        unit.write_named(sql)
    return execute(sql, params, many, context)
