"""Four roles, each with what its work needs and nothing more, here as in production."""

import re

import psycopg2
import pytest
from django.db import Error, connection, transaction

from tests.servers import ROOT

# What each role may do beyond reading, per table of the ledger.
RIGHTS = {
    ("portal_app", "entry"): {"INSERT by column"},
    ("portal_app", "detail"): {"INSERT"},
    ("audit_seq", "pending"): {"DELETE"},
    ("audit_seq", "leaf"): {"INSERT"},
    ("audit_seq", "tile"): {"INSERT"},
    ("audit_seq", "checkpoint"): {"INSERT"},
    ("audit_seq", "publication"): {"INSERT"},
    ("audit_seq", "epoch"): {"INSERT"},
}
DEEDS = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


def rows(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.mark.django_db
def test_the_tests_work_as_the_application_does():
    assert rows(
        "SELECT current_user::text, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ) == [("portal_app", False, False)]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["audit_owner", "portal_owner", "audit_seq", "postgres"])
def test_the_application_cannot_become_another(role):
    with pytest.raises(Error, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")


@pytest.mark.django_db
def test_all_of_the_ledger_belongs_to_a_role_that_cannot_log_in():
    owners = rows(
        "SELECT DISTINCT r.rolname::text, r.rolcanlogin FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "JOIN pg_roles r ON r.oid = c.relowner WHERE n.nspname = 'audit' UNION SELECT r.rolname::text, r.rolcanlogin "
        "FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner "
        "WHERE n.nspname = 'audit'"
    )
    assert owners == [("audit_owner", False)]


@pytest.mark.django_db
def test_nobody_has_a_right_that_their_work_does_not_need():
    tables = [name for (name,) in rows("SELECT tablename::text FROM pg_tables WHERE schemaname = 'audit'")]
    found: dict[tuple[str, str], set[str]] = {}
    for role in ("portal_app", "audit_seq"):
        for table in tables:
            held = {deed for deed in DEEDS if has(role, f"audit.{table}", deed)}
            if not held and has_column(role, f"audit.{table}"):
                held = {"INSERT by column"}
            if held:
                found[role, table] = held
    assert found == RIGHTS


def has(role: str, table: str, deed: str) -> bool:
    return rows(f"SELECT has_table_privilege('{role}', '{table}', '{deed}')")[0][0]


def has_column(role: str, table: str) -> bool:
    return rows(f"SELECT has_any_column_privilege('{role}', '{table}', 'INSERT')")[0][0]


def test_the_sequencer_sees_nothing_but_the_ledger(committed_db, sequencer_dsn):
    sequencer = psycopg2.connect(sequencer_dsn())
    with pytest.raises(psycopg2.Error, match="permission denied"), sequencer.cursor() as cursor:
        cursor.execute("SELECT * FROM requests_app_submission")
    sequencer.close()


def test_in_production_only_the_sequencer_is_given_the_log_key_and_its_role():
    compose = (ROOT / "docker-compose.yml").read_text().split("\nservices:\n")[1]
    services = re.split(r"\n  (?=[a-z]+:\n)", re.split(r"\n(?=[a-z])", compose)[0])
    holders = {
        secret: {re.match(r" *([a-z]+):", text).group(1) for text in services if re.search(rf"\b{secret}\b", text)}
        for secret in ("log_key", "db_sequencer_url", "db_owner_url")
    }
    assert holders["log_key"] == holders["db_sequencer_url"] == {"sequencer"}
    assert "web" not in holders["db_owner_url"]
