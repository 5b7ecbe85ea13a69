"""Rows and entries that wait for each other: written once, shown to whoever looks, dropped with what failed."""

from contextlib import suppress
from datetime import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from audit import ledger, together
from audit.actors import SYSTEM, Subject
from audit.selectors import entries_for
from jobs.models import Job
from jobs.services import enqueue

pytestmark = pytest.mark.django_db


def _entry(now: datetime) -> Subject:
    subject = Subject.event("request")
    ledger.record("request.note_added", actor=SYSTEM, subject=subject, at=now, request=subject.id)
    return subject


def test_what_waits_is_written_once(now: datetime) -> None:
    with CaptureQueriesContext(connection) as captured, together.gathering():
        about = [_entry(now) for _ in range(5)]
        for number in range(5):
            enqueue("test.nothing", args={"number": number}, now=now, fresh=True)
    assert [one["sql"].split(" (")[0] for one in captured] == ['INSERT INTO "jobs_job"', "INSERT INTO audit.entry"]
    assert all(len(entries_for(one.id)) == 1 for one in about)
    assert Job.objects.count() == 5


def test_whoever_looks_sees_what_waits(now: datetime) -> None:
    with together.gathering():
        with together.gathering():
            job = enqueue("test.nothing", args={}, now=now, fresh=True)
            about = _entry(now)
        assert Job.objects.filter(id=job.id).exists()
        assert len(entries_for(about.id)) == 1


def _fail(now: datetime) -> Subject:
    """Record something, fail, and be caught."""
    with suppress(ZeroDivisionError), together.gathering():
        enqueue("test.nothing", args={}, now=now, fresh=True)
        lost = _entry(now)
        raise ZeroDivisionError
    return lost


def test_what_failed_and_was_caught_leaves_nothing(now: datetime) -> None:
    with together.gathering():
        lost = _fail(now)
        kept = _entry(now)
    assert not Job.objects.exists()
    assert entries_for(lost.id) == []
    assert len(entries_for(kept.id)) == 1


def test_the_bell_rings_once_for_all(
    now: datetime, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    sent: list[tuple[str, int, str]] = []
    monkeypatch.setattr("jobs.bell._send", lambda task, args, *, queue: sent.append((task, len(args), queue)) or True)
    with django_capture_on_commit_callbacks(execute=True), together.gathering():
        for number in range(25):
            enqueue("test.nothing", args={"number": number}, now=now, fresh=True)
        enqueue("test.nothing", args={}, now=now, fresh=True, queue="mail")
    assert sent == [("jobs.run_jobs", 20, "default"), ("jobs.run_jobs", 5, "default"), ("jobs.run_jobs", 1, "mail")]


@pytest.mark.django_db(transaction=True)
def test_nothing_waits_outside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError), together.gathering():
        pass
