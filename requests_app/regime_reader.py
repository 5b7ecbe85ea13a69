"""What a regime is, and how the file of regimes is read and checked. Pure: knows no framework."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

REGIMES_FILE = Path(__file__).with_name("regimes.toml")
RIGHTS = frozenset(
    {
        "access", "portability", "correction", "deletion", "opt_out", "limit_use", "restriction", "objection",
        "automated_decision", "consent_withdrawal", "appeal",
    }
)  # fmt: skip
# What a number of free requests counts, where a regime does not say otherwise: opting out is free each time.
FREE_RIGHTS = frozenset({"access", "portability", "correction", "deletion"})
MOST_FREE = 99
ROLL_CALENDARS = frozenset({"none", "eu", "uk"})


class RegimesInvalid(ValueError):
    """The file of regimes is malformed; `faults` names every place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("regimes.toml cannot be used: " + "; ".join(faults))
        self.faults = faults


class Unit(StrEnum):
    """How a period is counted."""

    DAYS = "days"
    BUSINESS_DAYS = "business days"
    MONTHS = "months"


@dataclass(frozen=True)
class Period:
    """A number of days, business days or months."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read "45 days", "10 business days" or "1 month"; ValueError otherwise."""
        match = re.fullmatch(r"([1-9]\d{0,2}) (business day|day|month)s?", text)
        if match is None:
            raise ValueError(f"{text!r} is not a period such as '45 days'")
        return cls(int(match[1]), Unit(match[2] + "s"))


@dataclass(frozen=True)
class RightRule:
    """What one regime demands for one right. `extended` is the total from receipt; None: never extended."""

    respond: Period
    extended: Period | None
    cite: str
    confirmed: bool
    in_force: date | None = None
    until: date | None = None
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Acknowledgement:
    """Confirm receipt within this period. `house`: our own rule, not the regime's text."""

    within: Period
    rights: frozenset[str]
    house: bool
    cite: str


@dataclass(frozen=True)
class Residence:
    """Where the person lives, as far as known: ISO country and, in the US, the state."""

    country: str | None = None
    state: str | None = None


@dataclass(frozen=True)
class Regime:
    """One set of rules that may bind a request."""

    slug: str
    name: str
    family: str
    cite: str
    confirmed: bool
    binds: bool
    in_force: date
    until: date | None
    rights: Mapping[str, RightRule]
    acknowledge: Acknowledgement | None
    everyone: bool
    states: frozenset[str]
    countries: frozenset[str]
    relationships: frozenset[str]
    shipping: bool
    rolls: str
    strict: bool
    pauses: bool
    # Requests of one right that are answered free of charge within twelve months; None: any number.
    free: int | None = None
    free_rights: frozenset[str] = frozenset()
    free_confirmed: bool = True

    def free_for(self, right: str) -> int | None:
        """How many requests of this right are free in twelve months; None: any number."""
        return self.free if right in self.free_rights else None

    def extendable(self, right: str) -> bool:
        """Whether this regime lets the answer to `right` be extended, once."""
        return right in self.rights and self.rights[right].extended is not None

    def acknowledges(self, right: str) -> bool:
        """Whether receipt of a request for `right` has to be confirmed, by law or house rule."""
        return self.acknowledge is not None and right in self.acknowledge.rights

    def rule_on(self, right: str, day: date) -> RightRule | None:
        """The rule for `right` if it is in force on `day`."""
        rule = self.rights.get(right)
        if rule is None or not _in_force(self.in_force, self.until, day):
            return None
        return rule if _in_force(rule.in_force, rule.until, day) else None


@dataclass(frozen=True)
class Book:
    """All regimes of one version of the file."""

    version: str
    checked_on: date
    regimes: Mapping[str, Regime] = field(default_factory=dict)


def _in_force(start: date | None, end: date | None, day: date) -> bool:
    return (start is None or day >= start) and (end is None or day <= end)


_RULE_KEYS = frozenset(["respond", "extended", "cite", "confirmed", "in_force", "until", "kinds"])
_ACKNOWLEDGE_KEYS = frozenset({"within", "rights", "house", "cite"})
_TYPES: dict[str, type] = {
    "name": str, "family": str, "cite": str, "confirmed": bool, "binds": bool, "in_force": date, "until": date,
    "everyone": bool, "states": list, "countries": list, "relationships": list, "shipping": bool, "rolls": str,
    "strict": bool, "pauses": bool, "like": str, "without": list, "rights": dict, "acknowledge": dict,
    "free": int, "free_rights": list, "free_confirmed": bool,
}  # fmt: skip


class _Reader:
    """Turns the raw tables into regimes and collects every fault on the way."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.faults: list[str] = []

    def book(self) -> Book:
        regimes = {slug: self._regime(slug, table) for slug, table in self._table("regimes").items()}
        if not regimes:
            self.faults.append("there is no regime")
        if self.faults:
            raise RegimesInvalid(self.faults)
        return Book(str(self.raw["version"]), self.raw["checked_on"], {s: r for s, r in regimes.items() if r})

    def _table(self, name: str) -> Mapping[str, Any]:
        table = self.raw.get(name, {})
        if not isinstance(table, dict):
            self.faults.append(f"{name} is not a table")
            return {}
        for key, kind in (("version", str), ("checked_on", date)):
            if not isinstance(self.raw.get(key), kind):
                self.faults.append(f"{key} is missing")
        return table

    def _regime(self, slug: str, table: Any) -> Regime | None:
        if not isinstance(table, dict) or not self._shape_holds(slug, table):
            return None
        rights = self._rights(slug, table)
        return Regime(
            slug=slug,
            name=table["name"],
            family=str(table.get("family") or table.get("like", "")),
            cite=table["cite"],
            confirmed=table["confirmed"],
            binds=table.get("binds", True),
            in_force=table["in_force"],
            until=table.get("until"),
            rights=rights,
            acknowledge=self._acknowledgement(slug, table, rights),
            everyone=table.get("everyone", False),
            states=frozenset(table.get("states", ())),
            countries=frozenset(table.get("countries", ())),
            relationships=frozenset(table.get("relationships", ())),
            shipping=table.get("shipping", False),
            rolls=table.get("rolls", "none"),
            strict=table.get("strict", False),
            pauses=table.get("pauses", False),
            free=table.get("free"),
            free_rights=frozenset(table.get("free_rights", FREE_RIGHTS & rights.keys())),
            free_confirmed=bool(table.get("free_confirmed", table["confirmed"])),
        )

    def _shape_holds(self, slug: str, table: dict[str, Any]) -> bool:
        before = len(self.faults)
        for key in table.keys() - _TYPES.keys():
            self.faults.append(f"{slug}: {key} is not known")
        for key in {"name", "cite", "confirmed", "in_force"} - table.keys():
            self.faults.append(f"{slug}: {key} is missing")
        for key, value in table.items():
            if key in _TYPES and not isinstance(value, _TYPES[key]):
                self.faults.append(f"{slug}: {key} should be a {_TYPES[key].__name__}")
        free = table.get("free", 1)
        if free is True or free is False or (isinstance(free, int) and not 1 <= free <= MOST_FREE):
            self.faults.append(f"{slug}: free is a number of requests from 1 to {MOST_FREE}")
        if RIGHTS.isdisjoint(table.get("free_rights", RIGHTS)):
            self.faults.append(f"{slug}: free_rights names no known right")
        if table.get("rolls", "none") not in ROLL_CALENDARS:
            self.faults.append(f"{slug}: rolls should be one of {', '.join(sorted(ROLL_CALENDARS))}")
        if not (table.get("everyone") or table.get("states") or table.get("countries")):
            self.faults.append(f"{slug}: says neither everyone nor which states or countries")
        return len(self.faults) == before

    def _rights(self, slug: str, table: dict[str, Any]) -> dict[str, RightRule]:
        shape = self.raw.get("shapes", {}).get(table["like"]) if "like" in table else {}
        if shape is None:
            self.faults.append(f"{slug}: there is no shape {table['like']}")
            shape = {}
        merged = {**shape.get("rights", {}), **table.get("rights", {})}
        wanted = {right: rule for right, rule in merged.items() if right not in table.get("without", ())}
        if not wanted:
            self.faults.append(f"{slug}: gives no right")
        rules = {right: self._rule(f"{slug}.{right}", right, rule, table) for right, rule in wanted.items()}
        return {right: rule for right, rule in rules.items() if rule is not None}

    def _rule(self, where: str, right: str, rule: Any, table: dict[str, Any]) -> RightRule | None:
        if right not in RIGHTS or not isinstance(rule, dict) or rule.keys() - _RULE_KEYS or "respond" not in rule:
            self.faults.append(f"{where}: is not a rule for a known right")
            return None
        respond, extended = self._period(where, rule["respond"]), self._period(where, rule.get("extended"))
        if respond is None:
            return None
        if extended and (extended.unit != respond.unit or extended.count <= respond.count):
            self.faults.append(f"{where}: extended is the longer total, in the same unit")
        return RightRule(
            respond, extended, rule.get("cite", table["cite"]), rule.get("confirmed", table["confirmed"]),
            rule.get("in_force"), rule.get("until"), frozenset(rule.get("kinds", ())),
        )  # fmt: skip

    def _period(self, where: str, text: Any) -> Period | None:
        if text is None:
            return None
        try:
            return Period.parse(str(text))
        except ValueError as fault:
            self.faults.append(f"{where}: {fault}")
            return None

    def _acknowledgement(
        self, slug: str, table: dict[str, Any], rights: Mapping[str, RightRule]
    ) -> Acknowledgement | None:
        raw = table.get("acknowledge")
        if raw is None:
            return None
        within = self._period(f"{slug}.acknowledge", raw.get("within", "nothing"))
        named = frozenset(raw.get("rights", rights))
        if raw.keys() - _ACKNOWLEDGE_KEYS or named - rights.keys():
            self.faults.append(f"{slug}.acknowledge: names something unknown")
        return (
            Acknowledgement(within, named, raw.get("house", False), raw.get("cite", table["cite"])) if within else None
        )


def read(raw: Mapping[str, Any]) -> Book:
    """Check parsed tables and turn them into regimes. Raises `RegimesInvalid` naming every fault."""
    return _Reader(raw).book()


def load(path: Path = REGIMES_FILE) -> Book:
    """Read the file of regimes. Raises `RegimesInvalid` naming every fault."""
    try:
        return read(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as fault:
        raise RegimesInvalid([str(fault)]) from fault
