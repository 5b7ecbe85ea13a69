"""The ladder: who is told before a day of the law comes, and when. Data, read here. Pure: knows no framework."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from requests_app.calendars import business_days_before

DEEDS = ("remind", "escalate")
DUTIES = ("respond", "acknowledge")
_WHEN = re.compile(r"(?:([1-9]\d?) percent|([1-9]\d{0,2}) (business )?days? before)", re.ASCII)
_CODE = re.compile(r"[a-z][a-z0-9_]{0,28}", re.ASCII)
_WHEN_FAULT = "when should be such as '50 percent', '10 days before' or '2 business days before'"


class LadderInvalid(ValueError):
    """The ladder is malformed; `faults` names every place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("ladder.toml cannot be used: " + "; ".join(faults))
        self.faults = faults


class To(StrEnum):
    """Whom a rung reaches."""

    ASSIGNEE = "assignee"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"


class Unit(StrEnum):
    """How a rung's place is counted."""

    PERCENT = "percent"
    DAYS = "days"
    BUSINESS_DAYS = "business days"


@dataclass(frozen=True)
class When:
    """A place in a period: a share of it from its start, or a number of days before its end."""

    count: int
    unit: Unit

    def day(self, first: date, last: date) -> date:
        """The day of a period from `first` (day zero) to `last` (the legal day)."""
        return _day(self.count, self.unit, first, last)


@lru_cache(maxsize=8192)
def _day(count: int, unit: Unit, first: date, last: date) -> date:
    if unit is Unit.PERCENT:
        return first + timedelta(days=(last - first).days * count // 100)
    return business_days_before(last, count) if unit is Unit.BUSINESS_DAYS else last - timedelta(days=count)


@dataclass(frozen=True)
class Rung:
    """One reminder or escalation. `mark` names it for ever: it is done once per request and legal day."""

    deed: str
    code: str
    when: When
    to: tuple[To, ...]
    duty: str

    @property
    def mark(self) -> str:
        return f"{self.deed}.{self.code}"

    def day(self, first: date, last: date) -> date | None:
        """Its day in this period; None where it does not fit: a reminder stands inside, an escalation not after."""
        day = self.when.day(first, last)
        fits = day < last and (self.deed == "escalate" or first < day)
        return day if fits else None


@dataclass(frozen=True)
class Ladder:
    """All rungs, and what the clock does besides. `version` changes with the file."""

    version: str
    rungs: tuple[Rung, ...]
    propose_denial: When
    propose_denial_to: tuple[To, ...]
    breach_to: tuple[To, ...]


class _Reader:
    """Turns the raw tables into a ladder and collects every fault on the way."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.faults: list[str] = []

    def ladder(self) -> Ladder:
        for key in self.raw.keys() - {*DEEDS, "propose_denial", "breach"}:
            self.faults.append(f"{key} is not known")
        rungs = tuple(self._rung(deed, code, raw) for deed in DEEDS for code, raw in self._table(deed).items())
        propose, breach = self._named("propose_denial", {"when", "to"}), self._named("breach", {"to"})
        ladder = Ladder(
            self._version(),
            tuple(rung for rung in rungs if rung is not None),
            self._when("propose_denial", propose),
            self._to("propose_denial", propose),
            self._to("breach", breach),
        )
        if self.faults:
            raise LadderInvalid(self.faults)
        return ladder

    def _version(self) -> str:
        return hashlib.sha256(repr(sorted(self.raw.items(), key=str)).encode()).hexdigest()[:12]

    def _table(self, name: str) -> dict[str, Any]:
        table = self.raw.get(name, {})
        if not isinstance(table, dict):
            self.faults.append(f"{name} is not a table")
            return {}
        return table

    def _named(self, name: str, keys: set[str]) -> dict[str, Any]:
        if name not in self.raw:
            self.faults.append(f"{name} is missing")
        return self._known(name, self._table(name), keys)

    def _known(self, where: str, table: dict[str, Any], keys: set[str]) -> dict[str, Any]:
        self.faults += [f"{where}: {key} is not known" for key in sorted(table.keys() - keys)]
        return table

    def _rung(self, deed: str, code: str, raw: Any) -> Rung | None:
        where = f"{deed}.{code}"
        if not isinstance(raw, dict):
            self.faults.append(f"{where} is not a table")
            return None
        if not _CODE.fullmatch(code):
            self.faults.append(f"{where}: the name should be lower-case letters, digits and _, at most 29")
        self._known(where, raw, {"when", "to", "duty"})
        duty = raw.get("duty", "respond")
        if duty not in DUTIES:
            self.faults.append(f"{where}: duty should be one of {', '.join(DUTIES)}")
        return Rung(deed, code, self._when(where, raw), self._to(where, raw), str(duty))

    def _when(self, where: str, table: dict[str, Any]) -> When:
        match = _WHEN.fullmatch(str(table.get("when", "")))
        if match is None:
            self.faults.append(f"{where}: {_WHEN_FAULT}")
            return When(1, Unit.DAYS)
        if match[1]:
            return When(int(match[1]), Unit.PERCENT)
        return When(int(match[2]), Unit.BUSINESS_DAYS if match[3] else Unit.DAYS)

    def _to(self, where: str, table: dict[str, Any]) -> tuple[To, ...]:
        named = table.get("to")
        if not isinstance(named, list) or not named or not {str(one) for one in named} <= set(To):
            self.faults.append(f"{where}: to should be a list with one or more of {', '.join(To)}")
            return ()
        return tuple(To(str(one)) for one in named)


def read(raw: Mapping[str, Any]) -> Ladder:
    """Check parsed tables and turn them into a ladder. Raises `LadderInvalid` naming every fault."""
    return _Reader(raw).ladder()


def load(path: Path) -> Ladder:
    """Read the file. Raises `LadderInvalid` naming every fault."""
    try:
        return read(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise LadderInvalid([str(fault)]) from fault
