"""The waits of one request that a law may leave out of its period: for proof of identity, for a clarification. Pure.

UK GDPR art. 12A: the period begins with the requested proof of identity, and the days from a question about what is
meant to its answer do not count. The second holds for access alone (art. 12A(5) speaks of article 15).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from requests_app.choices import Right
from requests_app.lifecycle import Status, Step, Verb

IDENTITY, CLARIFICATION = "identity", "clarification"


@dataclass(frozen=True)
class Wait:
    """One wait. `until` is its last day, or, while it is `open`, the last day on which somebody looked at it."""

    kind: str
    since: date
    until: date | None = None
    open: bool = True

    def as_row(self) -> dict[str, Any]:
        """As it lies in the request's row."""
        until = self.until.isoformat() if self.until else None
        return {"kind": self.kind, "since": self.since.isoformat(), "until": until, "open": self.open}


def read(rows: Sequence[Mapping[str, Any]]) -> tuple[Wait, ...]:
    """The waits of a request, the first one first."""
    return tuple(
        Wait(
            kind=row["kind"],
            since=date.fromisoformat(row["since"]),
            until=date.fromisoformat(row["until"]) if row["until"] else None,
            open=row["open"],
        )
        for row in rows
    )


def identity_received_on(waits: Sequence[Wait]) -> date | None:
    """The day on which the proof of identity was complete, as far as is known today; None where none was asked."""
    return max((wait.until for wait in waits if wait.kind == IDENTITY and wait.until), default=None)


def clarifications(waits: Sequence[Wait]) -> list[tuple[date, date]]:
    """The days from each question to its answer, as far as is known today."""
    return [(wait.since, wait.until) for wait in waits if wait.kind == CLARIFICATION and wait.until]


def begins(step: Step, *, right: str) -> str | None:
    """The wait that this step of the lifecycle begins, if any. `right` is what is asked for."""
    if step.verb is Verb.START_CHECK:
        return IDENTITY
    if step.verb is Verb.ASK and right == Right.ACCESS:
        return CLARIFICATION
    return None


def ends(step: Step) -> str | None:
    """The wait that this step ends, if one is open."""
    if step.source == Status.VERIFYING and step.verb is Verb.START:
        return IDENTITY
    return CLARIFICATION if step.source == Status.AWAITING_REQUESTER else None


def seen(waits: Sequence[Wait], *, today: date, ended: str | None = None) -> tuple[Wait, ...]:
    """The waits with what is known today: the open ones last until today; those of the kind `ended` are over."""
    return tuple(
        replace(wait, until=max(today, wait.since), open=wait.kind != ended) if wait.open else wait for wait in waits
    )
