"""A superuser rewrites history and hands out a bundle of it. The verifier names the first bad entry each time."""

# ruff: noqa: S608  # injected SQL is the point; every part is a constant of this file
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import pytest
from django.db import connections

from audit import notes, selectors
from tests import cast
from tests.audit.bundles import check, exported, write
from tests.audit.conftest import AT
from tests.conftest import cloned_database

OFF = (
    "DO $$ DECLARE name text; BEGIN FOREACH name IN ARRAY "
    "ARRAY['entry', 'leaf', 'tile', 'checkpoint', 'publication', 'detail'] LOOP "
    "EXECUTE format('ALTER TABLE audit.%I DISABLE TRIGGER ALL', name); END LOOP; END $$;"
    "ALTER TABLE audit.leaf DROP CONSTRAINT leaf_entry_id_fkey, DROP CONSTRAINT leaf_pkey;"
)
AT_5 = "(SELECT entry_id FROM audit.leaf WHERE leaf_index = 5)"
EDIT = f"UPDATE audit.entry SET leaf = replace(leaf, 'requeued', 'discarded') WHERE id = {AT_5};"
REHASH = "UPDATE audit.leaf l SET leaf_hash = e.leaf_hash FROM audit.entry e WHERE e.id = l.entry_id;"
GONE = f"DELETE FROM audit.entry WHERE id = {AT_5};"
UNPLACE = "DELETE FROM audit.leaf WHERE leaf_index = 5;"
CLOSE_UP = "UPDATE audit.leaf SET leaf_index = leaf_index - 1 WHERE leaf_index > 5;"
MADE_UP = (
    "INSERT INTO audit.entry (id, leaf) SELECT v.id, replace(replace(leaf, e.id::text, v.id::text), "
    "subject_id::text, v.id::text) FROM audit.entry e, (SELECT gen_random_uuid() AS id) v "
    "WHERE subject_rev = 1 AND subject_type = 'job' LIMIT 1;"
)
CUT = (
    "DELETE FROM audit.entry WHERE id IN (SELECT entry_id FROM audit.leaf WHERE leaf_index >= 9);"
    "DELETE FROM audit.leaf WHERE leaf_index >= 9; DELETE FROM audit.checkpoint WHERE tree_size > 9;"
    "DELETE FROM audit.publication;"
)
ATTACKS = [
    ("edit", EDIT, "edited", 5),
    ("edit a hash alone", "UPDATE audit.leaf SET leaf_hash = sha256('') WHERE leaf_index = 5", "edited", 5),
    ("edit with the hash put right", EDIT + REHASH, "root", 4),
    ("delete", GONE, "text", 5),
    ("delete with its place", GONE + UNPLACE, "text", 5),
    ("delete and renumber", GONE + UNPLACE + CLOSE_UP, "root", 4),
    (
        "insert in the middle",
        "UPDATE audit.leaf SET leaf_index = leaf_index + 1 WHERE leaf_index >= 5;" + MADE_UP
        + "INSERT INTO audit.leaf SELECT 5, id, leaf_hash FROM audit.entry WHERE subject_id = id",
        "root",
        4,
    ),
    (
        "swap",
        "UPDATE audit.leaf SET leaf_index = CASE leaf_index WHEN 1 THEN 6 ELSE 1 END WHERE leaf_index IN (1, 6)",
        "root",
        0,
    ),
    ("cut the tail, the folder still knows", CUT, "cut", 9),
    (
        "append an unsigned entry",
        MADE_UP + "INSERT INTO audit.leaf SELECT 12, id, leaf_hash FROM audit.entry WHERE subject_id = id",
        "unsigned",
        12,
    ),
    ("hide an entry from the sequencer", MADE_UP + "DELETE FROM audit.pending;", "unsigned", None),
    ("alter a note", "UPDATE audit.checkpoint SET note = replace(note, E'\\n9\\n', E'\\n8\\n')", "checkpoint", 7),
    (
        "alter a root in a note",
        "UPDATE audit.checkpoint SET note = regexp_replace(note, '\\n[A-Za-z0-9+/=]{44}\\n', E'\\n' || "
        "encode(sha256(''), 'base64') || E'\\n') WHERE tree_size = 9",
        "checkpoint",
        8,
    ),
]  # fmt: skip


@contextmanager
def attacked(base: str, statement: str) -> Iterator[None]:
    """A copy of the ledger where somebody with every right has been."""
    connections.close_all()
    with cloned_database(base) as name:
        attacker = psycopg2.connect(os.environ["DSAR_TEST_ADMIN_URL"].rsplit("/", 1)[0] + f"/{name}")
        with attacker, attacker.cursor() as cursor:
            cursor.execute(OFF + statement)
        attacker.close()
        yield


def first_of(book, tmp_path, *kept: str) -> tuple[str, int | None] | None:
    report = check(exported(book, tmp_path / "bundle.zip"), keys=[book.signer.verifier], kept=kept)
    return report and (report["kind"], report["index"])


@pytest.fixture
def history(book, committed_db):
    """Twelve entries under three checkpoints: 4, 9 and 12."""
    write(book, 4, 5, 3)
    book.base = committed_db
    book.kept = [row.note for row in selectors.checkpoints()]
    return book


def test_every_rewriting_is_found_and_the_first_bad_entry_named(history, tmp_path):
    assert first_of(history, tmp_path) is None
    for deed, statement, kind, index in ATTACKS:
        with attacked(history.base, statement):
            assert first_of(history, tmp_path) == (kind, index), deed


def test_a_cut_tail_without_the_folder_is_found_by_whoever_kept_a_note(history, tmp_path):
    history.folder = tmp_path / "empty"
    with attacked(history.base, CUT):
        assert first_of(history, tmp_path) is None, "a ledger that ends sooner looks like a younger one"
        assert first_of(history, tmp_path, history.kept[0]) == ("cut", 9)


def test_a_rewriting_with_another_key_is_found_by_whoever_knows_the_key(history, tmp_path):
    key = history.signer.verifier
    notes.generate_key(tmp_path / "other.pem")
    history.signer = notes.Signer.load(key.name, tmp_path / "other.pem")
    report = rewritten(history, tmp_path, keys=[key])
    assert (report["kind"], report["index"]) == ("unsigned", 0)


def test_a_rewriting_with_the_stolen_key_is_found_by_whoever_kept_a_note(history, tmp_path):
    report = rewritten(history, tmp_path, keys=[history.signer.verifier])
    assert report is None, "limit: nobody outside holds anything"
    report = rewritten(history, tmp_path, keys=[history.signer.verifier], kept=history.kept[-1:])
    assert (report["kind"], report["index"]) == ("root", 0)


def rewritten(history, tmp_path, **outside) -> dict | None:
    """Change one entry, build the tree anew and sign it again."""
    again = (
        "DELETE FROM audit.publication; DELETE FROM audit.checkpoint; DELETE FROM audit.tile;"
        + EDIT.replace("= 5", "= 2") + "DELETE FROM audit.leaf; DELETE FROM audit.pending; "
        "INSERT INTO audit.pending SELECT id, leaf_hash FROM audit.entry"
    )  # fmt: skip
    with attacked(history.base, again):
        history.folder = tmp_path / f"again-{len(list(tmp_path.iterdir()))}"
        history.dsn = (
            os.environ["DATABASE_SEQUENCER_URL"].rsplit("/", 1)[0] + "/" + connections.settings["default"]["NAME"]
        )
        history.sequence()
        return check(exported(history, tmp_path / "bundle.zip"), **outside)


def test_a_row_that_was_changed_without_an_entry_is_found(book, committed_db, tmp_path):
    request = cast.ask(cast.body("access"), now=AT).requests[0].id
    book.sequence()
    table = "requests_app_privacyrequest"
    guards = f"ALTER TABLE {table} DISABLE TRIGGER ALL;"
    for change in (f"UPDATE {table} SET status = 'denied'", f"UPDATE {table} SET rev = rev + 1"):
        with attacked(committed_db, guards + change):
            report = check(exported(book, tmp_path / "bundle.zip"), keys=[book.signer.verifier])
            assert (report["kind"], str(request) in report["sentence"]) == ("state", True)


def test_a_bundle_that_leaves_out_the_tables_is_found(book, tmp_path):
    cast.ask(cast.body("access"), now=AT)
    book.sequence()
    path = exported(book, tmp_path / "bundle.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "bare.zip", "w") as new:
        about = json.loads(old.read("bundle.json"))
        for name in old.namelist():
            bare = {"rows.jsonl": b"", "bundle.json": json.dumps(about | {"row_types": []})}
            new.writestr(name, bare.get(name, old.read(name)))
    found = check(tmp_path / "bare.zip", keys=[book.signer.verifier])
    assert (found["kind"], "is gone from the tables" in found["sentence"]) == ("state", True)


def test_after_a_change_of_keys_both_keys_vouch_for_their_own_part(book, tmp_path):
    write(book, 3)
    old = book.signer.verifier
    notes.generate_key(tmp_path / "new.pem")
    book.signer = notes.Signer.load(old.name, tmp_path / "new.pem")
    write(book, 3)
    new = book.signer.verifier
    path = exported(book, tmp_path / "bundle.zip")
    assert check(path, keys=[old, new]) is None
    assert check(path, keys=[new])["kind"] == "checkpoint"
    assert (check(path, keys=[old])["kind"], check(path, keys=[old])["index"]) == ("unsigned", 3)
