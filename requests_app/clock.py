"""The clock of one regime: from an instant of receipt to its dates, with every step. Pure: knows no framework.

Day zero is the local day of receipt, the earlier one where two zones differ; periods start on the day after it.
No date is ever made by adding seconds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from requests_app import calendars
from requests_app.regimes import Period, Regime, RightRule, Unit
from requests_app.zones import BUSINESS_ZONE, end_of_day, local_day

ONE_DAY = timedelta(days=1)
Param = str | int | date | datetime | list[date]
Interval = tuple[date, date]


class RightUnknown(ValueError):
    """The regime says nothing about this right."""


class NotExtendable(ValueError):
    """The regime gives no extension for this right."""


@dataclass(frozen=True)
class Step:
    """One step of the arithmetic; `deadline_words` turns it into a sentence."""

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)
    duty: str = "respond"


@dataclass(frozen=True)
class DayZero:
    """The day of receipt, and the zones in which it was that day."""

    day: date
    zones: tuple[str, ...]
    steps: tuple[Step, ...]

    def ends(self, day: date) -> tuple[datetime, str]:
        """The last second of `day` in the zone that gave day zero; the earlier one where both did."""
        return min((end_of_day(day, name), name) for name in self.zones)


@dataclass(frozen=True)
class Deadlines:
    """The dates of one regime. `extension_notice_by` is the first due day, also while nothing is extended yet."""

    regime: str
    right: str
    day0: date
    acknowledge_by: date | None
    acknowledge_at: datetime | None
    acknowledge_is_house: bool
    respond_by: date
    respond_at: datetime
    extended: bool
    extendable: bool
    extension_notice_by: date | None
    extension_notice_at: datetime | None
    work_by: date
    strict_by: date
    steps: tuple[Step, ...]

    def steps_for(self, duty: str) -> tuple[Step, ...]:
        """The arithmetic of one duty: "acknowledge" or "respond"."""
        return tuple(step for step in self.steps if step.duty in ("receipt", duty))


def day0(received_at: datetime, business_zone: str = BUSINESS_ZONE, person_zone: str | None = None) -> DayZero:
    """The local day of receipt; the earlier one where our zone and the person's differ."""
    names = (business_zone,) if person_zone in (None, business_zone) else (business_zone, str(person_zone))
    days = {name: local_day(received_at, name) for name in names}
    day = min(days.values())
    chosen = tuple(name for name in names if days[name] == day)
    steps = [Step("received", {"at": received_at.astimezone(UTC)}, "receipt")]
    steps += [Step("local_day", {"zone": name, "day": days[name]}, "receipt") for name in names]
    steps.append(Step("day_zero" if len(set(days.values())) == 1 else "day_zero_earlier", {"day": day}, "receipt"))
    return DayZero(day, chosen, tuple(steps))


def compute(
    regime: Regime,
    right: str,
    received_at: datetime,
    zones: tuple[str, ...] = (BUSINESS_ZONE,),
    *,
    extended: bool = False,
    identity_received_on: date | None = None,
    clarifications: Sequence[Interval] = (),
) -> Deadlines:
    """All dates of one regime for one right. `zones` are the one or two that may decide the day.

    `clarifications` are the days from a question to its answer, both included, one after the other.
    Raises `RightUnknown`, `NotExtendable`, or ValueError for a bad time, zone or clarification interval.
    """
    rule = _rule(regime, right, extended=extended)
    zero = day0(received_at, *zones)
    start, steps = _start(regime, zero, identity_received_on)
    base, base_steps = _due(regime, start, rule.respond, clarifications)
    unrolled, due_steps = (
        _due(regime, start, rule.extended, clarifications) if extended and rule.extended else (base, base_steps)
    )
    due, notice_by = calendars.roll(unrolled, regime.rolls), calendars.roll(base, regime.rolls)
    respond_at, zone_name = zero.ends(due)
    strict_by = unrolled - ONE_DAY if regime.strict else unrolled
    acknowledge_by = (
        calendars.add(zero.day, regime.acknowledge.within)
        if regime.acknowledges(right) and regime.acknowledge
        else None
    )
    return Deadlines(
        regime=regime.slug,
        right=right,
        day0=zero.day,
        acknowledge_by=acknowledge_by,
        acknowledge_at=zero.ends(acknowledge_by)[0] if acknowledge_by else None,
        acknowledge_is_house=bool(acknowledge_by and regime.acknowledge and regime.acknowledge.house),
        respond_by=due,
        respond_at=respond_at,
        extended=extended,
        extendable=rule.extended is not None,
        extension_notice_by=notice_by if rule.extended is not None else None,
        extension_notice_at=zero.ends(notice_by)[0] if rule.extended is not None else None,
        work_by=calendars.last_business_day(unrolled),
        strict_by=strict_by,
        steps=(
            *zero.steps,
            *_acknowledge_steps(regime, zero.day, acknowledge_by),
            *steps,
            *due_steps,
            *_roll_steps(regime, unrolled, due),
            *_last_steps(regime, due, respond_at, zone_name, strict_by, calendars.last_business_day(unrolled)),
            *([Step("extended", {"notice_by": notice_by, "from": zero.day})] if extended else []),
        ),
    )


def _rule(regime: Regime, right: str, *, extended: bool) -> RightRule:
    rule = regime.rights.get(right)
    if rule is None:
        raise RightUnknown(f"{regime.slug} knows no right {right}; it knows {', '.join(sorted(regime.rights))}")
    if extended and rule.extended is None:
        raise NotExtendable(f"{regime.slug} gives no extension for {right}")
    return rule


def _start(regime: Regime, zero: DayZero, identity_received_on: date | None) -> tuple[date, list[Step]]:
    """The day the period starts after: receipt, or in the United Kingdom the proof of identity if that came later."""
    if identity_received_on is None or identity_received_on <= zero.day:
        return zero.day, []
    if not regime.pauses:
        return zero.day, [Step("identity_no_effect", {"day": identity_received_on})]
    return identity_received_on, [Step("identity_start", {"day": identity_received_on})]


def _due(regime: Regime, start: date, period: Period, clarifications: Sequence[Interval]) -> tuple[date, list[Step]]:
    """The last day before any rolling on, and how it comes about."""
    due = calendars.add(start, period)
    steps = [Step(*_counting(start, due, period))]
    if clarifications and not regime.pauses:
        return due, [*steps, Step("clarification_no_effect")]
    counted = start
    for asked, answered in sorted(clarifications):
        paused = _paused(asked, answered, after=counted, due=due)
        counted = max(counted, answered)
        if paused:
            due += ONE_DAY * paused
            steps.append(Step("clarification_pause", {"from": asked, "to": answered, "days": paused, "day": due}))
    return due, steps


def _paused(asked: date, answered: date, *, after: date, due: date) -> int:
    """How many days a clarification took: both its ends count; days outside the period, or taken before, do not."""
    if answered < asked:
        raise ValueError("the clarification was answered before it was asked")
    first = max(asked, after + ONE_DAY)
    return max(0, (answered - first).days + 1) if first <= due else 0


def _counting(start: date, due: date, period: Period) -> tuple[str, dict[str, Param]]:
    params: dict[str, Param] = {"count": period.count, "from": start, "day": due}
    if period.unit is Unit.BUSINESS_DAYS:
        params["skipped"] = calendars.free_weekdays_between(start, due)
        return "business_days", params
    if period.unit is Unit.MONTHS:
        return ("months" if due.day == start.day else "months_clamped"), params
    return "calendar_days", params


def _acknowledge_steps(regime: Regime, start: date, by: date | None) -> list[Step]:
    if by is None or regime.acknowledge is None:
        return []
    code, params = _counting(start, by, regime.acknowledge.within)
    house = [Step("acknowledge_house", {}, "acknowledge")] if regime.acknowledge.house else []
    return [Step(code, params, "acknowledge"), *house]


def _roll_steps(regime: Regime, unrolled: date, due: date) -> list[Step]:
    if due != unrolled:
        return [Step("rolled", {"from": unrolled, "day": due})]
    if regime.rolls == "none" and not calendars.is_business_day(due):
        return [Step("not_rolled", {"day": due})]
    return []


def _last_steps(
    regime: Regime, due: date, respond_at: datetime, zone_name: str, strict_by: date, work_by: date
) -> Iterable[Step]:
    yield Step("due_instant", {"day": due, "at": respond_at, "zone": zone_name})
    if regime.strict:
        yield Step("strict", {"day": strict_by})
    if work_by != due:
        yield Step("work_by", {"day": work_by})
