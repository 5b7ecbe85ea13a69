"""Changes of the law's numbers, laid over the shipped file of regimes. Pure: knows no framework.

The file is the default. A change replaces one value of one regime from a day on; every version stays computable, so
that a request keeps the rules it was dated with.
"""

import copy
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from requests_app.regime_reader import MOST_FREE, REGIMES_FILE, RIGHTS, Book, Period, RegimesInvalid, read

PER_RIGHT = ("respond", "extended")
PER_REGIME = ("acknowledge", "binds", "in_force", "until", "free")
EITHER = ("confirmed",)
WHAT = (*PER_RIGHT, *PER_REGIME, *EITHER)
YES, NO, NONE = "yes", "no", "none"


@dataclass(frozen=True)
class Change:
    """One value of one regime, or of one right of it, that counts for requests received on or after a day."""

    regime: str
    right: str
    what: str
    value: str
    cite: str
    effective_from: date
    number: int = 0

    @property
    def place(self) -> tuple[str, str, str]:
        return (self.regime, self.right, self.what)


def faults_of(change: Change) -> list[str]:
    """Why this change cannot be read, in sentences; empty when it can."""
    regime = _raw()["regimes"].get(change.regime)
    if regime is None:
        return [f"There is no regime {change.regime!r}. Choose one of the list."]
    if change.what not in WHAT:
        return [f"{change.what!r} cannot be changed. Choose one of {', '.join(WHAT)}."]
    if change.what in PER_RIGHT and not change.right:
        return ["Say for which right this period counts."]
    if change.right and change.what in PER_REGIME:
        return ["This value belongs to the regime as a whole. Leave the right open."]
    if change.right and change.right not in _rights(change.regime):
        return [f"{change.regime} gives no right {change.right!r}."]
    if not change.cite.strip():
        return ["Give the citation: the section that says so."]
    return _value_faults(change)


def _value_faults(change: Change) -> list[str]:
    try:
        _typed(change)
    except ValueError as fault:
        return [str(fault)]
    return []


def _typed(change: Change) -> Any:
    """The value as the file of regimes would hold it. Raises ValueError with a sentence."""
    value = change.value.strip().lower()
    if change.what in {"confirmed", "binds"}:
        if value not in {YES, NO}:
            raise ValueError("Answer with yes or no.")
        return value == YES
    if value == NONE and change.what in {"extended", "until", "free"}:
        return None
    if change.what in {"in_force", "until"}:
        return _day(value)
    if change.what == "free":
        return _count(value)
    Period.parse(value)
    return value


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("Give the day as 2027-01-31.") from None
    if not 1970 <= day.year <= 2100:
        raise ValueError("This day is out of range. Give one between 1970 and 2100.")
    return day


def _count(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= MOST_FREE):
        raise ValueError(f"Give how many requests are free in twelve months: 1 to {MOST_FREE}, or none for any number.")
    return int(text)


def contradiction(changes: Iterable[Change], new: Change) -> Change | None:
    """An approved change of the same value from the same day with another value: one of the two must be wrong."""
    same = (old for old in changes if old.place == new.place and old.effective_from == new.effective_from)
    return next((old for old in same if old.value.strip().lower() != new.value.strip().lower()), None)


def boundaries(changes: Iterable[Change], start: date) -> list[date]:
    """The days from `start` on at which the rules become others: that of each later change, and what follows an end."""
    days = {start} | {one.effective_from for one in changes if one.effective_from > start}
    ends = {one.value for one in changes if one.what == "until" and one.value != NONE}
    return sorted(days | {day for end in ends if (day := date.fromisoformat(end) + timedelta(days=1)) > start})


def unprotected(rules: Book, on: date) -> list[str]:
    """The rights that nobody would owe everybody on that day any more. The public promise must leave none."""
    promises = [one for one in rules.regimes.values() if one.everyone and one.binds and not one.relationships]
    return sorted(
        right
        for right in RIGHTS
        if not any((rule := one.rule_on(right, on)) is not None and not rule.kinds for one in promises)
    )


def version_of(changes: Iterable[Change]) -> str:
    """The name of the rules with all these changes: that of the file, and the number of the last change."""
    last = max((change.number for change in changes), default=0)
    return f"{_raw()['version']}+{last}" if last else str(_raw()["version"])


def known_by(changes: Iterable[Change], version: str) -> tuple[Change, ...]:
    """The changes that a version already had. A version without a number had none."""
    _, _, number = version.partition("+")
    last = int(number) if number.isdecimal() else 0
    return tuple(change for change in changes if change.number <= last)


@lru_cache(maxsize=64)
def book(changes: tuple[Change, ...], on: date) -> Book:
    """The rules for requests received on a day. Raises `RegimesInvalid` naming what no longer fits together."""
    effective = sorted((one for one in changes if one.effective_from <= on), key=lambda one: one.effective_from)
    return _read(tuple(effective), version_of(changes))


@lru_cache(maxsize=64)
def _read(effective: tuple[Change, ...], version: str) -> Book:
    raw = copy.deepcopy(_raw())
    for change in effective:
        _lay_over(raw, change)
    return read({**raw, "version": version})


def _lay_over(raw: dict[str, Any], change: Change) -> None:
    table = raw["regimes"][change.regime]
    value = _typed(change)
    if change.what == "acknowledge":
        value = {**table.get("acknowledge", {}), "within": value, "cite": change.cite}
    if not change.right:
        _set(table, change.what, value)
        if change.what == "confirmed" and value:
            table["cite"] = change.cite
        return
    rule = dict(_rights(change.regime, raw)[change.right])
    _set(rule, change.what, value)
    table.setdefault("rights", {})[change.right] = {**rule, "cite": change.cite}


def _set(table: dict[str, Any], key: str, value: Any) -> None:
    if value is None:
        table.pop(key, None)
    else:
        table[key] = value


def _rights(regime: str, raw: dict[str, Any] | None = None) -> dict[str, Any]:
    """The rights of one regime with those of its shape."""
    raw = raw or _raw()
    table = raw["regimes"][regime]
    shape = raw.get("shapes", {}).get(table.get("like"), {})
    merged = {**shape.get("rights", {}), **table.get("rights", {})}
    return {right: rule for right, rule in merged.items() if right not in table.get("without", ())}


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(REGIMES_FILE.read_text(encoding="utf-8"))


__all__ = [
    "WHAT",
    "Change",
    "RegimesInvalid",
    "book",
    "boundaries",
    "contradiction",
    "faults_of",
    "known_by",
    "unprotected",
    "version_of",
]
