"""A superuser switches the guards off and rewrites history. Each time, the check names the first bad entry."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from audit import checkpoints, notes, selectors

OFF = """
DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['entry', 'leaf', 'tile', 'checkpoint', 'publication'] LOOP
    EXECUTE format('ALTER TABLE audit.%I DISABLE TRIGGER ALL', name);
  END LOOP;
END $$;
ALTER TABLE audit.leaf DROP CONSTRAINT leaf_entry_id_fkey, DROP CONSTRAINT leaf_pkey;
"""
# Words that stand for longer SQL in the attacks below.
WORDS = {
    "FIFTH": "(SELECT entry_id FROM audit.leaf WHERE leaf_index = 5)",
    "MADE_UP": (
        "INSERT INTO audit.entry (id, leaf) SELECT v.id, replace(replace(leaf, e.id::text, v.id::text), "
        "subject_id::text, v.id::text) FROM audit.entry e, (SELECT gen_random_uuid() AS id) v LIMIT 1;"
    ),
}
EDIT = "UPDATE audit.entry SET leaf = replace(leaf, 'note_added', 'note_erased') WHERE id = FIFTH;"
REHASH = "UPDATE audit.leaf l SET leaf_hash = e.leaf_hash FROM audit.entry e WHERE e.id = l.entry_id;"
CLOSE_UP = "UPDATE audit.leaf SET leaf_index = leaf_index - 1 WHERE leaf_index > 5;"
UNPLACE = "DELETE FROM audit.leaf WHERE leaf_index = 5;"
GONE = "DELETE FROM audit.entry WHERE id = FIFTH;"


@pytest.fixture
def history(book):
    """Ten entries under three checkpoints: 4, 8 and 10."""
    for count in (4, 4, 2):
        book.write(count)
        book.sequence()
    book.entries = [view.id for view in selectors.find_entries(after_index=-1)]
    assert book.check().holds
    return book


def attack(superuser, statement: str) -> None:
    for word, meaning in WORDS.items():
        statement = statement.replace(word, meaning)
    with superuser, superuser.cursor() as cursor:
        cursor.execute(OFF + statement)


@pytest.mark.parametrize(
    ("deed", "statement", "kind", "index"),
    [
        ("edit", EDIT, "edited", 5),
        ("edit a hash alone", "UPDATE audit.leaf SET leaf_hash = sha256('') WHERE leaf_index = 5", "edited", 5),
        ("edit with the hash put right", EDIT + REHASH, "root", 4),
        ("delete", GONE, "deleted", 5),
        ("delete with its place", GONE + UNPLACE, "gap", 5),
        (
            "delete and close the gap",
            GONE + UNPLACE + CLOSE_UP,
            "root",
            4,
        ),
        (
            "insert in the middle",
            "UPDATE audit.leaf SET leaf_index = leaf_index + 1 WHERE leaf_index >= 5; MADE_UP"
            "INSERT INTO audit.leaf SELECT 5, id, leaf_hash FROM audit.entry WHERE subject_id = id",
            "root",
            4,
        ),
        (
            "append without a signature",
            "MADE_UP INSERT INTO audit.leaf SELECT 10, id, leaf_hash FROM audit.entry WHERE subject_id = id",
            "unsigned",
            10,
        ),
        (
            "swap",
            "UPDATE audit.leaf SET leaf_index = CASE leaf_index WHEN 1 THEN 6 ELSE 1 END WHERE leaf_index IN (1, 6)",
            "root",
            0,
        ),
        (
            "cut the tail",
            "DELETE FROM audit.entry WHERE id IN (SELECT entry_id FROM audit.leaf WHERE leaf_index >= 7);"
            "DELETE FROM audit.leaf WHERE leaf_index >= 7",
            "cut",
            7,
        ),
        (
            "cut the tail with its checkpoints",
            "DELETE FROM audit.entry WHERE id IN (SELECT entry_id FROM audit.leaf WHERE leaf_index >= 8);"
            "DELETE FROM audit.leaf WHERE leaf_index >= 8; DELETE FROM audit.publication WHERE tree_size = 10;"
            "DELETE FROM audit.checkpoint WHERE tree_size = 10",
            "published",
            9,
        ),
        ("alter a root", "UPDATE audit.checkpoint SET root = sha256('') WHERE tree_size = 8", "root", 4),
        ("alter a note", "UPDATE audit.checkpoint SET note = replace(note, E'\\n8\\n', E'\\n9\\n')", "checkpoint", 7),
        ("forget a signature", "UPDATE audit.checkpoint SET note = split_part(note, E'\\n\\n', 1)", "checkpoint", 3),
    ],
)
def test_every_rewriting_is_found(history, superuser_connection, deed, statement, kind, index):
    attack(superuser_connection, statement)
    report = history.check()
    assert not report.holds, deed
    assert (report.first.kind, report.first.index) == (kind, index), report.problems


def test_the_first_bad_entry_is_named(history, superuser_connection):
    attack(superuser_connection, EDIT)
    assert history.check().first.entry == str(history.entries[5])


def test_an_entry_that_was_taken_out_of_the_queue_is_found(history, superuser_connection):
    (receipt,) = history.write()
    attack(superuser_connection, "DELETE FROM audit.pending")
    assert history.check().first.entry == str(receipt.entry)


def test_a_missing_revision_is_found_even_before_anything_was_signed(book, superuser_connection):
    receipts = book.write(3)
    attack(superuser_connection, "DELETE FROM audit.entry WHERE subject_rev = 2; DELETE FROM audit.pending p WHERE NOT "
           "EXISTS (SELECT FROM audit.entry WHERE id = p.entry_id)")  # fmt: skip
    book.sequence()
    report = book.check()
    assert [(it.kind, it.entry) for it in report.problems] == [("revision", str(receipts[2].entry))]


def test_a_duplicate_is_found(history, superuser_connection):
    attack(
        superuser_connection,
        "ALTER TABLE audit.entry DROP CONSTRAINT entry_pkey CASCADE, DROP CONSTRAINT entry_one_per_revision;"
        "INSERT INTO audit.entry (id, leaf) SELECT id, leaf FROM audit.entry LIMIT 1",
    )
    assert "duplicate" in {problem.kind for problem in history.check().problems}


def test_a_search_column_that_lies_is_found(history, superuser_connection):
    attack(superuser_connection, "ALTER TABLE audit.entry ALTER COLUMN action DROP EXPRESSION; "
           "UPDATE audit.entry SET action = 'case.viewed' WHERE id = FIFTH")  # fmt: skip
    assert (history.check().first.kind, history.check().first.index) == ("columns", 5)


def test_an_altered_tile_is_found_and_points_at_its_first_wrong_hash(book, superuser_connection):
    book.write(260)
    book.sequence()
    attack(
        superuser_connection, "UPDATE audit.tile SET hashes = overlay(hashes PLACING '\\x00'::bytea FROM 32 * 7 + 1)"
    )
    assert (book.check().first.kind, book.check().first.index) == ("tile", 7)


def test_a_rewriting_signed_with_another_key_is_found(history):
    stranger = notes.Verifier(history.signer.verifier.name, b"\x01" * 32)
    assert history.check(keys=[stranger]).first.kind == "checkpoint"


def test_a_rewriting_with_the_stolen_key_is_found_by_whoever_kept_a_note(history, superuser_connection):
    attack(superuser_connection, "DELETE FROM audit.publication; DELETE FROM audit.checkpoint WHERE tree_size = 10;")
    forged = history.signer.sign(notes.Checkpoint("portal.example/audit/1", 10, b"\x09" * 32))
    assert {problem.kind for problem in history.check(published=[(10, forged)]).problems} >= {"published"}


def test_the_command_says_so_and_fails(history, superuser_connection):
    kept = {"notes": history.folder, "key": [str(history.signer.verifier)]}
    out, err = io.StringIO(), io.StringIO()
    call_command("check_ledger", stdout=out, stderr=err, **kept)
    assert out.getvalue() == "The ledger holds: 10 entries, 10 placed, 3 checkpoints, 0 on their way.\n"
    assert "10 of 10 entries proved" in err.getvalue()
    attack(superuser_connection, EDIT)
    out = io.StringIO()
    with pytest.raises(CommandError, match=str(history.entries[5])) as failed:
        call_command("check_ledger", json=True, stdout=out, stderr=err, **kept)
    assert failed.value.returncode == 1
    assert json.loads(out.getvalue())["first"]["entry"] == str(history.entries[5])


def test_the_command_waits_for_the_sequencer_but_not_for_ever(book, monkeypatch):
    from audit.management.commands import check_ledger

    monkeypatch.setattr(check_ledger, "WAIT_SECONDS", 0.1)
    (receipt,) = book.write()
    checkpoints.announce_key(book.signer.verifier, into=book.folder)
    with pytest.raises(CommandError, match=str(receipt.entry)):
        call_command("check_ledger", notes=book.folder, stdout=io.StringIO(), stderr=io.StringIO())
