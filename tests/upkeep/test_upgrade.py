"""The next release comes: all of it, or the state before."""

import json
import shutil
import threading
from datetime import datetime
from io import StringIO
from pathlib import Path
from textwrap import dedent

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from audit import ledger
from audit.actors import SYSTEM, Subject
from audit.selectors import find_entries
from dsar_portal.upkeep import upgrade
from tests.servers import ROOT

pytestmark = pytest.mark.usefixtures("as_owner")

COLUMN = 'migrations.RunSQL("ALTER TABLE jobs_job ADD COLUMN note text", "ALTER TABLE jobs_job DROP COLUMN note")'
INDEX = 'migrations.RunSQL("CREATE INDEX CONCURRENTLY job_note ON jobs_job (note)", "DROP INDEX CONCURRENTLY job_note")'
BROKEN = 'migrations.RunSQL("SELECT 1 / 0", "")'
# Two rows of one value: the index is left half built and invalid.
HALF = 'migrations.RunSQL("CREATE UNIQUE INDEX CONCURRENTLY once ON django_migrations (app)", "DROP INDEX once")'
ONE_WAY = 'migrations.RunSQL("CREATE TABLE never_back (id int)")'


class NextRelease:
    """Migrations that this software does not have yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "jobs" / "migrations", folder)
        self.last = sorted(path.stem for path in folder.glob("0*.py"))[-1]

    def step(self, name: str, operation: str, *, atomic: bool = True) -> None:
        text = f"""
            from django.db import migrations

            class Migration(migrations.Migration):
                atomic = {atomic}
                dependencies = [("jobs", "{self.last}")]
                operations = [{operation}]
        """
        (self.folder / f"{name}.py").write_text(dedent(text))
        self.last = name


@pytest.fixture
def release(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> NextRelease:
    package = f"next_{tmp_path.name.replace('-', '_')}"
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(upgrade, "PAUSE_SECONDS", 0.3)
    settings.MIGRATION_MODULES = {"jobs": package}
    return NextRelease(tmp_path / package)


def tables() -> list[tuple]:
    """Columns, indexes and applied migrations: the whole state that an upgrade may touch."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' "
            "UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' "
            "UNION ALL SELECT app, name, '' FROM django_migrations ORDER BY 1, 2, 3"
        )
        return cursor.fetchall()


def told(*options: str) -> dict:
    out = StringIO()
    call_command("upgrade", *options, "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


@transaction.atomic
def back_up(now: datetime) -> None:
    ledger.record("backup.made", actor=SYSTEM, subject=Subject.event("backup"), at=now, facts={"tree_size": 1})


def test_the_steps_of_the_next_release_are_applied_and_recorded(release: NextRelease, clock, now) -> None:
    back_up(now)
    release.step("0901_note", COLUMN)
    release.step("0902_index", INDEX, atomic=False)
    done = told()
    assert (done["migrations"], done["backup_age_hours"]) == (["jobs.0901_note", "jobs.0902_index"], 0.0)
    assert ("jobs_job", "note", "text") in tables()
    assert find_entries(action="software.upgraded")[0].facts["migrations"] == 2
    assert told()["migrations"] == []


@pytest.mark.parametrize("failing", [BROKEN, HALF])
def test_a_step_that_fails_brings_the_state_before_back(release: NextRelease, clock, now, failing: str) -> None:
    back_up(now)
    release.step("0901_note", COLUMN)
    release.step("0902_index", INDEX, atomic=False)
    release.step("0903_failing", failing, atomic=failing == BROKEN)
    before = tables()
    with pytest.raises(CommandError, match=r"jobs\.0903_failing failed .*is as it was before") as failed:
        told()
    assert failed.value.returncode == 1
    assert tables() == before
    assert find_entries(action="software.upgraded") == []


def test_a_step_without_a_way_back_says_to_restore(release: NextRelease, clock, now) -> None:
    back_up(now)
    release.step("0901_one_way", ONE_WAY)
    release.step("0902_failing", BROKEN)
    with pytest.raises(CommandError, match="Restore the backup"):
        told()


def test_without_a_fresh_backup_nothing_is_changed(release: NextRelease, clock, now) -> None:
    release.step("0901_note", COLUMN)
    before = tables()
    with pytest.raises(CommandError, match="no backup on record") as refused:
        told()
    assert (refused.value.returncode, tables()) == (2, before)
    back_up(now)
    clock.shift(25 * 3600)
    with pytest.raises(CommandError, match="25 h old"):
        told()
    assert told("--without-backup")["migrations"] == ["jobs.0901_note"]


def test_a_database_of_a_later_release_is_refused(release: NextRelease, clock, settings) -> None:
    release.step("0901_note", COLUMN)
    told("--without-backup")
    settings.MIGRATION_MODULES = {}
    before = tables()
    with pytest.raises(CommandError, match=r"newer than this software: it has jobs\.0901_note") as refused:
        told("--without-backup")
    assert (refused.value.returncode, tables()) == (2, before)


def test_a_table_that_is_busy_for_a_moment_is_waited_for(release: NextRelease, committed_db, owner_connection) -> None:
    release.step("0901_note", COLUMN)
    with owner_connection.cursor() as cursor:
        cursor.execute("LOCK TABLE jobs_job IN ACCESS SHARE MODE")
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    threading.Timer(0.2, owner_connection.rollback).start()
    assert told("--without-backup")["migrations"] == ["jobs.0901_note"]
    assert isinstance(owner_connection, psycopg2.extensions.connection)
