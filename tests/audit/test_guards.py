"""The database itself refuses to change the past, whoever asks."""

import psycopg2
import pytest
from django.db import Error, IntegrityError, connection, transaction

from audit import ledger
from audit.actors import SYSTEM, Subject
from audit.ids import new_id
from tests.audit.conftest import AT

DEEDS = [
    "UPDATE audit.entry SET leaf = '{}'",
    "DELETE FROM audit.entry",
    "TRUNCATE audit.entry CASCADE",
    "DELETE FROM audit.leaf",
    "UPDATE audit.leaf SET leaf_index = leaf_index + 1",
    "TRUNCATE audit.leaf",
    "DELETE FROM audit.checkpoint",
    "UPDATE audit.checkpoint SET root = ''",
    "DELETE FROM audit.tile",
    "UPDATE audit.publication SET ref = ''",
    "DELETE FROM audit.epoch",
    "UPDATE audit.epoch SET first_index = 1",
    "TRUNCATE audit.detail",
]


def tried(connection_, statement: str) -> str:
    """Run one statement, roll it back, and return the database's word of refusal ('' if there was none)."""
    try:
        with connection_.cursor() as cursor:
            cursor.execute(statement)
    except psycopg2.Error as refused:
        return str(refused.pgcode)
    finally:
        connection_.rollback()
    return ""


@pytest.mark.parametrize("deed", DEEDS)
def test_the_owner_and_even_a_superuser_are_refused(book, owner_connection, superuser_connection, deed):
    book.write()
    assert tried(owner_connection, deed) == "42501"
    assert tried(superuser_connection, deed) == "42501"
    assert tried(superuser_connection, f"SET session_replication_role = replica; {deed}") == "42501"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "deed",
    [
        *DEEDS,
        "ALTER TABLE audit.entry DISABLE TRIGGER ALL",
        "DROP TABLE audit.detail",
        "DROP SCHEMA audit CASCADE",
        "SET session_replication_role = replica",
        "INSERT INTO audit.entry (id, leaf, recorded_at) VALUES (gen_random_uuid(), '{}', now())",
        "INSERT INTO audit.entry (id, leaf, xact) VALUES (gen_random_uuid(), '{}', '1')",
        "INSERT INTO audit.pending VALUES (gen_random_uuid(), '')",
        "DELETE FROM audit.pending",
        "INSERT INTO audit.leaf VALUES (0, gen_random_uuid(), sha256(''))",
        "INSERT INTO audit.checkpoint (tree_size, root, note, key_id) VALUES (1, sha256(''), '', '')",
        "CREATE TABLE audit.other ()",
    ],
)
def test_the_application_may_only_append(deed):
    with pytest.raises(Error, match=r"permission denied|append-only|must be owner"), transaction.atomic():
        execute(deed)


@pytest.mark.django_db
@pytest.mark.parametrize("leaf", ["{}", "[]", "x", '{"id":"0192f0c1-0000-7000-8000-000000000001"}', '{"v":1,"v":2}'])
def test_a_text_that_is_no_entry_is_refused(leaf):
    with pytest.raises(Error), transaction.atomic():
        execute("INSERT INTO audit.entry (id, leaf) VALUES ('0192f0c1-0000-7000-8000-000000000001', %s)", [leaf])


@pytest.fixture
def audited_table(committed_db, owner_connection):
    """A table as an app's migration makes it."""
    from audit.triggers import audited

    with owner_connection, owner_connection.cursor() as cursor:
        cursor.execute("CREATE TABLE thing (id uuid PRIMARY KEY, rev integer NOT NULL)")
        cursor.execute(audited("thing", "thing").sql)


@pytest.mark.usefixtures("audited_table")
def test_no_audit_no_commit():
    thing = new_id()
    with pytest.raises(IntegrityError, match="no audit entry"):
        change("INSERT INTO thing VALUES (%s, 1)", thing, entry_rev=None)
    change("INSERT INTO thing VALUES (%s, 1)", thing, entry_rev=1)
    with pytest.raises(IntegrityError, match="no audit entry"):
        change("UPDATE thing SET rev = 2 WHERE id = %s", thing, entry_rev=None)
    with pytest.raises(IntegrityError, match="revision 1 cannot follow 1"):
        change("UPDATE thing SET rev = 1 WHERE id = %s", thing, entry_rev=None)
    change("UPDATE thing SET rev = 2 WHERE id = %s", thing, entry_rev=2)
    with pytest.raises(IntegrityError, match="no audit entry"):
        change("DELETE FROM thing WHERE id = %s", thing, entry_rev=None)
    change("DELETE FROM thing WHERE id = %s", thing, entry_rev=3)


@pytest.mark.usefixtures("audited_table")
def test_the_entry_of_another_transaction_does_not_count():
    thing = new_id()
    with transaction.atomic():
        record(Subject("thing", thing, 1))
    with pytest.raises(IntegrityError, match="no audit entry"):
        change("INSERT INTO thing VALUES (%s, 1)", thing, entry_rev=None)


@pytest.mark.django_db
def test_a_detail_is_erased_only_with_an_entry_that_says_so():
    receipt = record(Subject.event("thing"))
    execute("INSERT INTO audit.detail VALUES (%s, %s, 'sealed', 'k1')", [receipt.entry, b"\x01" * 32])
    with pytest.raises(IntegrityError, match=r"needs an audit\.detail_erased entry"), transaction.atomic():
        execute("SELECT audit.erase_detail(%s)", [receipt.entry])
    ledger.record(
        "audit.detail_erased", actor=SYSTEM, subject=Subject.event("detail"), at=AT, facts={"entry": str(receipt.entry)}
    )
    execute("SELECT audit.erase_detail(%s)", [receipt.entry])
    execute("SELECT count(*) FROM audit.detail")


def record(subject: Subject) -> ledger.Receipt:
    return ledger.record("request.note_added", actor=SYSTEM, subject=subject, at=AT)


def change(statement: str, thing, *, entry_rev: int | None) -> None:
    with transaction.atomic():
        if entry_rev:
            record(Subject("thing", thing, entry_rev))
        execute(statement, [thing])


def execute(statement: str, values=()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values) or None)
