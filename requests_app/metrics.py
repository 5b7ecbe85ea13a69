"""The yearly figures of 11 CCR 7102, computed from the ledger alone: a row that was changed moves none of them."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from audit import tallies
from requests_app.choices import Kind, Right

# The last is voluntary: 7102 asks for opt-outs of sale and sharing, not for who wants no more letters from us.
TYPES = ("delete", "correct", "know", "opt_out", "limit", "marketing")
_OF_RIGHT = {Right.DELETION: "delete", Right.CORRECTION: "correct", Right.ACCESS: "know"}
# Stopping these is the opt-out of 7102: Cal. Civ. Code 1798.120 and, with profiling, its like in other states.
_OPT_OUT = {Kind.SALE_SHARING, Kind.TARGETED_ADVERTISING, Kind.PROFILING}
_NOT_CONSUMER = {"AGT-NOAUTH", "AGT-SCOPE", "NOTCONSUMER"}
_EXEMPT_PREFIXES = ("X-", "DEL-", "WITHHELD", "SECGEN", "THIRDPARTY", "TRADESECRET", "PRIVILEGE", "INS-")


@dataclass(frozen=True)
class Row:
    """Answered or open requests that ran alike, as the figures need them."""

    type: str
    status: str
    ground: str
    days: int | None
    count: int = 1
    late: bool = False


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
    late: int


def yearly(year: int, *, companies: Collection[str] | None = None) -> list[Line]:
    """All lines of a year. Cohort: day zero in the year; spam and tests out; linked duplicates count once.

    An opt-out that also limits sensitive data asks for two things, and is counted in both lines. `companies`: only what
    was asked of these; None for the whole house.
    """
    rows = list(_cohort(year, companies))
    return [line(kind, [row for row in rows if row.type == kind]) for kind in TYPES]


def _cohort(year: int, companies: Collection[str] | None) -> Iterable[Row]:
    for one in tallies.requests_received(first=date(year, 1, 1), last=date(year, 12, 31), companies=companies):
        for kind in types(one.right, one.kinds):
            yield Row(kind, one.outcome, one.ground, one.days, one.stories, one.late)


def types(right: str, kinds: Iterable[str]) -> tuple[str, ...]:
    """The lines in which a request counts: none for rights that 7102 does not know, two for some opt-outs."""
    if right != Right.OPT_OUT:
        known = _OF_RIGHT.get(Right(right))
        return () if known is None else (known,)
    stopped = set(kinds)
    found = (("opt_out", stopped & _OPT_OUT), ("limit", stopped & {Kind.LIMIT_SENSITIVE}))
    return tuple(name for name, hit in found if hit) or ("marketing",)


def line(kind: str, rows: Sequence[Row]) -> Line:
    """The figures of one type."""
    received = sum(row.count for row in rows)
    whole, part, denied = (_count(rows, status) for status in ("completed", "partly_completed", "denied"))
    why: Counter[str] = Counter()
    for row in rows:
        if row.status in {"denied", "partly_completed"}:
            why[reason(row.ground)] += row.count
    days = sorted(day for row in rows if row.days is not None for day in [row.days] * row.count)
    return Line(
        type=kind,
        received=received,
        complied_whole=whole,
        complied_part=part,
        denied=denied,
        open_or_withdrawn=received - whole - part - denied,
        denied_unverifiable=why["unverifiable"],
        denied_not_consumer=why["not_consumer"],
        denied_exempt=why["exempt"],
        denied_other=why["other"],
        median_days=middle(days),
        mean_days=mean(days),
        late=sum(row.count for row in rows if row.late),
    )


def _count(rows: Sequence[Row], status: str) -> int:
    return sum(row.count for row in rows if row.status == status)


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
