"""The mailbox of production: IMAP over TLS, read by its beginning, mails moved and never deleted."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.services import run_due
from notifications import mailboxes
from notifications.bounces import reports, taking_in
from notifications.mailboxes import Place
from notifications.models import Status
from tests.conftest import NOW
from tests.notifications.conftest import Postbox
from tests.notifications.imap_server import ImapServer
from tests.notifications.mails import group, report
from tests.notifications.test_services import queued

LATER = NOW + timedelta(hours=1)
MAIL = b"To: somebody\r\n\r\nx\r\n"


@pytest.fixture
def server(settings, tmp_path: Path, monkeypatch) -> Iterator[ImapServer]:
    running = ImapServer(tmp_path)
    settings.BOUNCE_ADDRESS, settings.BOUNCE_MAILBOX = "bounce@privacy.example", running.url
    monkeypatch.setenv("SSL_CERT_FILE", str(running.certificate))
    try:
        yield running
    finally:
        running.shutdown()
        running.server_close()


@pytest.mark.django_db
def test_a_bounce_is_read_and_kept_at_the_mail_server(server: ImapServer, postbox: Postbox) -> None:
    letter = queued()
    run_due(now=NOW)
    large = report(letter.id, group("failed", "5.1.1")) + b"x" * 2_000_000
    server.boxes["INBOX"] |= {7: large, 9: MAIL}
    assert taking_in.sweep(now=LATER) == 1
    assert taking_in.sweep(now=LATER) == 0
    letter.refresh_from_db()
    assert letter.status == Status.SUPERSEDED
    assert server.boxes["INBOX"] == {}
    assert (server.boxes[Place.READ], server.boxes[Place.ASIDE]) == ({7: large}, {9: MAIL})
    assert any(f"<0.{reports.MOST_BYTES}>" in said for said in server.said), "a huge mail is read by its beginning"


@pytest.mark.parametrize(("knows", "used"), [("MOVE", "UID MOVE"), ("UIDPLUS", "UID EXPUNGE")])
def test_a_mail_is_moved_by_what_the_server_knows(server: ImapServer, knows: str, used: str) -> None:
    server.capabilities = f"IMAP4rev1 {knows}"
    server.boxes["INBOX"][3] = MAIL
    with mailboxes.opened() as box:
        box.put("3", Place.ASIDE)
        assert (box.waiting(10), box.count(Place.ASIDE)) == ([], 1)
    assert any(said.startswith(used) for said in server.said)


def test_a_server_that_could_only_delete_is_refused(server: ImapServer) -> None:
    server.capabilities = "IMAP4rev1"
    server.boxes["INBOX"][3] = MAIL
    with mailboxes.opened() as box, pytest.raises(mailboxes.Away, match="neither MOVE nor UIDPLUS"):
        box.put("3", Place.READ)
    assert server.boxes["INBOX"] == {3: MAIL}


def test_a_mail_that_is_gone_is_nobodys_fault(server: ImapServer) -> None:
    with mailboxes.opened() as box, pytest.raises(mailboxes.Gone):
        box.beginning("5", 100)


def test_nobody_else_may_pose_as_the_mail_server(server: ImapServer, monkeypatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(mailboxes.Away, match="SSLCertVerificationError"):
        taking_in.sweep(now=NOW)


def test_a_wrong_password_is_told_without_repeating_it(server: ImapServer, settings) -> None:
    settings.BOUNCE_MAILBOX = server.url.replace("pass%2Fword", "wrong")
    with pytest.raises(mailboxes.Away) as told:
        taking_in.sweep(now=NOW)
    assert str(told.value) == "The server of the returned mail broke off (error)."


def test_a_server_that_is_away_is_told(settings) -> None:
    settings.BOUNCE_MAILBOX = "imaps://u:p@127.0.0.1:1/INBOX"
    with pytest.raises(mailboxes.Away, match="does not answer"):
        taking_in.sweep(now=NOW)
