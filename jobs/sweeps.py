"""Sweeps look for rows that are due and bring them up to date. Missed, doubled or late runs end the same way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from jobs.models import SweepRun
from jobs.standstill import may_work


class Sweeper(Protocol):
    """Touches what is due at `now`, and says how many rows that were."""

    def __call__(self, *, now: datetime) -> int: ...


S = TypeVar("S", bound=Sweeper)


class UnknownSweep(LookupError):
    """There is no sweep of this name."""


@dataclass(frozen=True)
class Sweep:
    """One registered sweep."""

    name: str
    every: timedelta
    run: Sweeper


_sweeps: dict[str, Sweep] = {}


def sweep(name: str, *, every_seconds: int) -> Callable[[S], S]:
    """Register a function as a sweep. It must be idempotent: two may run at the same moment."""

    def register(function: S) -> S:
        if name in _sweeps and _sweeps[name].run is not function:
            raise ValueError(f"Two sweeps are called {name}.")
        _sweeps[name] = Sweep(name, timedelta(seconds=every_seconds), function)
        return function

    return register


def all_sweeps() -> list[Sweep]:
    """Every sweep, by name."""
    return [_sweeps[name] for name in sorted(_sweeps)]


def run_sweep(name: str, *, now: datetime) -> int:
    """Run one sweep now and note it, unless all work stands still. Raises `UnknownSweep`."""
    if name not in _sweeps:
        raise UnknownSweep(name)
    if not may_work():
        return 0
    SweepRun.objects.update_or_create(name=name, defaults={"started_at": now})
    touched = _sweeps[name].run(now=now)
    SweepRun.objects.filter(name=name).update(finished_at=now, touched=touched)
    return touched


def neglected(*, now: datetime) -> list[Sweep]:
    """Sweeps that nobody has started for three of their intervals, but at least two minutes: no beat is alive."""
    started = dict(SweepRun.objects.values_list("name", "started_at"))
    return [s for s in all_sweeps() if s.name not in started or _is_stale(s, started[s.name], now)]


def beat_schedule() -> dict[str, dict[str, object]]:
    """What Celery beat fires: one generic task, once per sweep."""
    return {f"sweep.{s.name}": {"task": "jobs.run_sweep", "schedule": s.every, "args": [s.name]} for s in all_sweeps()}


def _is_stale(item: Sweep, started_at: datetime, now: datetime) -> bool:
    return started_at < now - max(3 * item.every, timedelta(minutes=2))
