"""Two simulated years: outages, clocks that jump, crashes in the middle, ticks that come twice or never."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

from tests.drills import ground
from tests.drills.agreement import disagreements
from tests.drills.oracle import PLACES, Person, Tick, due_day, expect
from tests.drills.report import Result

# Both windows hold a leap day, a change to and from daylight saving or one of them, and federal holidays.
LONG = (datetime(2026, 11, 23, 15, tzinfo=UTC), timedelta(days=731), 1000)
SHORT = (datetime(2028, 1, 10, 15, tzinfo=UTC), timedelta(days=120), 8)
SWEEPS = ("duties", "duty_plans", "staff_notices")
CLOCKED = {"remind", "escalate", "breach", "ask_identity", "propose_denial", "deny_unverified"}
LONGEST_GAP = timedelta(hours=72)
HOUR = timedelta(hours=1)


class Crash(BaseException):
    """The process died here: nothing catches it."""


class Fault(Exception):
    """One request cannot be done; the others can."""


def time_travel(*, seed: int, full: bool) -> Result:
    """Every notice that the law and the house ask for is given at the first tick that could give it, and once."""
    ground.ready()
    start, span, wanted = LONG if full else SHORT
    world = World(random.Random(seed), start, start + span, wanted)
    with ground.fresh_database(), TemporaryDirectory(prefix="dsar-notes-") as folder:
        world.run()
        found, apart = _found(world), disagreements(_rows)
        key = ground.signer(Path(folder) / "log.pem")
        ground.place_and_sign(key, Path(folder) / "notes")
        holds = ground.check_ledger(key, Path(folder) / "notes").holds
    for person in world.people:
        expect(person, world.ticks)
    expected: Counter[Any] = Counter({(p.number, *what): n for p in world.people for what, n in p.expected.items()})
    missed, surplus = expected - found, found - expected
    figures = {**world.figures(), "notices": expected.total(), "missed": missed.total(), "doubled": surplus.total()}
    figures |= apart | {"ledger_holds": int(holds), "first_differences": "; ".join(map(str, [*missed, *surplus][:3]))}
    claim = f"{span.days} days, {len(world.people)} requests: 0 of {expected.total()} notices missed, 0 doubled"
    agreed = not missed and not surplus and not any(apart.values())
    return Result("time_travel", claim, agreed and holds, figures, seed, full)


@dataclass
class World:
    """The time that passes, what people do in it, and what the drill did to the clock."""

    chance: random.Random
    now: datetime
    end: datetime
    wanted: int

    def __post_init__(self) -> None:
        self.people: list[Person] = []
        self.requests: dict[int, Any] = {}
        self.ticks: list[Tick] = []
        self.count: Counter[str] = Counter()
        begin = self.now
        # The last requests come early enough to run out before the end.
        room = (self.end - begin - timedelta(days=50)).total_seconds()
        self.arrivals = sorted(begin + timedelta(seconds=self.chance.uniform(0, room)) for _ in range(self.wanted))

    def run(self) -> None:
        from tests.cast import register

        register(self.now)
        while self.now < self.end:
            self._wait()
            while self.arrivals and self.arrivals[0] <= self.now:
                self._file(self.arrivals.pop(0))
            self._people_act()
            self._tick()
        # Nobody gets more than one mail an hour, also where the clock was wrong: what waits leaves a day later.
        self._sweep("staff_notices", self.now + timedelta(days=1))

    def figures(self) -> dict[str, int | float | str]:
        return {"requests": len(self.people), "ticks": len(self.ticks), **dict(sorted(self.count.items()))}

    def _wait(self) -> None:
        gap = timedelta(hours=self.chance.uniform(4, 28))
        if self.chance.random() < 0.06:
            gap = LONGEST_GAP - HOUR * self.chance.uniform(6, 24)
            self.count["outages"] += 1
        self.now += gap

    def _file(self, at: datetime) -> None:
        number, place = len(self.people), self.chance.choice(sorted(PLACES))
        person = Person(number, place, at, len(self.ticks), self.chance.random() < 0.4)
        self.requests[number] = _filed(number, place, at, proved=person.proved)
        self.people.append(person)

    def _people_act(self) -> None:
        """Somebody withdraws, somebody gets an extension: both before the day, as the law has it."""
        from requests_app.services import extension, work
        from tests.cast import staff

        for person in self.people[-60:]:
            last = due_day(person.place, person.filed_at)[2]
            waiting = not person.withdrawn and not person.extended and self.now < last - 2 * LONGEST_GAP
            if waiting and self.chance.random() < 0.01:
                person.withdrawn = (len(self.ticks), self.now)
                work.withdraw(request_id=self.requests[person.number], by=staff("lena"), now=self.now)
                self.count["withdrawn"] += 1
            elif waiting and person.proved and self.chance.random() < 0.02:
                person.extended = (len(self.ticks), self.now)
                why = {"reason": "COMPLEXITY", "explanation": "Many systems."}
                extension.extend(request_id=self.requests[person.number], by=staff("lena"), now=self.now, **why)
                self.count["extended"] += 1

    def _tick(self) -> None:
        from jobs.services import run_due

        seen = self.now
        if self.chance.random() < 0.05:
            seen += HOUR * self.chance.uniform(-3, 3)
            self.count["clock_jumps"] += 1
        order = tuple(self.chance.sample(SWEEPS, len(SWEEPS)))
        self.ticks.append(Tick(seen, order))
        for name in order:
            self._sweep(name, seen)
        run_due(now=max(seen, self.now), limit=500)

    def _sweep(self, name: str, now: datetime) -> None:
        from jobs.sweeps import run_sweep

        if self.chance.random() < 0.25:
            with _crashing(self.chance):
                try:
                    run_sweep(name, now=now)
                except (Crash, Fault):
                    self.count["crashes"] += 1
        run_sweep(name, now=now)
        if self.chance.random() < 0.1:
            run_sweep(name, now=now)
            self.count["doubled_ticks"] += 1


@contextmanager
def _crashing(chance: random.Random) -> Iterator[None]:
    """Somewhere in a batch the process dies, so that the batch is undone; or one request in it fails."""
    from audit import ledger

    real: Callable[..., Any] = ledger.record
    death = chance.choice((Crash, Fault))

    def record(*given: Any, **named: Any) -> Any:
        if chance.random() < 0.3:
            raise death
        return real(*given, **named)

    with mock.patch.object(ledger, "record", record):
        yield


def _filed(number: int, place: str, at: datetime, *, proved: bool) -> Any:
    from tests.cast import ask, body, prove, work_off

    home = {"country": "DE"} if place == "DE" else {"country": "US", "state": place}
    person = {"given_name": "Nora", "family_name": f"Quist{number}", "email": f"traveller-{number}@example.org"}
    right = {"right": "access", "scope": "categories"}
    filed = ask(body(right, residence=home, consumer=person, relationships=["shipping_user"]), now=at)
    if proved:
        prove(filed, now=at)
        work_off(at)
    return filed.requests[0].id


def _found(world: World) -> Counter[Any]:
    """What the portal did: duties from their marks, letters from the letters."""
    from notifications.models import Letter
    from requests_app.models import DutyMark, PrivacyRequest

    number = {request: n for n, request in world.requests.items()}
    found: Counter[Any] = Counter()
    for mark in DutyMark.objects.all():
        if mark.duty.partition(".")[0] not in CLOCKED:
            continue  # what somebody's deed leaves, not the clock's
        found[number[mark.request_id], mark.duty, mark.at] += 1
    submissions = dict(PrivacyRequest.objects.values_list("submission_id", "id"))
    for letter in Letter.objects.all():
        if letter.kind in ("acknowledgement", "withdrawal", "extension"):
            found[number[submissions[letter.about]], f"letter.{letter.kind}", letter.created_at] += 1
    return found


def _rows(question: str) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())
