"""What must have happened when, worked out anew from the words of the law. Shares nothing with the portal's code."""

import calendar
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOME = ZoneInfo("America/Chicago")
DAY = timedelta(days=1)
# Where somebody lives: the zone of the person, and which of the periods below bind.
PLACES = {
    "WI": (HOME, ("45 days",)),
    "CA": (ZoneInfo("America/Los_Angeles"), ("45 days",)),
    "HI": (ZoneInfo("Pacific/Honolulu"), ("45 days",)),
    "DE": (ZoneInfo("Europe/Berlin"), ("45 days", "1 month")),
}
LONGER = {"45 days": "90 days", "1 month": "3 months"}
NEVER = datetime.max.replace(tzinfo=HOME)
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Tick:
    """The sweeps ran, in this order, and took this for the time."""

    now: datetime
    order: tuple[str, ...]


@dataclass
class Person:
    """One request: when it was filed, what its sender did, and the position of each in the list of ticks."""

    number: int
    place: str
    filed_at: datetime
    begins: int
    proved: bool
    withdrawn: tuple[int, datetime] | None = None
    extended: tuple[int, datetime] | None = None
    expected: Counter[tuple[str, datetime]] = field(default_factory=Counter)


def due_day(place: str, filed_at: datetime, *, longer: bool = False) -> tuple[date, date, datetime]:
    """Day zero, the last day, and its last second: the earliest of all periods that bind."""
    zone, periods = PLACES[place]
    days = {one: filed_at.astimezone(one).date() for one in (HOME, zone)}
    zero = min(days.values())
    due = min(_end(zero, LONGER[one] if longer else one) for one in periods)
    ends = (datetime.combine(due, time(23, 59, 59), tzinfo=one) for one, day in days.items() if day == zero)
    return zero, due, min(ends)


def _end(zero: date, period: str) -> date:
    count, unit = period.split()
    if unit == "days":
        return zero + DAY * int(count)
    months = zero.year * 12 + zero.month - 1 + int(count)
    year, month = divmod(months, 12)
    day = date(year, month + 1, min(zero.day, calendar.monthrange(year, month + 1)[1]))
    while day.weekday() > 4 or (day.month, day.day) in ((1, 1), (12, 25)):
        day += DAY
    return day


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    days = [d for d in calendar.Calendar().itermonthdates(year, month) if d.month == month and d.weekday() == weekday]
    return days[nth]


def _holidays(year: int) -> Iterator[date]:
    """5 U.S.C. 6103: a Saturday's holiday is kept on Friday, a Sunday's on Monday."""
    for month, weekday, nth in ((1, 0, 2), (2, 0, 2), (5, 0, -1), (9, 0, 0), (10, 0, 1), (11, 3, 3)):
        yield _nth(year, month, weekday, nth)
    for day in (date(year, 6, 19), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)):
        yield _kept(day)
    yield _kept(date(year, 1, 1))
    yield _kept(date(year + 1, 1, 1))


def _kept(day: date) -> date:
    return day + DAY * {5: -1, 6: 1}.get(day.weekday(), 0)


def working_days_before(day: date, count: int) -> date:
    while count:
        day -= DAY
        count -= day.weekday() < 5 and day not in set(_holidays(day.year))
    return day


def expect(person: Person, ticks: list[Tick]) -> None:
    """Go through the ticks and note each duty at the first one that reaches its day, while the request is open."""
    person.expected["letter.acknowledgement", person.filed_at] += 1
    done: set[tuple[str, date]] = set()
    zero, due, last = due_day(person.place, person.filed_at)
    for position in range(person.begins, len(ticks)):
        if person.withdrawn and position == person.withdrawn[0]:
            person.expected["letter.withdrawal", person.withdrawn[1]] += 1
            return
        if person.extended and position == person.extended[0]:
            person.expected["letter.extension", person.extended[1]] += 1
            zero, due, last = due_day(person.place, person.filed_at, longer=True)
        if _one_tick(person, ticks[position], zero, due, last, done):
            return


def _one_tick(person: Person, tick: Tick, zero: date, due: date, last: datetime, done: set[tuple[str, date]]) -> bool:
    """True when the request ended with this tick."""
    windows = _windows(person, zero, due, last)
    for sweep in tick.order:
        for duty, opens, closes in windows.get(sweep, ()):
            if (duty, due) in done or not opens <= tick.now <= closes:
                continue
            done.add((duty, due))
            person.expected[duty, tick.now] += 1
            if duty == "deny_unverified":
                return True
    return False


def _windows(person: Person, zero: date, due: date, last: datetime) -> dict[str, list[tuple[str, datetime, datetime]]]:
    """By sweep: each duty with the first and last instant at which it is done."""
    span = (due - zero).days
    rungs = {
        "half": zero + DAY * (span // 2), "three_quarters": zero + DAY * (span * 3 // 4),
        "ten_days": due - DAY * 10, "five_days": due - DAY * 5, "two_business_days": working_days_before(due, 2),
    }  # fmt: skip
    # A duty stays owed until it is done, however late. What ends a request comes last.
    duties = [(f"remind.{code}", _morning(day), NEVER) for code, day in rungs.items() if zero < day < due]
    duties += [("escalate.two_business_days", _morning(working_days_before(due, 2)), NEVER)]
    # The row keeps that it was late once and for all: an answer's day that moved later does not undo it.
    duties += [("breach", last + MOMENT, NEVER)]
    if not person.proved:
        # Who is refused now is not asked for proof in the same moment.
        duties += [("ask_identity", person.filed_at + timedelta(hours=24), _morning(due) - MOMENT)]
        duties += [("propose_denial", _morning(working_days_before(due, 3)), NEVER)]
        duties += [("deny_unverified", _morning(due), NEVER)]
    return {"duties": duties}


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=HOME)
