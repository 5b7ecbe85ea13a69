"""The dates of a request: every regime's own, and the one that governs. Pure: knows no framework."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from requests_app.calendars import business_days_before
from requests_app.clock import DayZero, Deadlines, Interval, NotExtendable, RightUnknown, Step, compute, day0
from requests_app.regimes import Regime
from requests_app.zones import BUSINESS_ZONE, zone_for

__all__ = [
    "BUSINESS_ZONE",
    "Assessment",
    "DayZero",
    "Deadlines",
    "NotExtendable",
    "RegimeDates",
    "RightUnknown",
    "Step",
    "assess",
    "business_days_before",
    "compute",
    "day0",
    "held_by",
    "zone_for",
]


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
    clarifications: Sequence[Interval] = (),
) -> Assessment:
    """The dates of all regimes that know this right. Raises `RightUnknown` if none of them does."""
    zones = (business_zone,) if person_zone is None else (business_zone, person_zone)
    rows = tuple(
        RegimeDates(
            regime,
            compute(
                regime, right, received_at, zones, extended=regime.slug in extended_regimes,
                identity_received_on=identity_received_on, clarifications=clarifications,
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
    return Assessment(rows, governing, acknowledging)


def held_by(assessment: Assessment) -> str | None:
    """The regime that forbids moving the governing day: it governs and gives no, or no further, extension."""
    for row in assessment.rows:
        if row.dates.respond_at == assessment.respond_at and (row.dates.extended or not row.dates.extendable):
            return row.regime.slug
    return None
