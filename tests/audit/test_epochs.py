"""A restored backup forgot twenty minutes. The ledger does not write them a second time: it begins a new epoch."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from audit import checkpoints, merkle, notes, selectors
from audit.sequencer import Refused
from tests.audit.conftest import AT

FORGET = """
ALTER TABLE audit.entry DISABLE TRIGGER ALL; ALTER TABLE audit.leaf DISABLE TRIGGER ALL;
ALTER TABLE audit.checkpoint DISABLE TRIGGER ALL; ALTER TABLE audit.publication DISABLE TRIGGER ALL;
DELETE FROM audit.publication WHERE tree_size > 4; DELETE FROM audit.checkpoint WHERE tree_size > 4;
CREATE TEMP TABLE gone AS SELECT entry_id FROM audit.leaf WHERE leaf_index >= 4;
DELETE FROM audit.leaf WHERE leaf_index >= 4; DELETE FROM audit.entry WHERE id IN (SELECT entry_id FROM gone);
ALTER TABLE audit.entry ENABLE TRIGGER ALL; ALTER TABLE audit.leaf ENABLE TRIGGER ALL;
ALTER TABLE audit.checkpoint ENABLE TRIGGER ALL; ALTER TABLE audit.publication ENABLE TRIGGER ALL;
"""


@pytest.fixture
def restored(book, superuser_connection, settings, tmp_path):
    """Seven entries were signed and published; the backup that came back knows four."""
    for count in (4, 3):
        book.write(count)
        book.sequence()
    with superuser_connection, superuser_connection.cursor() as cursor:
        cursor.execute(FORGET)
    settings.CHECKPOINTS_DIR = book.folder
    settings.DATABASE_SEQUENCER_URL = book.dsn
    return book


def opened() -> dict:
    out = io.StringIO()
    call_command("open_epoch", json=True, stdout=out)
    return json.loads(out.getvalue())


def keys(book) -> dict:
    return {"keys": checkpoints.keys(book.folder)}


def test_a_new_epoch_begins_with_the_last_checkpoint_of_the_old_one(restored):
    (waits,) = restored.write()
    with pytest.raises(Refused, match="open_epoch"):
        restored.sequence()
    said = opened()
    assert (said["epoch"], said["origin"], said["begins_at"], said["lost"]) == (2, "portal.example/audit/2", 4, 3)
    assert restored.sequence() == 2
    first = selectors.find_entries(after_index=3)[0]
    assert (first.action, first.facts["epoch"], first.facts["previous_size"]) == ("ledger.epoch_opened", 2, 4)
    assert first.facts["published_size"] == 7
    head = notes.open_note(selectors.latest_checkpoint().note, checkpoints.keys(restored.folder))
    assert (head.origin, head.size) == ("portal.example/audit/2", 2)
    proof = selectors.receipt_of(waits.entry)
    assert proof.leaf_index == 1, "places in a proof count from the epoch's first leaf"
    assert merkle.verify_inclusion(
        leaf=bytes.fromhex(waits.leaf_hash), index=1, size=2, proof=proof.path, expected=head.root
    )
    report = restored.check(**keys(restored))
    assert report.holds, report.problems
    assert report.remarks == ["3 entries were signed and published, and lost when an older backup was restored"]


def test_old_receipts_keep_their_proof_and_the_new_tree_its_tiles(restored):
    old = selectors.find_entries(after_index=-1)[2]
    opened()
    restored.sequence()
    restored.write(300)
    restored.sequence()
    proof = selectors.receipt_of(old.id)
    said = notes.open_note(proof.note, checkpoints.keys(restored.folder))
    assert (said.origin, said.size, proof.leaf_index) == ("portal.example/audit/1", 4, 2)
    leaf = bytes.fromhex(old.leaf_hash)
    assert merkle.verify_inclusion(leaf=leaf, index=2, size=4, proof=proof.path, expected=said.root)
    assert len(selectors.inclusion_proof(250, 301)) > 0
    assert selectors.consistency_proof(1, 301, epoch=2)
    with pytest.raises(ValueError, match="no tree of 7"):
        selectors.consistency_proof(3, 7, epoch=1)
    restored.write(3)
    assert restored.sequence() == 3, "a sequencer that starts anew finds the edge of the second tree"
    assert restored.check(**keys(restored)).holds


def test_an_epoch_whose_loss_nobody_told_is_found(restored, superuser_connection):
    opened()
    restored.sequence()
    with superuser_connection, superuser_connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE audit.entry DISABLE TRIGGER ALL; UPDATE audit.entry SET leaf = replace(leaf, "
            "'\"published_size\":7', '\"published_size\":4') WHERE action = 'ledger.epoch_opened'"
        )
    kinds = {problem.kind for problem in restored.check(**keys(restored)).problems}
    assert {"edited", "published"} <= kinds


def test_an_epoch_row_without_its_leaf_is_found(restored, superuser_connection):
    opened()
    restored.sequence()
    with superuser_connection, superuser_connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit.epoch DISABLE TRIGGER ALL; UPDATE audit.epoch SET first_index = 3")
    assert "epoch" in {problem.kind for problem in restored.check(**keys(restored)).problems}


def test_while_a_sequencer_holds_the_ledger_no_epoch_is_opened(book, settings, monkeypatch):
    from audit.management.commands import open_epoch

    settings.CHECKPOINTS_DIR, settings.DATABASE_SEQUENCER_URL = book.folder, book.dsn
    monkeypatch.setattr(open_epoch, "WAIT_SECONDS", 0.0)
    sequencer = book.sequencer()
    book.write()
    sequencer.drain()
    with pytest.raises(CommandError, match="Stop the sequencer"):
        opened()
    sequencer.close()


def test_a_ledger_that_was_never_signed_has_no_end(book, settings):
    settings.CHECKPOINTS_DIR, settings.DATABASE_SEQUENCER_URL = book.folder, book.dsn
    with pytest.raises(CommandError, match="nothing to end"):
        opened()


def test_an_empty_database_beside_the_notes_of_another_is_told_apart(book, settings):
    settings.CHECKPOINTS_DIR, settings.DATABASE_SEQUENCER_URL = book.folder, book.dsn
    note = book.signer.sign(notes.Checkpoint("portal.example/audit/1", 9, b"\x07" * 32))
    checkpoints.publish(note, into=book.folder, signed_at=AT)
    with pytest.raises(CommandError, match="Move the folder aside"):
        opened()
