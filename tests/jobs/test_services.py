"""A job is done once, later rather than never, whatever dies in between."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from audit.actors import SYSTEM
from audit.selectors import find_entries
from jobs import registry, services
from jobs.models import Job, State, SweepRun
from jobs.services import RetryLater, enqueue, run_due, run_job

pytestmark = pytest.mark.django_db


@pytest.mark.any_broker
def test_a_job_is_done_once(noting: str, calls: list[str], now: datetime) -> None:
    job = enqueue(noting, args={"name": "letter"}, now=now)
    assert run_job(job_id=job.id, now=now)
    assert not run_job(job_id=job.id, now=now)
    job.refresh_from_db()
    assert (calls, job.state, job.attempts, job.lease_until) == (["letter"], State.DONE, 1, None)


def test_the_bell_rings_after_commit_and_not_before_time(
    noting: str, rung: list[str], now: datetime, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue(noting, args={"name": "a"}, now=now)
        enqueue(noting, args={"name": "b"}, now=now, run_after=now + timedelta(hours=1))
        assert rung == []
    assert rung == [str(job.id)]


def test_an_undone_deed_leaves_no_job(noting: str, now: datetime) -> None:
    with transaction.atomic():
        enqueue(noting, args={"name": "a"}, now=now)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


@pytest.mark.any_broker
def test_the_same_key_gives_the_same_job(noting: str, now: datetime) -> None:
    first = enqueue(noting, args={"name": "a"}, now=now, dedupe_key="reminder:7")
    second = enqueue(noting, args={"name": "b"}, now=now, dedupe_key="reminder:7")
    assert (second.id, second.args) == (first.id, {"name": "a"})
    assert enqueue(noting, args={"name": "c"}, now=now).id != first.id


def test_a_job_is_not_done_before_its_time(noting: str, calls: list[str], now: datetime) -> None:
    job = enqueue(noting, args={"name": "later"}, now=now, run_after=now + timedelta(hours=1))
    assert not run_job(job_id=job.id, now=now)
    assert run_due(now=now) == 0
    assert run_due(now=now + timedelta(hours=1)) == 1
    assert calls == ["later"]


@pytest.mark.any_broker
def test_a_failure_undoes_its_effects_and_is_tried_again(now: datetime) -> None:
    @registry.handles("test.fail_first")
    def fail(*, now: datetime) -> None:
        SweepRun.objects.create(name="effect", started_at=now)
        if Job.objects.get().attempts < 3:
            raise ConnectionError("nora@example.org refused")

    job = enqueue("test.fail_first", args={}, now=now)
    run_job(job_id=job.id, now=now)
    job.refresh_from_db()
    assert (job.state, job.last_error, SweepRun.objects.count()) == (State.READY, "ConnectionError", 0)
    assert job.run_after == now + timedelta(seconds=5)
    run_due(now=now + timedelta(seconds=5))
    assert run_due(now=now + timedelta(seconds=14)) == 0
    run_due(now=now + timedelta(seconds=15))
    job.refresh_from_db()
    assert (job.state, job.attempts, SweepRun.objects.count()) == (State.DONE, 3, 1)


def test_a_handler_may_say_when_to_come_back(now: datetime) -> None:
    @registry.handles("test.later")
    def later(*, now: datetime) -> None:
        raise RetryLater(after=timedelta(minutes=10))

    job = enqueue("test.later", args={}, now=now)
    run_job(job_id=job.id, now=now)
    job.refresh_from_db()
    assert job.run_after == now + timedelta(minutes=10)


def test_pauses_grow_up_to_an_hour() -> None:
    seconds = [services.pause_after(attempt).total_seconds() for attempt in (1, 2, 3, 11, 100)]
    assert seconds == [5, 10, 20, 3600, 3600]


def test_a_hopeless_job_is_given_up_on_record_and_can_be_revived(now: datetime, monkeypatch) -> None:
    monkeypatch.setattr(services, "MAX_ATTEMPTS", 1)

    @registry.handles("test.hopeless")
    def hopeless(*, now: datetime) -> None:
        raise ValueError

    job = enqueue("test.hopeless", args={}, now=now)
    run_job(job_id=job.id, now=now)
    job.refresh_from_db()
    assert (job.state, job.last_error) == (State.DEAD, "ValueError")
    assert run_due(now=now + timedelta(days=1)) == 0
    assert services.revive(job_id=job.id, by=SYSTEM, now=now)
    assert {"job.dropped", "job.requeued"} <= {entry.action for entry in find_entries(limit=9)}
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.READY, 0)


def test_an_unknown_kind_waits_for_the_software_that_knows_it(now: datetime) -> None:
    job = enqueue("from.tomorrow", args={}, now=now)
    run_job(job_id=job.id, now=now)
    job.refresh_from_db()
    assert (job.state, job.last_error) == (State.READY, "UnknownKind")


def test_a_job_of_a_dead_worker_is_taken_up_when_its_lease_has_passed(
    noting: str, calls: list[str], now: datetime
) -> None:
    job = enqueue(noting, args={"name": "orphan"}, now=now)
    Job.objects.update(state=State.RUNNING, attempts=1, lease_until=now + timedelta(seconds=60))
    assert not run_job(job_id=job.id, now=now + timedelta(seconds=60))
    assert run_due(now=now + timedelta(seconds=61)) == 1
    assert calls == ["orphan"]


def test_a_job_late_in_a_long_batch_has_a_whole_lease(noting: str, now: datetime, monkeypatch) -> None:
    elapsed = iter([0.0, 0.0, 75.9])
    monkeypatch.setattr(services, "monotonic", lambda: next(elapsed))
    leases: list[datetime] = []

    @registry.handles("test.lease")
    def look(*, now: datetime) -> None:
        leases.append(Job.objects.get(state=State.RUNNING).lease_until)

    for _ in range(2):
        enqueue("test.lease", args={}, now=now)
    assert run_due(now=now) == 2
    assert leases == [now + timedelta(seconds=60), now + timedelta(seconds=135)]


def test_a_job_that_kills_its_workers_is_given_up(noting: str, now: datetime) -> None:
    job = enqueue(noting, args={"name": "poison"}, now=now)
    Job.objects.update(state=State.RUNNING, attempts=services.MAX_ATTEMPTS, lease_until=now - timedelta(seconds=1))
    assert not run_job(job_id=job.id, now=now)
    job.refresh_from_db()
    assert (job.state, job.last_error) == (State.DEAD, "WorkerLost")


def test_a_worker_that_was_overtaken_leaves_no_effect(now: datetime) -> None:
    @registry.handles("test.slow")
    def slow(*, now: datetime) -> None:
        SweepRun.objects.create(name="effect", started_at=now)
        Job.objects.update(attempts=2)  # another worker has claimed it meanwhile

    job = enqueue("test.slow", args={}, now=now)
    assert not run_job(job_id=job.id, now=now)
    assert not SweepRun.objects.exists()


def test_with_the_broker_lost_everything_is_found(noting: str, calls: list[str], silent: None, now: datetime) -> None:
    for number in range(25):
        enqueue(noting, args={"name": f"n{number}"}, now=now)
    assert run_due(now=now) == 25
    assert len(calls) == 25
    assert not Job.objects.exclude(state=State.DONE).exists()


@pytest.mark.any_broker
def test_two_workers_ringing_at_once_do_it_once(noting: str, calls: list[str], now: datetime, committed_db) -> None:
    jobs = [enqueue(noting, args={"name": f"n{number}"}, now=now) for number in range(20)]
    start, won = threading.Barrier(2), []

    def worker() -> None:
        start.wait()
        won.extend(run_job(job_id=job.id, now=now) for job in jobs)
        connection.close()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (won.count(True), won.count(False)) == (20, 20)
    assert sorted(calls) == sorted(f"n{number}" for number in range(20))


def test_old_done_jobs_are_forgotten(noting: str, now: datetime) -> None:
    run_job(job_id=enqueue(noting, args={"name": "a"}, now=now).id, now=now)
    enqueue(noting, args={"name": "b"}, now=now)
    assert services.purge_done(before=now + timedelta(days=31)) == 1
    assert Job.objects.get().args == {"name": "b"}


def test_an_error_class_is_a_code_in_the_ledger() -> None:
    assert services._as_code("SMTPServerDisconnected") == "smtp_server_disconnected"
    assert services._as_code("Timeout") == "timeout"
