"""The dates once more, from the words of the statutes and with nothing of the portal's code: a second opinion."""

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SATURDAY = 5
# What a rule gives: a count, its unit (d calendar days, b business days, m months), and the total once extended.
Rule = tuple[int, str, int | None]
FORTY_FIVE: Rule = (45, "d", 90)
ONE_MONTH: Rule = (1, "m", 3)
COPY = ("access", "portability", "correction", "deletion")
APPEAL = {
    "va": 60, "ct": 60, "tx": 60, "or": 45, "mt": 60, "de": 60, "ia": 60, "ne": 60, "nh": 60, "nj": 45, "tn": 60,
    "md": 60, "in": 60, "ky": 60, "ri": 60, "ok": 60,
}  # fmt: skip


def table() -> dict[tuple[str, str], Rule]:
    """Regime and right, as the table of the statutes says."""
    rules: dict[tuple[str, str], Rule] = {("ccpa", right): FORTY_FIVE for right in COPY}
    rules |= {("ccpa", "opt_out"): (15, "b", None), ("ccpa", "limit_use"): (15, "b", None)}
    rules |= {("jm_policy", right): FORTY_FIVE for right in (*COPY, "restriction", "objection", "automated_decision")}
    rules["jm_policy", "opt_out"] = (45, "d", None)
    for state in (*APPEAL, "co", "ut", "mn"):
        days: Rule = (90, "d", 135) if state == "ia" else FORTY_FIVE
        rules |= {(state, right): days for right in COPY if (state, right) != ("ia", "correction")}
        rules[state, "opt_out"] = (days[0], "d", None)
    rules |= {(state, "appeal"): (days, "d", None) for state, days in APPEAL.items()}
    rules |= {(state, "appeal"): (45, "d", 105) for state in ("co", "mn")}
    rules |= {("fl", "access"): (45, "d", 60), ("nv", "opt_out"): (60, "d", 90), ("pipeda", "access"): (30, "d", 60)}
    for regime in ("gdpr", "ukgdpr"):
        rules |= {(regime, right): ONE_MONTH for right in (*COPY, "restriction", "objection", "automated_decision")}
        rules[regime, "consent_withdrawal"] = (1, "m", None)
    rules |= {
        (regime, right): (30, "b", None) for regime in ("naic670", "ca_iippa") for right in ("access", "correction")
    }
    rules |= {("wi_610_70", "access"): (30, "d", None), ("canspam", "opt_out"): (10, "b", None)}
    return rules | {("tcpa", right): (10, "b", None) for right in ("opt_out", "consent_withdrawal")}


def nth(year: int, month: int, weekday: int, which: int) -> date:
    """The which-th of that weekday in the month; -1 is the last."""
    last = calendar.monthrange(year, month)[1]
    return [d for n in range(1, last + 1) if (d := date(year, month, n)).weekday() == weekday][which]


def federal(year: int) -> set[date]:
    """5 U.S.C. 6103: on a Saturday kept the day before, on a Sunday the day after."""
    fixed = [date(year, 1, 1), date(year + 1, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11)]
    moved = {day + DAY * {5: -1, 6: 1}.get(day.weekday(), 0) for day in (*fixed, date(year, 12, 25))}
    mondays = {nth(year, 1, 0, 2), nth(year, 2, 0, 2), nth(year, 5, 0, -1), nth(year, 9, 0, 0), nth(year, 10, 0, 1)}
    return {day for day in moved if day.year == year} | mondays | {nth(year, 11, 3, 3)}


def easter(year: int) -> date:
    """Gauss, for the Gregorian calendar after 1900 and before 2100."""
    d = (19 * (year % 19) + 24) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + 5) % 7
    if (d, e) == (29, 6) or ((d, e) == (28, 6) and year % 19 > 10):
        e -= 7
    return date(year, 3, 22) + DAY * (d + e)


def england(year: int) -> set[date]:
    """The bank holidays of England and Wales; one that falls on a weekend is given on the next free weekday."""
    days = {easter(year) - DAY * 2, easter(year) + DAY, nth(year, 5, 0, 0), nth(year, 5, 0, -1), nth(year, 8, 0, -1)}
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        days.add(_after(day, lambda d: d.weekday() >= SATURDAY or d in days))
    return days


def _after(day: date, free: Callable[[date], bool]) -> date:
    while free(day):
        day += DAY
    return day


def _end(start: date, count: int, unit: str) -> date:
    if unit == "d":
        return start + DAY * count
    if unit == "m":
        year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
        return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
    while count:
        start += DAY
        count -= start.weekday() < SATURDAY and start not in federal(start.year)
    return start


def _rolled(regime: str, day: date) -> date:
    if regime == "gdpr":
        return _after(day, lambda d: d.weekday() >= SATURDAY or (d.month, d.day) in ((1, 1), (12, 25)))
    if regime == "ukgdpr":
        return _after(day, lambda d: d.weekday() >= SATURDAY or d in england(d.year))
    return day


def answer(row: dict[str, str]) -> dict[str, str]:
    """The four answers to one row of a file for `explain_deadline --csv`."""
    regime, zone = row["regime"], ZoneInfo(row["timezone"])
    count, unit, longer = table()[regime, row["right"]]
    zero = datetime.fromisoformat(row["received_at"]).astimezone(zone).date()
    first = _due(row, zero, count, unit)
    due = _due(row, zero, longer or count, unit) if row["extended"] == "y" else first
    at = datetime.combine(due, time(23, 59, 59), tzinfo=zone).astimezone(UTC)
    acknowledged = regime == "ccpa" and row["right"] in COPY
    return {
        "acknowledge_by": str(_end(zero, 10, "b")) if acknowledged else "",
        "respond_by": str(due),
        "extension_notice_by": str(first) if row["extended"] == "y" else "",
        "respond_by_instant": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _due(row: dict[str, str], zero: date, count: int, unit: str) -> date:
    """UK GDPR art. 12A: the period begins with the proof of identity, and days of clarification do not count."""
    if row["regime"] != "ukgdpr":
        return _rolled(row["regime"], _end(zero, count, unit))
    proved = date.fromisoformat(row["identity_received_on"] or str(zero))
    due = _end(max(zero, proved), count, unit)
    if row["clarification_from"]:
        asked, answered = (date.fromisoformat(row[f"clarification_{end}"]) for end in ("from", "to"))
        due += answered - asked + DAY
    return _rolled("ukgdpr", due)
