"""What a migration may do to a table that is full and in use: nothing that locks it for longer than a moment.

PostgreSQL adds a column with a constant default, or one that may be NULL, without touching the rows. It reads or
rewrites all of them, while everybody waits, for an index without CONCURRENTLY, a constraint without NOT VALID, another
column type, or a default that differs by row.
"""

import re
from collections.abc import Iterator

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import connection, migrations
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED, Expression, Field

SLOW_SQL = {
    r"create\s+(unique\s+)?index(?!\s+concurrently)": "an index is built CONCURRENTLY, with atomic = False",
    r"add\s+constraint(?!.*not\s+valid)": "a constraint is added NOT VALID and validated in the next migration",
    r"alter\s+column\s+\S+\s+(set\s+data\s+)?type": "another column type rewrites the table: add a column instead",
    r"set\s+not\s+null": "SET NOT NULL reads the whole table: add a CHECK NOT VALID first",
}


def faults(migration: Migration, state: ProjectState) -> list[str]:
    """What is wrong with a migration. `state` is the one before it, and is moved on."""
    found: list[str] = []
    new: set[str] = set()
    for operation in migration.operations:
        if isinstance(operation, migrations.CreateModel):
            new.add(operation.name_lower)
        found += [f"{type(operation).__name__}: {fault}" for fault in _faults(operation, migration, state, new)]
        operation.state_forwards(migration.app_label, state)
    return found


def _faults(operation: Operation, migration: Migration, state: ProjectState, new: set[str]) -> Iterator[str]:
    if not operation.reversible:
        yield "no way back: an upgrade that fails later could not restore the state before"
    if isinstance(operation, migrations.RunSQL):
        yield from _of_sql(operation, new)
    if getattr(operation, "model_name", "").lower() not in new:  # else its table is empty
        yield from _of_full_table(operation, migration, state)


def _of_full_table(operation: Operation, migration: Migration, state: ProjectState) -> Iterator[str]:
    if isinstance(operation, migrations.AddField):
        yield from _of_new_column(operation.field)
    elif isinstance(operation, migrations.AlterField):
        yield from _of_changed_column(operation, migration.app_label, state)
    elif isinstance(operation, AddIndexConcurrently):
        if migration.atomic:
            yield "CONCURRENTLY needs atomic = False"
    elif isinstance(operation, ValidateConstraint) and len(migration.operations) > 1:
        yield "validating stands alone in its migration: another step would hold its lock meanwhile"
    elif isinstance(operation, migrations.AddIndex):
        yield "use AddIndexConcurrently, in a migration with atomic = False"
    elif isinstance(operation, migrations.AddConstraint) and not isinstance(operation, AddConstraintNotValid):
        yield "use AddConstraintNotValid, and ValidateConstraint in the next migration"


def _of_sql(operation: migrations.RunSQL, new: set[str]) -> Iterator[str]:
    texts = [operation.sql] if isinstance(operation.sql, str) else [str(part) for part in operation.sql]
    for statement in "\n".join(texts).lower().split(";"):
        if not any(table in statement for table in new):
            yield from (advice for pattern, advice in SLOW_SQL.items() if re.search(pattern, statement, re.S))


def _of_new_column(field: Field) -> Iterator[str]:
    constant = isinstance(field.db_default, list | dict | str | int)
    if field.default is not NOT_PROVIDED and callable(field.default) and not field.null and not constant:
        yield "a default that is computed once is the same for all old rows: let it be NULL, fill it later"
    if isinstance(field.db_default, Expression):
        yield "a default that the database computes for each row rewrites the table"
    if field.unique or (field.db_index and not field.many_to_many):
        yield "the column brings an index: add it without, then the index CONCURRENTLY"


def _of_changed_column(operation: migrations.AlterField, app: str, state: ProjectState) -> Iterator[str]:
    old, new = state.models[app, operation.model_name_lower].get_field(operation.name), operation.field
    if _type(old) != _type(new):
        yield "another column type rewrites the table: add a column instead"
    if old.null and not new.null:
        yield "SET NOT NULL reads the whole table: add a CHECK NOT VALID first"
    if (new.unique and not old.unique) or (new.db_index and not old.db_index):
        yield "the column gets an index: build it CONCURRENTLY"


def _type(field: Field) -> str:
    """The column's type; a longer text is the same one."""
    if field.is_relation:
        return "reference"
    return re.sub(r"varchar\(\d+\)", "varchar", field.db_type(connection) or "")
