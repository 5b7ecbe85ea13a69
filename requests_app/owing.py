"""What the clock owes for a request, and from when. Pure: knows no framework.

A duty opens at an instant and stays owed until it is done or the request is over: how late somebody looks, and what
their clock said in between, changes nothing. So a sweep may be missed, doubled or late.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from requests_app.ladder import Ladder, Rung
from requests_app.lifecycle import OPEN, Status
from requests_app.zones import zone

IDENTITY_LETTER_AFTER = timedelta(hours=24)
_JUST_AFTER = timedelta(microseconds=1)


class Kind(StrEnum):
    """The duties, in the order in which one pass does them: what ends a request comes last, so that late stays late."""

    ACKNOWLEDGE = "acknowledge"
    REMIND = "remind"
    ESCALATE = "escalate"
    BREACH = "breach"
    ASK_IDENTITY = "ask_identity"
    PROPOSE_DENIAL = "propose_denial"
    DENY_UNVERIFIED = "deny_unverified"


# Done once for a request, however often its day moves: nobody is asked for proof twice, nor refused twice by the clock.
ONCE = frozenset({Kind.ASK_IDENTITY, Kind.DENY_UNVERIFIED})
_PLACE = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True)
class Standing:
    """What of a request decides what is owed."""

    status: str
    filed_at: datetime
    day_zero: date
    acknowledge_by: date | None
    respond_by: date
    respond_at: datetime
    acknowledged: bool
    breached: bool
    # Signs of fraud ask for more than was shown, and what was shown would have been enough: only a person refuses that.
    suspected: bool = False


@dataclass(frozen=True)
class Duty:
    """One thing to do from `opens_at` on. `mark` is how it is remembered; an acknowledgement is in the row itself."""

    kind: Kind
    mark: str
    opens_at: datetime
    rung: Rung | None = None


def owed(standing: Standing, *, done: Collection[str], ladder: Ladder, zone_name: str) -> list[Duty]:
    """Everything that is still owed, now or later, in the order in which it is done.

    `done` are the marks that belong to the legal day as it stands now, and those of what is done once.
    """
    if standing.status not in OPEN:
        return []
    found = [*_by_law(standing), *_rungs(standing, ladder, zone_name)]
    if standing.status == Status.VERIFYING:
        found += _unverified(standing, done, ladder, zone_name)
    open_ones = (duty for duty in found if duty.mark not in done)
    return sorted(open_ones, key=lambda duty: (_PLACE[duty.kind], duty.opens_at))


def due(duties: Iterable[Duty], *, now: datetime) -> list[Duty]:
    """What can be done at `now`. Who is refused now is not asked for proof in the same moment."""
    found = [duty for duty in duties if duty.opens_at <= now]
    if any(duty.kind is Kind.DENY_UNVERIFIED for duty in found):
        return [duty for duty in found if duty.kind is not Kind.ASK_IDENTITY]
    return found


def next_at(duties: Iterable[Duty]) -> datetime | None:
    """When to look again; None when nothing is owed any more."""
    return min((duty.opens_at for duty in duties), default=None)


def mark_day(mark: str, *, day_zero: date, respond_by: date) -> date:
    """The day that a duty is marked with: an extension starts a new ladder, the day of receipt never moves."""
    return day_zero if mark in ONCE else respond_by


def reminder_days(*, day_zero: date, respond_by: date, ladder: Ladder) -> list[tuple[str, date]]:
    """The days on which people are reminded of the answer, the first of them first."""
    days = [
        (day, rung.code)
        for rung in ladder.rungs
        if (rung.deed, rung.duty) == ("remind", "respond") and (day := rung.day(day_zero, respond_by)) is not None
    ]
    return [(code, day) for day, code in sorted(days, key=lambda one: one[0])]


def _by_law(standing: Standing) -> Iterator[Duty]:
    if not standing.acknowledged:
        yield Duty(Kind.ACKNOWLEDGE, "", standing.filed_at)
    if not standing.breached:
        yield Duty(Kind.BREACH, "breach", standing.respond_at + _JUST_AFTER)


def _rungs(standing: Standing, ladder: Ladder, zone_name: str) -> Iterator[Duty]:
    for rung in ladder.rungs:
        last = standing.respond_by
        if rung.duty == "acknowledge":
            if standing.acknowledged or standing.acknowledge_by is None:
                continue
            last = standing.acknowledge_by
        day = rung.day(standing.day_zero, last)
        if day is not None:
            yield Duty(Kind(rung.deed), rung.mark, _morning(day, zone_name), rung)


def _unverified(standing: Standing, done: Collection[str], ladder: Ladder, zone_name: str) -> Iterator[Duty]:
    propose_on = ladder.propose_denial.day(standing.day_zero, standing.respond_by)
    if "deny_unverified" not in done:  # else an officer has taken it up again, and asks in person
        yield Duty(Kind.ASK_IDENTITY, "ask_identity", standing.filed_at + IDENTITY_LETTER_AFTER)
    if standing.suspected:
        return
    yield Duty(Kind.PROPOSE_DENIAL, "propose_denial", _morning(propose_on, zone_name))
    yield Duty(Kind.DENY_UNVERIFIED, "deny_unverified", _morning(standing.respond_by, zone_name))


@lru_cache(maxsize=8192)
def _morning(day: date, zone_name: str) -> datetime:
    """The instant at which a day begins."""
    return datetime.combine(day, time(), zone(zone_name)).astimezone(UTC)
