"""A file with a heading line becomes people. What cannot be used is refused by line, never by value. Pure."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from verification.directories import normalise
from verification.directories.shape import LONGEST
from verification.directories.specs import Contact, ImportSpec

MOST_ROWS = 500_000
DATES = frozenset({"date_of_birth", "last_premium_month", "claim_month"})


class FileUnusable(ValueError):
    """The file as a whole cannot be taken. The text holds no value of it."""


@dataclass(frozen=True)
class Refusal:
    """One line that was left out, and why, as a code."""

    line: int
    reason: str


@dataclass
class People:
    """Everybody in the file by key, as plain content, and the lines that were refused."""

    by_key: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)
    rows: int = 0


def read(lines: Iterable[str], spec: ImportSpec) -> People:
    """Read the whole file. Rows with the same key are one person with several facts. Raises `FileUnusable`."""
    reader = csv.reader(lines, delimiter=spec.delimiter, strict=True)
    people = People()
    try:
        heading = [name.strip() for name in next(reader, [])]
        _check_heading(heading, spec)
        for row in reader:
            _take(people, heading, row, reader.line_num, spec)
    except (csv.Error, UnicodeDecodeError) as error:
        raise FileUnusable(
            f"The file breaks off after line {reader.line_num}: it is no well-formed UTF-8 table ({_cause(error)})."
        ) from None
    return people


def _cause(error: Exception) -> str:
    return "encoding" if isinstance(error, UnicodeDecodeError) else "quotes or cells"


def _check_heading(heading: list[str], spec: ImportSpec) -> None:
    named = [spec.key, *spec.facts.values(), *(source for contact in spec.contacts for source in contact.sources)]
    missing = sorted(set(named) - set(heading))
    if missing:
        raise FileUnusable(f"The heading line lacks what the mapping names: {', '.join(missing)}.")
    twice = sorted({name for name in named if heading.count(name) > 1})
    if twice:
        raise FileUnusable(f"The heading line names a column twice: {', '.join(twice)}.")


def _take(people: People, heading: list[str], row: list[str], line: int, spec: ImportSpec) -> None:
    if not any(cell.strip() for cell in row):
        return  # an empty line says nothing
    people.rows += 1
    if people.rows > MOST_ROWS:
        raise FileUnusable(f"The file has more than {MOST_ROWS} rows.")
    cells = dict(zip(heading, (cell.strip() for cell in row), strict=False))
    reason = "cells" if len(row) != len(heading) else _fault(cells, spec)
    if reason:
        people.refused.append(Refusal(line, reason))
        return
    person = people.by_key.setdefault(cells[spec.key], {"key": cells[spec.key], "facts": [], "contacts": []})
    for fact in _facts(cells, spec):
        if fact not in person["facts"]:
            person["facts"].append(fact)
    for contact in _contacts(cells, spec):
        if contact not in person["contacts"]:
            person["contacts"].append(contact)


def _fault(cells: Mapping[str, str], spec: ImportSpec) -> str:
    """Why this row is refused, as a code; empty where it can be used."""
    named = [spec.key, *spec.facts.values(), *(source for contact in spec.contacts for source in contact.sources)]
    if any(len(cells[name]) > LONGEST for name in named):
        return "too_long"
    if not cells[spec.key]:
        return "no_key"
    if not all(normalise.fact(kind, cells[spec.facts[kind]]) for kind in ("given_name", "family_name")):
        return "no_name"
    days = {spec.facts[kind]: kind for kind in DATES if kind in spec.facts}
    for contact in spec.contacts:
        days |= dict.fromkeys(filter(None, (contact.since, contact.changed_on)), "date_of_birth")
    return (
        "no_date" if any(cells[name] and not normalise.fact(kind, cells[name]) for name, kind in days.items()) else ""
    )


def _facts(cells: Mapping[str, str], spec: ImportSpec) -> Iterator[list[str]]:
    for kind, name in spec.facts.items():
        if cells[name]:
            yield [kind, cells[name]]


def _contacts(cells: Mapping[str, str], spec: ImportSpec) -> Iterator[dict[str, Any]]:
    for contact in spec.contacts:
        value = _value(cells, contact)
        if value:
            days = {name: cells.get(getattr(contact, name), "") for name in ("since", "changed_on")}
            yield {"kind": contact.kind, "value": value, **days}


def _value(cells: Mapping[str, str], contact: Contact) -> Any:
    if contact.kind != "post":
        return cells[contact.value]
    lines = [cells[name] for name in contact.lines if cells[name]]
    parts = {part: cells[name] for part, name in (contact.parts or {}).items() if name}
    return {"lines": lines, **parts} if lines else None
