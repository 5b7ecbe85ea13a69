"""Nora's acknowledgement carries the proof that her request is in the ledger; if it cannot, it says where to get it."""

import threading

from django.core import mail

from audit import checkpoints, covering, receipts, sequencer
from notifications import enclosures
from tests import cast
from tests.audit.conftest import book  # noqa: F401  # the fixture of a ledger of its own
from tests.conftest import NOW


def acknowledged() -> mail.EmailMultiAlternatives:
    """File her request, let the workers write, and return the acknowledgement."""
    cast.ask(cast.body("access"), now=NOW)
    mail.outbox.clear()
    cast.work_off(NOW)
    return next(message for message in mail.outbox if "/receipt/" in message.body)


def test_without_a_sequencer_nobody_waits_and_the_letter_says_where_to_get_it(book):  # noqa: F811  # a fixture of the file it is imported from
    message = acknowledged()
    assert "Your receipt waits for you on the status page." in " ".join(message.body.split())
    assert message.attachments == []


def test_the_letter_waits_for_the_signature_and_carries_the_proof(book, monkeypatch):  # noqa: F811  # as above
    monkeypatch.setattr(checkpoints, "folder", lambda: book.folder)
    monkeypatch.setattr(enclosures, "WAIT_SECONDS", 30.0)
    stop = threading.Event()
    working = book.sequencer()
    book.write()
    assert working.drain() == 1, "from now on it holds the lock"
    thread = threading.Thread(target=working.run, args=(stop,))
    thread.start()
    try:
        message = acknowledged()
    finally:
        stop.set()
        thread.join(timeout=20)
    (name, content, kind) = message.attachments[0]
    assert (name.endswith(".tlog-proof"), kind) == (True, "application/octet-stream")
    assert receipts.check(content.decode()).finding == receipts.Finding.HOLDS
    assert "The file that comes with this message is your receipt." in " ".join(message.body.split())


def test_the_lock_looked_for_is_the_one_a_sequencer_holds():
    assert covering.LOCK == sequencer.LOCK
