"""Something goes wrong between a deed and its copy outside the database: staff are told, whatever page they look at."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction

from audit import alarms, checkpoints, notes, selectors
from dsar_portal import doctor, watch
from dsar_portal.figures import FIGURES
from jobs.models import Job
from jobs.services import run_due
from notifications.models import Letter
from notifications.organisation import organisation
from tests.accounts.cast import hire, signed_in
from tests.audit.conftest import AT

OFF = "ALTER TABLE audit.entry DISABLE TRIGGER ALL; ALTER TABLE audit.checkpoint DISABLE TRIGGER ALL; "
OLD = "UPDATE audit.entry SET recorded_at = clock_timestamp() - interval '61 seconds';"
NIGHT = AT.replace(hour=9)  # three in the morning in Wisconsin


@pytest.fixture
def break_it(superuser_connection):
    def execute(statement: str) -> None:
        with superuser_connection, superuser_connection.cursor() as cursor:
            cursor.execute(OFF + statement)

    return execute


@pytest.fixture
def kept(book, settings):
    settings.CHECKPOINTS_DIR = book.folder
    return book


def kinds() -> list[str]:
    return [alarm.kind for alarm in alarms.standing()]


def figure(name: str) -> int:
    return next(one for one in FIGURES if one.name == name).count(AT)


def test_on_a_good_day_there_is_no_alarm(kept):
    kept.write(3)
    kept.sequence()
    kept.write()
    assert kinds() == []
    assert watch.sound(now=AT) == 0
    assert not Job.objects.exists()


def test_an_entry_that_waits_for_more_than_a_minute(kept, break_it):
    kept.write()
    break_it(OLD)
    assert kinds() == ["pending"]
    assert figure("portal_ledger_pending_age_seconds") >= 61
    kept.sequence()
    assert kinds() == []


def test_an_entry_that_got_lost_on_its_way(kept, break_it):
    kept.write()
    break_it("DELETE FROM audit.pending;")
    assert kinds() == [], "it may just have been taken out of the queue"
    break_it(OLD)
    assert kinds() == ["missing"]
    assert figure("portal_ledger_entries_missing") == 1


def test_a_checkpoint_that_stays_inside(kept, break_it, monkeypatch):
    kept.write()
    with monkeypatch.context() as patch:
        patch.setattr(checkpoints, "publish", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            kept.sequence()
    assert kinds() == []
    break_it("UPDATE audit.checkpoint SET signed_at = clock_timestamp() - interval '16 minutes'")
    assert kinds() == ["unpublished"]
    assert figure("portal_ledger_unpublished_seconds") >= 960
    kept.write()
    kept.sequence()
    assert kinds() == []


def test_a_ledger_that_nobody_proves(kept, break_it):
    kept.write()
    kept.sequence()
    break_it("UPDATE audit.entry SET recorded_at = clock_timestamp() - interval '40 hours'")
    assert kinds() == ["unchecked"]
    watch.check(now=AT)
    assert kinds() == []
    (told,) = selectors.find_entries(action="ledger.checked")
    assert told.facts == {"outcome": "holds", "entries": 1, "tree_size": 1, "checkpoints": 1}


def test_a_history_that_was_rewritten_is_told_the_next_night_and_to_those_who_must_look(kept, break_it):
    ada = hire("ada", "admin", now=AT, email="ada@example.org")
    hire("ari", "auditor", now=AT, email="ari@example.org")
    hire("olu", "officer", now=AT, email="olu@example.org")
    hire("guest", "auditor", now=AT, email="guest@example.net", expires_at=AT + timedelta(days=9))
    kept.write(3)
    kept.sequence()
    break_it("UPDATE audit.entry SET leaf = replace(leaf, 'note_added', 'note_erased')")
    for _twice in range(2):
        assert watch.daily(now=NIGHT) == 1
    assert [job.kind for job in Job.objects.all()] == ["ledger.check"], "once a night"
    assert run_due(now=NIGHT) == 1
    assert kinds() == ["broken"]
    for _twice in range(2):
        watch.sound(now=NIGHT)
    run_due(now=NIGHT)
    to = {letter.recipient["email"] for letter in Letter.objects.filter(kind="staff_alert")}
    assert to == {"ada@example.org", "ari@example.org"}, "not officers, not guests"
    told = selectors.find_entries(action="ledger.alarmed")
    assert [(one.facts["cause"], one.facts["recipients"]) for one in told] == [("broken", 2)]
    page = signed_in(ada, now=AT).get("/admin-room/jobs/").content.decode()
    assert "Something is wrong with the ledger" in page
    assert "script/manage check_ledger" in page
    findings = {finding.check: finding for finding in doctor.examine(now=AT)}
    assert findings["ledger"].state == "broken"


def test_where_no_member_of_staff_has_an_address_the_privacy_office_is_told(kept, break_it):
    hire("ada", "admin", now=AT)
    kept.write()
    break_it(OLD)
    with transaction.atomic():
        watch.tell(now=AT, kind="pending")
    (letter,) = Letter.objects.filter(kind="staff_alert")
    assert letter.recipient["email"] == organisation().email


def test_an_alarm_that_ended_meanwhile_is_not_sent(kept):
    with transaction.atomic():
        watch.tell(now=AT, kind="pending")
    assert not Letter.objects.exists()


def test_nothing_is_due_before_two_in_the_morning(kept):
    assert watch.daily(now=AT.replace(hour=7)) == 0
    assert watch.daily(now=NIGHT + timedelta(hours=20)) == 1


def test_whoever_keeps_copies_gets_the_newest_note_word_for_word(kept, settings):
    settings.CHECKPOINT_RECIPIENTS = ["dpo@example.org", "auditor@example.net"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    kept.write(2)
    kept.sequence()
    watch.daily(now=NIGHT)
    run_due(now=NIGHT)
    assert [message.to for message in mail.outbox] == [["dpo@example.org"], ["auditor@example.net"]]
    note = selectors.checkpoint(2).note
    message = mail.outbox[0]
    assert note in message.body
    assert checkpoints.fingerprint() in message.body
    (attached,) = message.attachments
    assert attached[:2] == ("checkpoint-2.txt", note)
    notes.open_note(attached[1], [kept.signer.verifier])
    with connection.cursor() as cursor:
        cursor.execute("SELECT tree_size, ref FROM audit.publication WHERE channel = 'mail'")
        assert cursor.fetchall() == [(2, "2026-11-23")]
    (told,) = selectors.find_entries(action="ledger.checkpoint_mailed")
    assert told.facts == {"tree_size": 2, "recipients": 2}
    assert "@" not in told.leaf


def test_mail_that_is_away_is_tried_again(kept, settings):
    settings.CHECKPOINT_RECIPIENTS = ["dpo@example.org"]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    kept.write()
    kept.sequence()
    watch.daily(now=NIGHT)
    run_due(now=NIGHT)
    (job,) = Job.objects.filter(kind="ledger.mail_checkpoint")
    assert (job.state, job.last_error) == ("ready", "RetryLater")


@pytest.mark.django_db
def test_the_application_may_not_say_that_it_published_a_file():
    from django.db import Error

    with pytest.raises(Error, match="only the sequencer"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT audit.note_publication(1, 'file', 'x')")
