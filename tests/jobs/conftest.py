"""Job kinds for the stories: one that notes its calls, one that fails, one that does both."""

from datetime import datetime

import pytest

from jobs import bell, registry, sweeps
from jobs.models import SweepRun


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_handlers", {})
    monkeypatch.setattr(sweeps, "_sweeps", {})


@pytest.fixture
def calls() -> list[str]:
    return []


@pytest.fixture
def noting(calls: list[str]) -> str:
    """A kind whose handler leaves a row behind, so that undone work shows."""

    @registry.handles("test.note")
    def note(*, now: datetime, name: str) -> None:
        calls.append(name)
        SweepRun.objects.create(name=f"{name}-{len(calls)}", started_at=now)

    return "test.note"


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The bell works, and we hear it."""
    heard: list[str] = []
    monkeypatch.setattr(bell, "_send", lambda task, args, *, queue: heard.append(args[0]) is None)
    return heard


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no broker."""
    monkeypatch.setattr(bell, "_send", lambda task, args, *, queue: False)
