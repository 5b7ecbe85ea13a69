"""The pump rings again, does it itself when nobody comes, and outlives the database."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError

from audit.selectors import find_entries
from jobs import bell, pump, registry, rounds, sweeps
from jobs.models import Job, State, SweepRun
from jobs.services import enqueue

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop() -> threading.Event:
    return threading.Event()


def later(now: datetime, seconds: int) -> datetime:
    return now + timedelta(seconds=seconds)


def test_it_rings_for_what_nobody_took_but_not_every_second(noting: str, rung, stop, now: datetime) -> None:
    job = enqueue(noting, args={"name": "a"}, now=now)
    for second in (0, 2, 3, 10):
        pump.tick(now=later(now, second), stop=stop)
    assert rung == [str(job.id)]
    pump.tick(now=later(now, 18), stop=stop)
    assert rung == [str(job.id)] * 2


def test_a_backlog_is_rung_for_in_few_messages(noting: str, stop, now: datetime, monkeypatch) -> None:
    sent: list[int] = []
    monkeypatch.setattr(bell, "_send", lambda task, args, *, queue: sent.append(len(args)) is None)
    for number in range(45):
        enqueue(noting, args={"name": str(number)}, now=later(now, -30))
    sent.clear()
    pump.tick(now=now, stop=stop)
    assert sent == [20, 20, 5]


def test_without_a_broker_it_does_the_work_itself(noting: str, calls, silent, stop, now: datetime) -> None:
    enqueue(noting, args={"name": "a"}, now=now)
    assert pump.tick(now=later(now, 2), stop=stop) == 1
    assert calls == ["a"]


def test_a_job_a_minute_overdue_is_done_though_the_bell_rings(noting: str, calls, rung, stop, now: datetime) -> None:
    enqueue(noting, args={"name": "a"}, now=now)
    pump.tick(now=later(now, 59), stop=stop)
    assert calls == []
    pump.tick(now=later(now, 60), stop=stop)
    assert calls == ["a"]


def test_a_job_nobody_touched_for_a_minute_raises_one_alarm(rung, stop, now: datetime) -> None:
    @registry.handles("test.away")
    def away(*, now: datetime) -> None:
        raise ConnectionError

    enqueue("test.away", args={}, now=now)
    pump.tick(now=later(now, 59), stop=stop)
    assert find_entries(action="job.late") == []
    pump.tick(now=later(now, 75), stop=stop)
    pump.tick(now=later(now, 200), stop=stop)
    (alarm,) = find_entries(action="job.late")
    assert alarm.facts == {"kind": "test.away", "waited_seconds": 75}


def test_what_each_round_does_never_stops_the_work(noting: str, calls, silent, stop, now, monkeypatch) -> None:
    monkeypatch.setattr(rounds, "_rounds", {})
    seen: list[datetime] = []

    @rounds.each_round("broken")
    def broken(*, now: datetime) -> None:
        raise OSError("disk full")

    rounds.each_round("watching")(lambda *, now: seen.append(now))
    enqueue(noting, args={"name": "a"}, now=now)
    assert pump.tick(now=later(now, 2), stop=stop) == 1
    assert seen == [later(now, 2)]


def test_it_fires_sweeps_when_no_beat_is_alive(silent, stop, now: datetime) -> None:
    ran: list[datetime] = []

    @sweeps.sweep("test.sweep", every_seconds=60)
    def look(*, now: datetime) -> int:
        ran.append(now)
        return 3

    pump.tick(now=now, stop=stop)
    pump.tick(now=later(now, 170), stop=stop)
    pump.tick(now=later(now, 190), stop=stop)
    assert ran == [now, later(now, 190)]
    assert SweepRun.objects.get().touched == 3


def test_a_database_that_goes_away_does_not_stop_it(stop, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[int] = []

    def shaky(*, now: datetime, stop: threading.Event) -> int:
        rounds.append(1)
        if len(rounds) < 3:
            raise OperationalError("terminating connection")
        stop.set()
        return 0

    monkeypatch.setattr(pump, "tick", shaky)
    monkeypatch.setattr(pump, "TICK_SECONDS", 0)
    monkeypatch.setattr(pump.connections, "close_all", lambda: None)
    pump.keep_pumping(stop=stop)
    assert len(rounds) == 3


def test_it_stops_between_two_jobs_when_told(noting: str, silent, stop, now: datetime) -> None:
    enqueue(noting, args={"name": "a"}, now=now)
    stop.set()
    assert pump.tick(now=later(now, 61), stop=stop) == 0
    assert Job.objects.get().state == State.READY


def test_a_dead_broker_costs_little_and_is_left_alone_for_a_while(noting: str, now, monkeypatch) -> None:
    tries: list[int] = []

    class NoLine:
        def acquire(self, **_: object) -> None:
            tries.append(1)
            raise ConnectionRefusedError

    monkeypatch.setattr(bell, "producers", {None: NoLine()})
    monkeypatch.setattr(bell, "_line", lambda *_: None)
    monkeypatch.setattr(bell, "broker", bell._Broker())
    job = enqueue(noting, args={"name": "a"}, now=now)
    assert [bell.ring_all([(job.id, "default")]) for _ in range(3)] == [False, False, False]
    assert tries == [1]
