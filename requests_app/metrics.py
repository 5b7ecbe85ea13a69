"""The yearly figures of 11 CCR 7102, computed row by row, with the basis of each. Nothing here is typed by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from requests_app.choices import Kind, Right
from requests_app.models import PrivacyRequest
from requests_app.profile import PROFILE
from requests_app.zones import local_day

TYPES = ("delete", "correct", "know", "opt_out", "limit")
_OF_RIGHT = {Right.DELETION: "delete", Right.CORRECTION: "correct", Right.ACCESS: "know", Right.OPT_OUT: "opt_out"}
_NOT_CONSUMER = {"AGT-NOAUTH", "AGT-SCOPE", "NOTCONSUMER"}
_EXEMPT_PREFIXES = ("X-", "DEL-", "WITHHELD", "SECGEN", "THIRDPARTY", "TRADESECRET", "PRIVILEGE", "INS-")


@dataclass(frozen=True)
class Row:
    """One answered or open request, as the figures need it."""

    type: str
    status: str
    ground: str
    days: int | None


@dataclass(frozen=True)
class Line:
    """The figures of one type of request in one year."""

    type: str
    received: int
    complied_whole: int
    complied_part: int
    denied: int
    open_or_withdrawn: int
    denied_unverifiable: int
    denied_not_consumer: int
    denied_exempt: int
    denied_other: int
    median_days: str
    mean_days: str


def yearly(year: int) -> list[Line]:
    """All five lines of a year. Cohort: day zero in the year; spam and tests out; linked duplicates count once."""
    rows = list(_cohort(year))
    return [line(kind, [row for row in rows if row.type == kind]) for kind in TYPES]


def _cohort(year: int) -> Iterable[Row]:
    found = PrivacyRequest.objects.filter(
        day_zero__gte=date(year, 1, 1), day_zero__lte=date(year, 12, 31), duplicate_of=None, right__in=list(_OF_RIGHT)
    ).exclude(status="closed")
    columns = ("right", "kinds", "status", "primary_ground", "day_zero", "answered_at")
    for right, kinds, status, ground, day_zero, answered_at in found.values_list(*columns).iterator():
        days = (local_day(answered_at, PROFILE.time_zone) - day_zero).days if answered_at else None
        kind = "limit" if right == Right.OPT_OUT and kinds == [Kind.LIMIT_SENSITIVE] else _OF_RIGHT[right]
        yield Row(kind, status, ground, days)


def line(kind: str, rows: Sequence[Row]) -> Line:
    """The figures of one type."""
    whole = sum(row.status == "completed" for row in rows)
    part = sum(row.status == "partly_completed" for row in rows)
    refused = [row for row in rows if row.status in {"denied", "partly_completed"}]
    denied = sum(row.status == "denied" for row in rows)
    why = [reason(row.ground) for row in refused]
    days = sorted(row.days for row in rows if row.days is not None)
    return Line(
        type=kind,
        received=len(rows),
        complied_whole=whole,
        complied_part=part,
        denied=denied,
        open_or_withdrawn=len(rows) - whole - part - denied,
        denied_unverifiable=why.count("unverifiable"),
        denied_not_consumer=why.count("not_consumer"),
        denied_exempt=why.count("exempt"),
        denied_other=why.count("other"),
        median_days=middle(days),
        mean_days=mean(days),
    )


def reason(ground: str) -> str:
    """The class of 7102 to which a ground belongs."""
    if ground.startswith("ID-"):
        return "unverifiable"
    if ground in _NOT_CONSUMER:
        return "not_consumer"
    return "exempt" if ground.startswith(_EXEMPT_PREFIXES) else "other"


def middle(days: Sequence[int]) -> str:
    """The median; with an even count the mean of the two in the middle. Empty without data."""
    if not days:
        return ""
    found = Decimal(str(median(days)))
    return str(found.quantize(Decimal("0.1"))) if len(days) % 2 == 0 else str(found)


def mean(days: Sequence[int]) -> str:
    """The mean with one decimal, halves rounded up. Empty without data."""
    if not days:
        return ""
    return str((Decimal(sum(days)) / len(days)).quantize(Decimal("0.1"), ROUND_HALF_UP))
