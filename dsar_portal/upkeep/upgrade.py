"""From the tables of an earlier release to those of this one; if a step fails, back to the state before."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration

from audit import ledger
from audit import selectors as entries
from audit.actors import Actor, Subject

BY = Actor.system("upgrade")
# Somebody holds a table for a moment: what was applied stays, and the step is tried again.
TRIES, PAUSE_SECONDS = 4, 2.0
INVALID = (
    "SELECT n.nspname || '.' || c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT i.indisvalid AND n.nspname IN ('public', 'audit')"
)
Say = Callable[[str], None]


class Refused(Exception):
    """Nothing was changed; the text says why."""


class Failed(Exception):
    """A step failed. `restored` tells whether the database is as it was before."""

    def __init__(self, step: str, cause: str, *, restored: bool) -> None:
        after = "The database is as it was before." if restored else "Restore the backup: script/manage restore DIR."
        super().__init__(f"{step} failed ({cause}). {after}")
        self.restored = restored


@dataclass(frozen=True)
class Upgraded:
    """What was done: the release before, how many steps, and how old the last backup is (None: none on record)."""

    version: str
    previous: str
    migrations: list[str]
    backup_age: timedelta | None


def upgrade(*, now: datetime, say: Say, max_backup_age: timedelta | None) -> Upgraded:
    """Bring the tables up to date. `max_backup_age` None: whoever asks answers for the backup.

    Raises `Refused` for a database that is newer than this software, or without a fresh backup; `Failed`.
    """
    executor = MigrationExecutor(connection)
    before = set(executor.loader.applied_migrations)
    _refuse_newer(before - set(executor.loader.disk_migrations))
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    previous, age = _previous(before), _backup_age(before, now)
    if plan and before and max_backup_age is not None and (age is None or age > max_backup_age):
        raise Refused(_no_backup(age))
    if plan:
        say(f"Applying {len(plan)} migrations")
        _migrate(before)
    done = Upgraded(settings.SOFTWARE_VERSION, previous, [_name(step) for step in plan], age)
    if plan or previous != settings.SOFTWARE_VERSION:
        _record(done, now)
    return done


def _refuse_newer(unknown: set[tuple[str, str]]) -> None:
    if unknown:
        app, name = min(unknown)
        raise Refused(
            f"This database is newer than this software: it has {app}.{name}, which is not known here. Nothing was "
            "changed. Install the newer release, or restore a backup made by this one."
        )


def _no_backup(age: timedelta | None) -> str:
    have = "There is no backup on record."
    if age is not None:
        have = f"The last backup is {age.total_seconds() / 3600:.0f} h old."
    return f"{have} Make one with script/manage backup --out DIR, then upgrade. Nothing was changed."


def _migrate(before: set[tuple[str, str]]) -> None:
    for attempt in range(1, TRIES + 1):
        try:
            call_command("migrate", interactive=False, verbosity=0)
            return
        except Exception as trouble:  # whatever a step raises, the state before has to come back
            if not isinstance(trouble, OperationalError) or attempt == TRIES:
                raise _rolled_back(before, trouble) from trouble
            time.sleep(PAUSE_SECONDS)


def _rolled_back(before: set[tuple[str, str]], trouble: Exception) -> Failed:
    """Undo the steps of this run, the last one first."""
    executor = MigrationExecutor(connection)
    applied = executor.loader.applied_migrations
    everything = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    ours = [step for step, _ in everything if (step.app_label, step.name) in applied.keys() - before]
    failed = next((_name(step) for step, _ in everything if (step.app_label, step.name) not in applied), "A migration")
    cause = type(trouble).__name__
    try:
        executor.migrate([], plan=[(step, True) for step in reversed(ours)])
        _drop_half_built_indexes()
    except (DatabaseError, IrreversibleError):
        return Failed(failed, cause, restored=False)
    return Failed(failed, cause, restored=True)


def _drop_half_built_indexes() -> None:
    """An index that was being built while everybody worked is left invalid when that fails."""
    with connection.cursor() as cursor:
        cursor.execute(INVALID)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")


def _previous(before: set[tuple[str, str]]) -> str:
    """The release that wrote the newest entry."""
    last = entries.find_entries(limit=1) if ("audit", "0001_initial") in before else []
    return str(json.loads(last[0].leaf)["ver"]) if last else "none"


def _backup_age(before: set[tuple[str, str]], now: datetime) -> timedelta | None:
    made = entries.find_entries(action="backup.made", limit=1) if ("audit", "0001_initial") in before else []
    return now - made[0].at if made else None


@transaction.atomic
def _record(done: Upgraded, now: datetime) -> None:
    facts: dict[str, str | int] = {
        "version": done.version,
        "previous": done.previous,
        "migrations": len(done.migrations),
    }
    subject = Subject.event("software")
    ledger.record("software.upgraded", actor=BY, subject=subject, at=now, facts=facts)


def _name(step: Migration) -> str:
    return f"{step.app_label}.{step.name}"
