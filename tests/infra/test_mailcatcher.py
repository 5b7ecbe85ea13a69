"""The demonstration's mail: everything is caught and shown, bounces bounce, nothing runs."""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTP, SMTPRecipientsRefused
from uuid import uuid4

import pytest

from dsar_portal.mailcatcher import MailCatcher
from notifications import return_address
from notifications.bounces import reports
from notifications.bounces.reports import Reading, Verdict


def _letter(to: str, subject: str = "Your code", text: str = "Code: 12345678\n") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "privacy@example.com", to, subject
    mail.set_content(text)
    return mail


def _send(catcher, mail):
    with SMTP("127.0.0.1", catcher.smtp_port) as smtp:
        smtp.send_message(mail)


def _get(catcher, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{catcher.http_port}{path}") as answer:
        return answer.read().decode()


def test_a_letter_is_kept_and_listed_for_its_recipient(mail_catcher):
    _send(mail_catcher, _letter("nora@example.org"))
    _send(mail_catcher, _letter("sam@example.org", "Other"))
    [found] = json.loads(_get(mail_catcher, "/api/messages?to=Nora@example.org"))
    assert (found["to"], found["subject"], found["text"]) == ("nora@example.org", "Your code", "Code: 12345678\n")
    assert {"id", "html", "attachments", "at"} <= set(found)


def test_the_page_shows_letters_as_harmless_text(mail_catcher):
    _send(mail_catcher, _letter("nora@example.org", "<b>bold</b>", "<script>alert(1)</script>\n"))
    inbox = _get(mail_catcher, "/")
    assert "&lt;b&gt;bold" in inbox
    [letter] = mail_catcher.messages()
    assert "&lt;script&gt;" in _get(mail_catcher, f"/mail/{letter['id']}")


def test_an_unknown_letter_is_a_plain_404(mail_catcher):
    with pytest.raises(urllib.error.HTTPError, match="404") as refused:
        _get(mail_catcher, "/mail/nothing")
    refused.value.close()


def test_bounce_addresses_are_refused_for_good(mail_catcher):
    with pytest.raises(SMTPRecipientsRefused, match=r"5\.1\.1"):
        _send(mail_catcher, _letter("gone@bounce.example"))
    assert mail_catcher.messages() == []


def test_attachments_are_named(mail_catcher):
    mail = _letter("nora@example.org")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="letter.pdf")
    _send(mail_catcher, mail)
    [found] = mail_catcher.messages()
    assert found["attachments"] == [{"name": "letter.pdf", "type": "application/pdf", "size": 8}]


def test_it_starts_beside_an_event_loop_that_already_runs(tmp_path):
    """A browser test leaves one running in the thread of the tests that follow it."""

    async def inside() -> list[dict[str, object]]:
        catcher = MailCatcher(tmp_path)
        catcher.start(smtp_port=0, http_port=0)
        _send(catcher, _letter("nora@example.org"))
        catcher.stop()
        return catcher.messages()

    with ThreadPoolExecutor(1) as thread:  # this thread's own loop may be the browser's
        assert len(thread.submit(asyncio.run, inside()).result()) == 1


def test_mail_outlives_the_catcher(tmp_path):
    first = MailCatcher(tmp_path)
    first.keep(_letter("nora@example.org").as_bytes(), ["nora@example.org"])
    second = MailCatcher(tmp_path)
    assert len(second.messages(to="nora@example.org")) == 1
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())
    first.close()
    second.close()


@pytest.fixture
def returning_catcher(tmp_path: Path) -> Iterator[MailCatcher]:
    catcher = MailCatcher(tmp_path / "mail", returned=tmp_path / "returned")
    catcher.start(smtp_port=0, http_port=0)
    try:
        yield catcher
    finally:
        catcher.stop()


def test_mail_to_bounce_is_taken_and_comes_back_with_a_report(returning_catcher, tmp_path, settings):
    settings.BOUNCE_ADDRESS = "bounce@privacy.example"
    letter = uuid4()
    with SMTP("127.0.0.1", returning_catcher.smtp_port, timeout=5) as server:
        for to in ("bounce@example.org", "Bounce.Later@example.org", "nora@example.org"):
            server.sendmail(return_address.of(letter), to, _letter(to).as_bytes())
    assert len(returning_catcher.messages()) == 3, "they were accepted, as mail servers do"
    reports_back = [path.read_bytes() for path in (tmp_path / "returned" / "new").iterdir()]
    assert [reports.read(raw) for raw in reports_back] == [Reading(letter, Verdict.FAILED, "5.1.1")] * 2
    assert all(b"12345678" not in raw for raw in reports_back), "the words of the letter do not go round again"


def test_a_mail_without_sender_is_never_answered(returning_catcher, tmp_path):
    with SMTP("127.0.0.1", returning_catcher.smtp_port, timeout=5) as server:
        server.sendmail("", "bounce@example.org", _letter("bounce@example.org").as_bytes())
    assert not (tmp_path / "returned").exists()
