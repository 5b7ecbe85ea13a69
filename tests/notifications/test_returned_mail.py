"""Mail that came back is read from its box: each letter is marked once, a notice goes by post, and no mail is lost."""

import json
import logging
import mailbox
import threading
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connections

from audit import selectors as ledger
from jobs.services import run_due
from jobs.sweeps import run_sweep
from notifications import mailboxes, return_address, selectors, services
from notifications.bounces import taking_in
from notifications.mailboxes.maildir import FolderBox
from notifications.models import Delivery, Letter, Outcome, Status
from tests.conftest import NOW
from tests.notifications.conftest import Postbox
from tests.notifications.mails import group, plain, report
from tests.notifications.samples import nora
from tests.notifications.test_services import queued, story_of

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
FAILED = group("failed", "5.1.1")


@pytest.fixture
def box(settings, tmp_path: Path) -> mailbox.Maildir:
    settings.BOUNCE_ADDRESS, settings.BOUNCE_MAILBOX = "bounce@privacy.example", f"maildir:{tmp_path}/returned"
    return mailbox.Maildir(tmp_path / "returned", create=True)


def sent(kind: str = "extension", **more) -> Letter:
    letter = queued(kind, **more)
    run_due(now=NOW)
    letter.refresh_from_db()
    assert letter.status == Status.SENT
    return letter


def lies(box: mailbox.Maildir) -> dict[str, int]:
    """How many mails lie where."""
    folders = {place.value: box.get_folder(place) for place in mailboxes.Place}
    return {"box": len(box), **{name: len(folder) for name, folder in folders.items()}}


def test_each_letter_leaves_under_a_return_address_of_its_own(postbox: Postbox, box: mailbox.Maildir) -> None:
    letter = sent()
    (mail,) = postbox.received
    assert "bounce+" not in str(mail["From"]), "the reader sees who writes"
    assert postbox.senders == [return_address.of(letter.id)]


def test_a_notice_that_bounced_goes_by_post(postbox: Postbox, box: mailbox.Maildir) -> None:
    letter = sent()
    box.add(report(letter.id, FAILED))
    assert run_sweep("returned_mail", now=LATER) == 1
    letter.refresh_from_db()
    assert letter.status == Status.SUPERSEDED
    assert story_of(letter)[2:] == ["letter.bounced", "letter.superseded", "letter.queued"]
    paper = Letter.objects.get(supersedes=letter.id)
    assert (paper.channel, paper.post_by, paper.recipient["lines"]) == ("post", letter.post_by, ["12 Elm St"])
    assert [proof.detail_code for proof in selectors.proof_of_sending(letter.id)][-1] == "5.1.1"
    run_due(now=LATER)
    paper.refresh_from_db()
    assert paper.status == Status.TO_PRINT
    assert lies(box) == {"box": 0, "returned-read": 1, "returned-aside": 0}


def test_nothing_of_the_person_is_kept_of_a_bounce(postbox: Postbox, box: mailbox.Maildir, caplog) -> None:
    letter = sent(to=nora(address=None))
    box.add(report(letter.id, group("failed", "5.1.1", reason="550 nora@example.org of 12 Elm St is gone")))
    with caplog.at_level(logging.DEBUG):
        run_sweep("returned_mail", now=LATER)
    (entry,) = [one for one in ledger.entries_for(letter.request_ref) if one.action == "letter.bounced"]
    kept = json.dumps(dict(entry.facts)) + caplog.text + selectors.proof_of_sending(letter.id)[-1].detail_code
    for word in ("nora", "Elm", "example.org", "bounce+"):
        assert word not in kept
    assert entry.facts["cause"] == "5.1.1"


def test_without_a_postal_address_it_waits_for_a_person(postbox: Postbox, box: mailbox.Maildir) -> None:
    letter = sent(to=nora(address=None))
    box.add(report(letter.id, FAILED))
    run_sweep("returned_mail", now=LATER)
    letter.refresh_from_db()
    assert letter.status == Status.RETURNED
    assert [view.id for view in selectors.troubled()] == [letter.id]


def test_a_code_that_bounced_takes_no_other_way(postbox: Postbox, box: mailbox.Maildir) -> None:
    letter = sent("verification_code")
    box.add(report(letter.id, FAILED))
    run_sweep("returned_mail", now=LATER)
    letter.refresh_from_db()
    assert letter.status == Status.RETURNED
    assert Letter.objects.count() == 1
    assert "123456" not in json.dumps(letter.context)


def test_the_same_news_twice_has_its_effect_once(postbox: Postbox, box: mailbox.Maildir) -> None:
    letter = sent()
    for _time in range(3):
        box.add(report(letter.id, FAILED))
    assert run_sweep("returned_mail", now=LATER) == 1
    box.add(report(letter.id, FAILED))
    assert run_sweep("returned_mail", now=LATER) == 0
    assert story_of(letter).count("letter.bounced") == 1
    assert Letter.objects.filter(supersedes=letter.id).count() == 1
    assert lies(box)["returned-read"] == 4


def test_a_death_between_effect_and_filing_changes_nothing(postbox: Postbox, box: mailbox.Maildir, monkeypatch) -> None:
    letter = sent()
    box.add(report(letter.id, FAILED))
    with monkeypatch.context() as dying:
        dying.setattr(FolderBox, "put", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            run_sweep("returned_mail", now=LATER)
    assert lies(box)["box"] == 1
    assert run_sweep("returned_mail", now=LATER) == 0
    assert story_of(letter).count("letter.bounced") == 1
    assert lies(box) == {"box": 0, "returned-read": 1, "returned-aside": 0}


def test_news_that_is_quicker_than_our_own_note_waits(postbox: Postbox, box: mailbox.Maildir) -> None:
    letter = queued()
    box.add(report(letter.id, FAILED))
    assert run_sweep("returned_mail", now=NOW) == 0
    assert lies(box)["box"] == 1
    run_due(now=NOW)
    assert run_sweep("returned_mail", now=LATER) == 1


def test_what_is_no_failure_or_no_business_of_ours_changes_nothing(postbox: Postbox, box: mailbox.Maildir) -> None:
    letter = sent()
    for mail in (
        report(letter.id, group("delayed", "4.4.1")),
        report(letter.id, group("relayed", "2.1.9")),
        plain(letter.id, "away", sender="nora@example.org", header="Auto-Submitted: auto-replied"),
    ):
        box.add(mail)
    for mail in (
        report(letter.id, FAILED, to=str(return_address.of(letter.id)).replace("bounce+", "bounce+a")),
        report(uuid4(), FAILED),
        plain(None, "550 5.1.1"),
        plain(letter.id, "Please write to my new address", sender="nora@example.org"),
        b"\xff\xfe" * 200,
    ):
        box.add(mail)
    assert run_sweep("returned_mail", now=LATER) == 0
    letter.refresh_from_db()
    assert letter.status == Status.SENT
    assert lies(box) == {"box": 0, "returned-read": 3, "returned-aside": 5}


def test_a_letter_of_which_nobody_knew_whether_it_arrived_did_not(postbox: Postbox, box: mailbox.Maildir) -> None:
    letter = queued("message_waiting")
    Delivery.objects.create(letter=letter, at=NOW, channel="email", outcome=Outcome.STARTED)
    run_due(now=LATER)
    letter.refresh_from_db()
    assert letter.status == Status.UNKNOWN
    box.add(report(letter.id, FAILED))
    assert run_sweep("returned_mail", now=LATER) == 1
    letter.refresh_from_db()
    assert letter.status == Status.RETURNED


def test_one_mail_that_cannot_be_taken_in_holds_up_no_other(
    postbox: Postbox, box: mailbox.Maildir, monkeypatch
) -> None:
    first, second = sent(), sent()
    for letter in (first, second):
        box.add(report(letter.id, FAILED))
    real = services.mark_returned

    def fails_for_the_first(*, letter_id, **more):
        if letter_id == first.id:
            raise RuntimeError("nora@example.org")
        return real(letter_id=letter_id, **more)

    monkeypatch.setattr(services, "mark_returned", fails_for_the_first)
    with pytest.raises(taking_in.Unfinished, match="1 mails"):
        run_sweep("returned_mail", now=LATER)
    second.refresh_from_db()
    assert second.status == Status.SUPERSEDED
    assert lies(box)["box"] == 1, "it is tried again"


def test_a_box_that_cannot_be_opened_says_so_without_a_word_of_anybody(settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.BOUNCE_MAILBOX = f"maildir:{tmp_path}/file/box"
    with pytest.raises(mailboxes.Away, match="cannot be used"):
        taking_in.sweep(now=NOW)


def test_a_link_in_the_box_is_not_followed(box: mailbox.Maildir, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    (tmp_path / "returned" / "new" / "evil").symlink_to(tmp_path / "secret")
    assert run_sweep("returned_mail", now=NOW) == 0
    assert (tmp_path / "secret").exists()


def test_a_mail_never_takes_the_place_of_another(box: mailbox.Maildir, tmp_path: Path) -> None:
    open_box = FolderBox(str(tmp_path / "returned"))
    for words in ("one", "two"):
        (tmp_path / "returned" / "new" / "same").write_text(words)
        open_box.put("new/same", mailboxes.Place.READ)
    kept = (tmp_path / "returned" / ".returned-read" / "cur").iterdir()
    assert sorted(path.read_text() for path in kept) == ["one", "two"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_it_once(postbox: Postbox, box: mailbox.Maildir) -> None:
    letters = [sent() for _ in range(3)]
    for letter in letters:
        box.add(report(letter.id, FAILED))
    start, done, told = threading.Barrier(3), [], []

    def work() -> None:
        start.wait()
        try:
            done.append(taking_in.sweep(now=LATER))
        except Exception as trouble:
            told.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (sum(done), told) == (3, [])
    for letter in letters:
        assert story_of(letter).count("letter.bounced") == 1
        assert Letter.objects.filter(supersedes=letter.id).count() == 1
    assert lies(box) == {"box": 0, "returned-read": 3, "returned-aside": 0}
