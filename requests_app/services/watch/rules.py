"""What counts as unusual. Each rule counts looks and compares with a number: the same looks give the same findings."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

READS = frozenset({"case.viewed", "data.revealed", "letter.viewed", "file.opened"})
SEARCHES = frozenset({"queue.searched", "ledger.searched"})
TAKEN = frozenset({"export.made", "evidence.pack_made", "evidence.pack_fetched"})
MOST_SHOWN = 5


@dataclass(frozen=True)
class Look:
    """One look by a member of staff. `own`: the request is assigned to them, or they worked on it.

    `answered_days`: how long the request had been answered; None while it is open or for no request.
    """

    entry: UUID
    at: datetime
    actor: str
    action: str
    request: UUID | None = None
    own: bool = True
    answered_days: int | None = None


@dataclass(frozen=True)
class Finding:
    """One rule that one person's looks went beyond. `when` is a day or an hour, or empty for the week."""

    rule: str
    actor: str
    count: int
    limit: int
    when: str
    entries: tuple[UUID, ...]


def findings(looks: Iterable[Look], *, thresholds: Mapping[str, Any], zone: str) -> list[Finding]:
    """Every threshold that was reached, person by person, rule by rule."""
    known, limits, here = sorted(looks, key=lambda look: (look.at, look.entry)), thresholds["limits"], ZoneInfo(zone)

    def day(look: Look) -> str:
        return look.at.astimezone(here).date().isoformat()

    def hour(look: Look) -> str:
        return look.at.astimezone(here).strftime("%Y-%m-%dT%H")

    def week(_look: Look) -> str:
        return ""

    old = limits["long_answered_days"]
    rules: list[tuple[str, Callable[[Look], bool], Callable[[Look], str]]] = [
        ("many_reveals", lambda look: look.action == "data.revealed", day),
        ("many_cases", lambda look: look.action == "case.viewed", day),
        ("many_searches", lambda look: look.action in SEARCHES, hour),
        ("not_assigned", lambda look: look.action in READS and not look.own, week),
        ("out_of_hours", lambda look: look.action in READS and not _at_work(look.at, thresholds["hours"], here), week),
        ("long_answered", lambda look: look.action in READS and (look.answered_days or 0) > old, week),
        ("taken_out", lambda look: look.action in TAKEN, week),
        ("refused", lambda look: look.action == "access.refused", week),
    ]
    return [one for name, fits, when in rules for one in _over(name, filter(fits, known), when, limits[name])]


def _over(rule: str, looks: Iterable[Look], when: Callable[[Look], str], limit: int) -> list[Finding]:
    groups: dict[tuple[str, str], list[Look]] = defaultdict(list)
    for look in looks:
        groups[look.actor, when(look)].append(look)
    return [
        Finding(rule, actor, count, limit, moment, tuple(look.entry for look in found[:MOST_SHOWN]))
        for (actor, moment), found in sorted(groups.items())
        if (count := _distinct(rule, found)) >= limit
    ]


def _distinct(rule: str, looks: list[Look]) -> int:
    """Where requests are meant, one request counts once however often it was opened."""
    if rule not in {"many_cases", "not_assigned", "long_answered"}:
        return len(looks)
    keys: set[Hashable] = {look.request for look in looks}
    return len(keys)


def _at_work(at: datetime, hours: Mapping[str, Any], zone: ZoneInfo) -> bool:
    local = at.astimezone(zone)
    return local.isoweekday() in hours["days"] and hours["from"] <= local.hour < hours["to"]
