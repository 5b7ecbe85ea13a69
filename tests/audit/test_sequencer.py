"""Every entry gets one place, whatever happens to the process that gives it."""

import threading

import psycopg2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import checkpoints, merkle, notes, selectors
from audit.sequencer import Refused


def test_entries_are_placed_signed_and_published(book):
    receipts = book.write(3)
    assert book.sequence() == 3
    head = selectors.latest_checkpoint()
    says = notes.open_note(head.note, [book.signer.verifier])
    assert (says.size, says.root) == (3, bytes(head.root))
    assert (book.folder / "latest").read_text() == head.note
    assert checkpoints.keys(book.folder) == [book.signer.verifier]
    proof = selectors.receipt_of(receipts[1].entry)
    assert merkle.verify_inclusion(
        leaf=bytes.fromhex(receipts[1].leaf_hash), index=1, size=3, proof=proof.path, expected=says.root
    )
    assert proof.text().startswith("c2sp.org/tlog-proof@v1\nindex 1\n")
    assert proof.text().endswith(head.note)
    assert selectors.counts().pending == 0
    assert book.sequence() == 0, "nothing new, nothing signed"


def test_proofs_hold_across_tiles_and_checkpoints(book):
    book.write(300)
    book.sequence()
    old = selectors.latest_checkpoint()
    book.write(400)
    book.sequence()
    new = selectors.latest_checkpoint()
    assert (old.tree_size, new.tree_size) == (300, 700)
    views = selectors.find_entries(after_index=-1, limit=1000)
    assert [view.leaf_index for view in views] == list(range(700))
    for size, root in ((300, bytes(old.root)), (700, bytes(new.root))):
        for index in (0, 1, 255, 256, 299):
            proof = selectors.inclusion_proof(index, size)
            leaf = bytes.fromhex(views[index].leaf_hash)
            assert merkle.verify_inclusion(leaf=leaf, index=index, size=size, proof=proof, expected=root)
    proof = selectors.consistency_proof(300, 700)
    roots = {"first_root": bytes(old.root), "second_root": bytes(new.root)}
    assert merkle.verify_consistency(first=300, second=700, proof=proof, **roots)
    with pytest.raises(ValueError, match="no tree of 701"):
        selectors.inclusion_proof(0, 701)
    # A receipt goes with every letter: its proof may not cost a read per node of its path.
    with CaptureQueriesContext(connection) as reads:
        assert len(selectors.inclusion_proof(699, 700)) == 7
    assert len(reads) <= 8
    assert book.check().holds


def test_two_sequencers_never_place_twice(book):
    first, second = book.sequencer(), book.sequencer()
    book.write(2)
    assert first.drain() == 2
    book.write(2)
    assert second.drain() == 0, "the lock is taken: the copy stands by"
    first.close()
    assert second.drain() == 2
    second.close()
    assert book.check().holds


def test_two_sequencers_at_once_while_people_work(book):
    stop = threading.Event()
    threads = [threading.Thread(target=book.sequencer().run, args=(stop,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        book.write(2)
    stop.set()
    for thread in threads:
        thread.join(timeout=20)
    book.sequence()
    report = book.check()
    assert (report.holds, report.tree_size) == (True, 20)


def test_a_lost_connection_is_opened_again(book, superuser_connection):
    sequencer = book.sequencer()
    book.write()
    assert sequencer.drain() == 1
    _execute(
        superuser_connection,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sequencer'",
    )
    book.write()
    with pytest.raises(psycopg2.Error):
        sequencer.drain()
    sequencer.close()
    assert sequencer.drain() == 1
    sequencer.close()


def test_a_batch_that_fails_is_undone_and_repeated(book, monkeypatch):
    sequencer = book.sequencer()
    book.write(2)
    sequencer.drain()
    book.write(3)
    with monkeypatch.context() as patch:
        patch.setattr(notes.Signer, "sign", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            sequencer.drain()
    assert selectors.counts().pending == 3
    assert sequencer.drain() == 3
    sequencer.close()
    assert book.check().holds


def test_a_crash_between_commit_and_publication_publishes_later(book, monkeypatch):
    book.write()
    with monkeypatch.context() as patch:
        patch.setattr(checkpoints, "publish", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            book.sequence()
    assert list(checkpoints.published(book.folder)) == []
    book.write()
    book.sequence()
    assert [size for size, _ in checkpoints.published(book.folder)] == [1, 2]


def test_entries_queued_again_by_a_restore_keep_their_place(book, superuser_connection):
    (receipt,) = book.write()
    book.sequence()
    _execute(superuser_connection, "INSERT INTO audit.pending SELECT id, leaf_hash FROM audit.entry")
    book.write()
    book.sequence()
    assert selectors.entry(receipt.entry).leaf_index == 0
    assert selectors.counts().leaves == 2
    assert book.check().holds


def test_a_flipped_bit_is_never_signed(book, superuser_connection):
    (receipt,) = book.write()
    _tamper(
        superuser_connection,
        "UPDATE audit.entry SET leaf = replace(leaf, 'portal', 'portam')",
    )
    with pytest.raises(Refused, match=str(receipt.entry)):
        book.sequence()
    assert selectors.latest_checkpoint() is None


def test_a_stale_backup_is_not_signed_on(book):
    book.write()
    book.sequence()
    foreign = book.signer.sign(notes.Checkpoint("portal.example/audit/1", 9, b"\x07" * 32))
    checkpoints.publish(foreign, into=book.folder, signed_at=selectors.latest_checkpoint().signed_at)
    book.write()
    with pytest.raises(Refused, match="epoch"):
        book.sequence()


def test_a_changed_tree_is_not_signed_on(book, superuser_connection):
    book.write(3)
    book.sequence()
    _tamper(superuser_connection, "DELETE FROM audit.leaf WHERE leaf_index = 2")
    book.write()
    with pytest.raises(Refused, match="not the one signed"):
        book.sequence()


def test_a_renamed_portal_keeps_the_name_of_its_log(book):
    book.write()
    book.sequence()
    origin = notes.read_text(selectors.latest_checkpoint().note).origin
    key = book.folder.parent / "log-key.pem"
    book.signer = notes.Signer.load("renamed.example/audit/1", key)
    book.write()
    book.sequence()
    assert notes.read_text(selectors.latest_checkpoint().note).origin == origin
    assert book.check(keys=checkpoints.keys(book.folder)).holds


def _execute(superuser, statement: str) -> None:
    with superuser, superuser.cursor() as cursor:
        cursor.execute(statement)


def _tamper(superuser, statement: str) -> None:
    _execute(
        superuser,
        "ALTER TABLE audit.entry DISABLE TRIGGER ALL; ALTER TABLE audit.leaf DISABLE TRIGGER ALL;" + statement,
    )
