"""No audit, no commit, for every table: the list is made from the models, so a new table cannot be forgotten."""

# ruff: noqa: S608  # statements are made of our own tables' names
import json

import psycopg2
import pytest
from django.apps import apps
from django.db import connection

from audit.ids import new_id
from audit.rows import AuditedRow

OURS = ("vault", "jobs", "outbound", "notifications", "accounts", "verification", "fulfillment", "requests_app")
# Tests make tables of their own.
MODELS = [model for model in apps.get_models() if not model.__module__.startswith("tests")]
AUDITED = sorted((model for model in MODELS if issubclass(model, AuditedRow)), key=lambda model: model._meta.db_table)
# Rows that are no deed of their own. Whoever adds a table derives it from AuditedRow, or says here why not.
NO_DEED = {
    "jobs_job": "work to do; its effects are recorded, and so is giving up",
    "jobs_sweeprun": "when a sweep last ran",
    "accounts_idempotencyrecord": "an answer kept for a repeated call",
    "accounts_throttlecounter": "a counter",
    "accounts_staffsession": "its sign-in and its end are entries of their own",
    "accounts_encryptedtotpdevice": "changes with every code; making and removing one are entries of the user",
    "accounts_recoverycode": "making and using one are entries of the user",
    "notifications_delivery": "attempts of a letter, whose own row is audited",
    "accounts_signintrip": "a way to another sign-in that lives ten minutes; how it ended is an entry",
    "outbound_registerperson": "the demonstration's register: stands for systems that are not ours",
    "outbound_registerpoint": "the same",
    "outbound_registerrecord": "the same",
    "verification_attempt": "a judged try; the code's own row is audited",
    "verification_evidence": "written once with its check, whose row is audited",
    "verification_contact": "written once with its check, whose row is audited; what is proved stands with the codes",
    "verification_agentlink": "computed: which known agent a submission is of, by key or proved mailbox",
    "verification_directoryimport": "an imported directory as a whole; importing and removing it are entries",
    "verification_importedperson": "a row of an imported directory: stands for a system that is not ours",
    "verification_importedpoint": "the same",
    "verification_declaration": "written once with its check, whose row is audited",
    "fulfillment_datasystem": "loaded from the configured data map",
    "requests_app_draft": "unfinished, nothing was asked yet",
    "requests_app_requestdeadline": "computed from the request and the law",
    "requests_app_dutymark": "keeps a sweep from doing a duty twice",
    "requests_app_dutyplan": "when to look next, computed from the request and the law",
    "requests_app_staffnotice": "written with its duty, whose entry says it; its letter's own row is audited",
    "requests_app_searchkey": "an index over the submission",
    "requests_app_heldsubmission": "computed from the keys of hold and submission",
    "requests_app_kepttext": "written once; the digest of the set is in the entry of each change",
    "requests_app_evidencepack": "asking, making, fetching and dropping are entries; the row counts progress",
    "requests_app_listedcall": "written once; reading the list in is an entry",
}
SAMPLES = {
    "uuid": "gen_random_uuid()", "bytea": "'\\x00'::bytea", "boolean": "false", "date": "current_date",
    "timestamp with time zone": "now()", "jsonb": "'{}'::jsonb", "ARRAY": "'{}'", "inet": "'127.0.0.1'::inet",
    "integer": "0", "smallint": "0", "bigint": "0", "character varying": "''", "text": "''",
}  # fmt: skip


def name_of(model) -> str:
    return model._meta.db_table


def test_every_table_of_ours_is_audited_or_says_why_not():
    tables = {name_of(model) for model in MODELS if model._meta.app_label in OURS}
    assert tables - set(NO_DEED) == {name_of(model) for model in AUDITED}


@pytest.mark.django_db
def test_every_audited_table_has_its_guards_and_no_other_has():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, tgenabled, tgdeferrable AND tginitdeferred, "
            "encode(tgargs, 'escape') FROM pg_trigger WHERE tgname IN ('audited', 'next_revision', 'no_truncate')"
        )
        found = {tuple(row) for row in cursor.fetchall()}
    wanted = set()
    for model in AUDITED:
        wanted |= {(name_of(model), "audited", "O", True, f"{model.ledger_type}\\000")}
        wanted |= {(name_of(model), guard, "O", False, "") for guard in ("next_revision", "no_truncate")}
    assert found == wanted


def test_no_two_tables_share_a_name_in_the_ledger():
    types = [model.ledger_type for model in AUDITED]
    assert len(types) == len(set(types))


class Owner:
    """The migrations' role, in one transaction that is rolled back at the end."""

    def __init__(self, cursor, table: str, ledger_type: str) -> None:
        self.cursor, self.table, self.ledger_type, self.id = cursor, table, ledger_type, str(new_id())

    def free_of_other_rules(self) -> None:
        """Only the ledger's rules shall speak: no value, no other row stands in the way."""
        self.cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'f')", [self.table]
        )
        for (name,) in self.cursor.fetchall():
            self.cursor.execute(f'ALTER TABLE {self.table} DROP CONSTRAINT "{name}"')

    def record(self, rev: int) -> None:
        entry = str(new_id())
        subject = {"type": self.ledger_type, "id": self.id, "rev": rev}
        leaf = {"id": entry, "at": "", "action": "test", "actor": {"type": "system", "id": "x"}, "subject": subject}
        self.cursor.execute(
            "INSERT INTO audit.entry (id, leaf) VALUES (%s, %s)", [entry, json.dumps(leaf | {"request": None})]
        )

    def insert(self) -> None:
        self.cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s "
            "AND is_nullable = 'NO' AND column_name NOT IN ('id', 'rev')",
            [self.table],
        )
        values = {"id": f"'{self.id}'", "rev": "1"} | {name: SAMPLES[kind] for name, kind in self.cursor.fetchall()}
        columns = ", ".join(f'"{name}"' for name in values)
        self.cursor.execute(f"INSERT INTO {self.table} ({columns}) VALUES ({', '.join(values.values())})")

    def change(self) -> None:
        self.cursor.execute(f"UPDATE {self.table} SET rev = rev + 1 WHERE id = '{self.id}'")

    def delete(self) -> None:
        self.cursor.execute(f"DELETE FROM {self.table} WHERE id = '{self.id}'")

    def commit_would(self) -> str:
        """What the database says when it checks what it checks at commit ('' if nothing)."""
        self.cursor.execute("SAVEPOINT at_commit")
        try:
            self.cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except psycopg2.IntegrityError as refused:
            self.cursor.execute("ROLLBACK TO at_commit")
            return str(refused)
        self.cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return ""

    def refuses(self, statement: str) -> str:
        self.cursor.execute("SAVEPOINT attempt")
        try:
            self.cursor.execute(statement)
        except psycopg2.Error as refused:
            return str(refused)
        finally:
            self.cursor.execute("ROLLBACK TO attempt")
        return ""


@pytest.mark.django_db
@pytest.mark.parametrize("model", AUDITED, ids=name_of)
def test_no_row_is_made_changed_or_deleted_without_its_entry_even_by_the_owner(owner_connection, model):
    with owner_connection.cursor() as cursor:
        owner = Owner(cursor, name_of(model), model.ledger_type)
        owner.free_of_other_rules()
        for rev, deed in enumerate((owner.insert, owner.change, owner.delete), start=1):
            cursor.execute("SAVEPOINT unrecorded")
            deed()
            assert f"no audit entry for {model.ledger_type}/{owner.id} rev {rev}" in owner.commit_would()
            cursor.execute("ROLLBACK TO unrecorded")
            owner.record(rev)
            deed()
            assert owner.commit_would() == ""
            if rev == 1:
                replay = f"UPDATE {owner.table} SET rev = 1 WHERE id = '{owner.id}'"
                assert "revision 1 cannot follow 1" in owner.refuses(replay)
                assert "append-only" in owner.refuses(f"TRUNCATE {owner.table} CASCADE")
    owner_connection.rollback()
