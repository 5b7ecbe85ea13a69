"""Migrations lock nothing for long, and every one has a way back."""

import os
import runpy
import sys
from pathlib import Path

import psycopg2
import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState
from django.db.models.functions import Now

from audit.ids import new_id
from tests.architecture.migration_rules import faults
from tests.architecture.test_laws import FLOORS, ROOT

# The migrations of the first release: on an empty database nothing waits. Add to it only before that release.
BASELINE = set((Path(__file__).parent / "migrations-of-0.1.0.txt").read_text().split())
ADVICE = "see tests/architecture/migration_rules.py; until 0.1.0 is released, migrations-of-0.1.0.txt may take it"


def test_no_migration_locks_a_full_table_for_long() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    found = {}
    for app, name in sorted(key for key in loader.disk_migrations if key[0] in FLOORS):
        if f"{app}.{name}" not in BASELINE:
            before = loader.project_state((app, name), at_end=False)
            if wrong := faults(loader.disk_migrations[app, name], before):
                found[f"{app}.{name}"] = wrong
    assert found == {}, ADVICE


def test_the_baseline_names_only_what_exists() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    assert BASELINE - {f"{app}.{name}" for app, name in loader.disk_migrations} == set()


@pytest.fixture
def state() -> ProjectState:
    made = ProjectState()
    columns = [("id", models.UUIDField(primary_key=True)), ("code", models.CharField(max_length=20, null=True))]
    migrations.CreateModel("Parcel", columns).state_forwards("jobs", made)
    return made


RULE = models.CheckConstraint(condition=models.Q(code="a"), name="rule")
INDEX = models.Index(fields=["code"], name="by_code")


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (migrations.AddField("parcel", "token", models.UUIDField(default=new_id)), "computed once"),
        (migrations.AddField("parcel", "seen_at", models.DateTimeField(db_default=Now())), "for each row"),
        (migrations.AddField("parcel", "mark", models.IntegerField(null=True, db_index=True)), "brings an index"),
        (migrations.AddIndex("parcel", INDEX), "AddIndexConcurrently"),
        (AddIndexConcurrently("parcel", INDEX), "atomic = False"),
        (migrations.AddConstraint("parcel", RULE), "AddConstraintNotValid"),
        (migrations.AlterField("parcel", "code", models.IntegerField(null=True)), "another column type"),
        (migrations.AlterField("parcel", "code", models.CharField(max_length=20)), "SET NOT NULL"),
        (migrations.RunSQL("CREATE INDEX x ON parcel (code)", "DROP INDEX x"), "CONCURRENTLY"),
        (migrations.RunSQL("ALTER TABLE parcel ADD CONSTRAINT c CHECK (true)", ""), "NOT VALID"),
        (migrations.RunSQL("DELETE FROM parcel"), "no way back"),
        (migrations.RunPython(lambda apps, editor: None), "no way back"),
    ],
)
def test_the_rules_find_what_would_lock(state: ProjectState, operation, words: str) -> None:
    (fault, *_) = faults(_step(operation), state)
    assert words in fault


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("parcel", "note", models.CharField(max_length=9, default="")),
        migrations.AddField("parcel", "seen_at", models.DateTimeField(null=True)),
        migrations.AlterField("parcel", "code", models.CharField(max_length=90, null=True)),
        AddConstraintNotValid("parcel", RULE),
        migrations.RemoveConstraint("parcel", "rule"),
    ],
)
def test_the_rules_let_pass_what_takes_a_moment(state: ProjectState, operation) -> None:
    if isinstance(operation, migrations.RemoveConstraint):
        migrations.AddConstraint("parcel", RULE).state_forwards("jobs", state)
    assert faults(_step(operation), state) == []


def test_a_table_made_in_the_same_step_is_empty(state: ProjectState) -> None:
    columns = [("id", models.UUIDField(primary_key=True)), ("code", models.CharField(max_length=20))]
    step = _step(migrations.CreateModel("Crate", columns), migrations.AddIndex("crate", INDEX))
    assert faults(step, state) == []


def _step(*operations) -> Migration:
    made = Migration("0002_next", "jobs")
    made.operations = list(operations)
    return made


@pytest.mark.parametrize(("command", "timeout"), [("migrate", "5s"), ("upgrade", "5s"), ("pump", "0")])
def test_whoever_changes_tables_does_not_let_others_queue_behind(
    monkeypatch: pytest.MonkeyPatch, django_db_setup: None, command: str, timeout: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["manage.py", command])
    monkeypatch.setattr("django.core.management.execute_from_command_line", lambda argv: None)
    for name in ("DATABASE_URL", "PORTAL_APP_URL", "PGOPTIONS"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    monkeypatch.delenv("PGOPTIONS")
    runpy.run_path(str(ROOT / "manage.py"), run_name="__main__")
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == (timeout,)
    finally:
        connection.close()
