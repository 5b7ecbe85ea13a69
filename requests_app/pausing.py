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
    """One wait. `until` is its last day, or, while it is `open`, the last day on which somebody looked at it.

    `promised` is the day of our answer that the person was told before it; None where that was not noted.
    """

    kind: str
    since: date
    until: date | None = None
    open: bool = True
    promised: date | None = None

    def as_row(self) -> dict[str, Any]:
        """As it lies in the request's row."""
        days = {"since": self.since, "until": self.until, "promised": self.promised}
        plain = {name: day.isoformat() if day else None for name, day in days.items()}
        return {"kind": self.kind, "open": self.open, **plain}


def read(rows: Sequence[Mapping[str, Any]]) -> tuple[Wait, ...]:
    """The waits of a request, the first one first."""
    return tuple(
        Wait(
            kind=row["kind"],
            since=date.fromisoformat(row["since"]),
            until=date.fromisoformat(row["until"]) if row["until"] else None,
            open=row["open"],
            promised=date.fromisoformat(row["promised"]) if row.get("promised") else None,
        )
        for row in rows
    )


def identity_received_on(waits: Sequence[Wait]) -> date | None:
    """The day on which the proof of identity was complete, as far as is known today; None where none was asked."""
    return max((wait.until for wait in waits if wait.kind == IDENTITY and wait.until), default=None)


def clarifications(waits: Sequence[Wait]) -> list[tuple[date, date]]:
    """The days from each question to its answer, as far as is known today."""
    return [(wait.since, wait.until) for wait in waits if wait.kind == CLARIFICATION and wait.until]


def begins(step: Step, *, rights: Sequence[str]) -> str | None:
    """The wait that this step of the lifecycle begins, if any. `rights` are those that are asked for.

    Who also wants the data to take along asks by article 20 too, whose clock waits for no answer.
    """
    if step.verb is Verb.START_CHECK:
        return IDENTITY
    if step.verb is Verb.ASK and tuple(rights) == (Right.ACCESS,):
        return CLARIFICATION
    return None


def ends(step: Step) -> str | None:
    """The wait that this step ends, if one is open."""
    if step.source == Status.VERIFYING and step.verb is Verb.START:
        return IDENTITY
    return CLARIFICATION if step.source == Status.AWAITING_REQUESTER else None


def over(waits: Sequence[Wait]) -> tuple[Wait, ...]:
    """The waits of a request that ends: proof of identity that never came began no period, and nobody waits for it."""
    return tuple(wait for wait in waits if not (wait.open and wait.kind == IDENTITY))


def settled(waits: Sequence[Wait]) -> tuple[Wait, ...]:
    """The waits of a request that is over, for its readers: none is open, also where an older row says so."""
    return tuple(replace(wait, open=False) for wait in over(waits) if wait.until or not wait.open)


def is_proved(waits: Sequence[Wait]) -> bool:
    """Whether the proof of identity that was asked for came."""
    return any(wait.kind == IDENTITY for wait in waits) and not any(
        wait.open and wait.kind == IDENTITY for wait in waits
    )


def seen(waits: Sequence[Wait], *, today: date, ended: str | None = None) -> tuple[Wait, ...]:
    """The waits with what is known today: the open ones last until today; those of the kind `ended` are over."""
    return tuple(
        replace(wait, until=max(today, wait.since), open=wait.kind != ended) if wait.open else wait for wait in waits
    )
