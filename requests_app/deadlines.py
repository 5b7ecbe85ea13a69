"""The dates of a request: every regime's own, the one that governs, and when to remind. Pure: knows no framework."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from requests_app.calendars import business_days_before
from requests_app.clock import DayZero, Deadlines, NotExtendable, RightUnknown, Step, compute, day0
from requests_app.regimes import Regime
from requests_app.zones import BUSINESS_ZONE, zone_for

__all__ = [
    "BUSINESS_ZONE",
    "Assessment",
    "DayZero",
    "Deadlines",
    "Ladder",
    "NotExtendable",
    "RegimeDates",
    "RightUnknown",
    "Step",
    "assess",
    "business_days_before",
    "compute",
    "day0",
    "held_by",
    "ladder",
    "zone_for",
]

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Ladder:
    """When to remind before a due day, and when to propose the denial of a request whose sender is not verified."""

    reminders: tuple[tuple[str, date], ...]
    propose_denial_on: date


def ladder(day_zero: date, due: date) -> Ladder:
    """Reminders at 50 % and 75 %, 10 and 5 days and 2 business days before; only such as fall inside the period."""
    span = (due - day_zero).days
    rungs = {
        "half": day_zero + ONE_DAY * (span // 2),
        "three_quarters": day_zero + ONE_DAY * (span * 3 // 4),
        "ten_days": due - ONE_DAY * 10,
        "five_days": due - ONE_DAY * 5,
        "two_business_days": business_days_before(due, 2),
    }
    inside = sorted(((day, code) for code, day in rungs.items() if day_zero < day < due), key=lambda rung: rung[0])
    return Ladder(tuple((code, day) for day, code in inside), business_days_before(due, 3))


@dataclass(frozen=True)
class RegimeDates:
    """One regime of a request with its dates."""

    regime: Regime
    dates: Deadlines


@dataclass(frozen=True)
class Assessment:
    """The dates of every regime that binds a request; the earliest answer governs."""

    rows: tuple[RegimeDates, ...]
    governing: RegimeDates
    acknowledging: RegimeDates | None
    ladder: Ladder

    @property
    def respond_by(self) -> date:
        return self.governing.dates.respond_by

    @property
    def respond_at(self) -> datetime:
        return self.governing.dates.respond_at

    @property
    def acknowledge_by(self) -> date | None:
        return self.acknowledging.dates.acknowledge_by if self.acknowledging else None

    @property
    def acknowledge_at(self) -> datetime | None:
        return self.acknowledging.dates.acknowledge_at if self.acknowledging else None


def assess(
    *,
    regimes: Collection[Regime],
    right: str,
    received_at: datetime,
    person_zone: str | None,
    extended_regimes: Collection[str] = (),
    business_zone: str = BUSINESS_ZONE,
    identity_received_on: date | None = None,
    clarification: tuple[date, date] | None = None,
) -> Assessment:
    """The dates of all regimes that know this right. Raises `RightUnknown` if none of them does."""
    zones = (business_zone,) if person_zone is None else (business_zone, person_zone)
    rows = tuple(
        RegimeDates(
            regime,
            compute(
                regime, right, received_at, zones, extended=regime.slug in extended_regimes,
                identity_received_on=identity_received_on, clarification=clarification,
            ),
        )
        for regime in regimes
        if right in regime.rights
    )  # fmt: skip
    if not rows:
        raise RightUnknown(f"none of the regimes knows the right {right}")
    governing = min(rows, key=lambda row: row.dates.respond_at)
    acknowledging = min(
        (row for row in rows if row.dates.acknowledge_at), key=lambda row: str(row.dates.acknowledge_at), default=None
    )
    return Assessment(rows, governing, acknowledging, ladder(governing.dates.day0, governing.dates.respond_by))


def held_by(assessment: Assessment) -> str | None:
    """The regime that forbids moving the governing day: it governs and gives no, or no further, extension."""
    for row in assessment.rows:
        if row.dates.respond_at == assessment.respond_at and (row.dates.extended or not row.dates.extendable):
            return row.regime.slug
    return None
