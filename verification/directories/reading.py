"""Reads `directories.toml`. Every fault becomes a sentence, and all of them are said at once. Pure but for the file."""

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from verification.assurance import ASKABLE_FACTS
from verification.directories.base import FINDS, NAME_AND_BIRTH
from verification.directories.members import Members
from verification.directories.shape import CONTACT_KINDS
from verification.directories.specs import (
    ADDRESS_PARTS,
    SEARCHES,
    Contact,
    DemoSpec,
    HttpSpec,
    ImportSpec,
    Spec,
    SqlSpec,
    Table,
)

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
NAMES = ("given_name", "family_name")
KNOWN_FACTS = (*NAMES, *(kind for kind in ASKABLE_FACTS if kind != "postal_address"), "email")
SENT = (*FINDS, *NAME_AND_BIRTH)
DEMO = "demo_register"
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "": ","}
MOST_SECONDS, MOST_MEGABYTES = 60, 16


class DirectoriesInvalid(ValueError):
    """The file cannot be used; `faults` holds a sentence each, without a secret."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("The directories cannot be used. " + " ".join(faults))
        self.faults = faults


def load(path: Path) -> tuple[Spec, ...]:
    """All directories of the file, in its order. Raises `DirectoriesInvalid`."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DirectoriesInvalid([f"{path.name} cannot be read ({type(error).__name__})."]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DirectoriesInvalid([f"{path.name} is not well-formed TOML: {error}."]) from None
    return read(raw, base=path.parent)


def read(raw: Mapping[str, Any], *, base: Path) -> tuple[Spec, ...]:
    """The specifications of raw tables; files named in them are looked for beside `base`."""
    faults: list[str] = []
    specs = [_one(name, table, base, faults) for name, table in raw.items()]
    if faults:
        raise DirectoriesInvalid(faults)
    return tuple(spec for spec in specs if spec is not None)


def _one(name: str, table: object, base: Path, faults: list[str]) -> Spec | None:
    if not _NAME.fullmatch(name) or not isinstance(table, Mapping):
        faults.append(f"[{name}] should be a table with a name of small letters, digits and _.")
        return None
    members = Members(name, table, base, faults)
    kind = members.choice("kind", tuple(KINDS))
    spec = KINDS[kind](name, members) if kind in KINDS else None
    if kind in KINDS:
        members.nothing_else()
    return spec


def _demo(name: str, members: Members) -> Spec:
    if name != DEMO:
        members.fault(f"the demonstration's register is called [{DEMO}]")
    return DemoSpec(name, "")


def _sql(name: str, members: Members) -> Spec:
    tables = tuple(_table(table) for table in members.tables("tables"))
    if not tables:
        members.fault("names no table: [[NAME.tables]] is missing")
    _findable(members, tables)
    return SqlSpec(
        name,
        members.word("key_space", default=name),
        members.file("url_file"),
        members.number("seconds", default=5, most=MOST_SECONDS),
        tables,
    )


def _findable(members: Members, tables: tuple[Table, ...]) -> None:
    read_from = [({*table.facts, *(contact.kind for contact in table.contacts)}, table.search) for table in tables]
    found = any(kind in kinds and search.get(kind) != "never" for kinds, search in read_from for kind in FINDS)
    found = found or any(kinds.issuperset(NAME_AND_BIRTH) for kinds, _search in read_from)
    if tables and not found:
        members.fault(f"nobody can be found in it: map one of {', '.join(FINDS)}, or name and date of birth together")
    if tables and not all(any(name in table.facts for table in tables) for name in NAMES):
        members.fault("given_name and family_name must be mapped: nobody is matched without a name")


def _table(members: Members) -> Table:
    facts = _facts(members, needed=False)
    search = members.mapping("search")
    for kind, how in search.items():
        if how not in SEARCHES:
            members.fault(f"search.{kind} should be one of {', '.join(SEARCHES)}")
    table = Table(members.text("table"), members.text("key"), facts, search, _contacts(members))
    members.nothing_else()
    return table


def _http(name: str, members: Members) -> Spec:
    request = members.mapping("request")
    if not request or not set(request) <= set(SENT):
        members.fault(f"request should map some of {', '.join(SENT)} to members of the question")
    url = members.text("url")
    if url and not re.match(r"https?://", url):
        members.fault("url should begin with https://")
    return HttpSpec(
        name,
        members.word("key_space", default=name),
        url,
        members.file("token_file") if "token_file" in members else None,
        members.file("ca_file") if "ca_file" in members else None,
        members.flag("internal"),
        members.number("seconds", default=10, most=MOST_SECONDS),
        int(members.number("megabytes", default=1, most=MOST_MEGABYTES) * 1_000_000),
        request,
        members.text("people", default=""),
        members.text("key"),
        _facts(members),
        _contacts(members, inside=True),
    )


def _import(name: str, members: Members) -> Spec:
    delimiter = DELIMITERS[members.choice("delimiter", tuple(DELIMITERS)) if "delimiter" in members else "comma"]
    space = members.word("key_space", default=name)
    return ImportSpec(name, space, members.text("key"), delimiter, _facts(members), _contacts(members))


def _facts(members: Members, *, needed: bool = True) -> dict[str, str]:
    facts = members.mapping("facts")
    for kind in facts.keys() - set(KNOWN_FACTS):
        members.fault(f"facts.{kind} is no fact: known are {', '.join(KNOWN_FACTS)}; addresses are contacts")
    for name in NAMES if needed else ():
        if name not in facts:
            members.fault(f"facts.{name} is missing: nobody is matched without a name")
    return facts


def _contacts(members: Members, *, inside: bool = False) -> tuple[Contact, ...]:
    return tuple(_contact(one, inside) for one in members.tables("contacts"))


def _contact(members: Members, inside: bool) -> Contact:
    kind = members.choice("kind", CONTACT_KINDS)
    since, changed_on = (members.text(name, default="") for name in ("since", "changed_on"))
    at = members.text("at", default="") if inside else ""
    if kind == "post":
        parts = {part: members.text(part, default="") for part in ADDRESS_PARTS}
        contact = Contact(kind, "", members.texts("lines"), parts, since, changed_on, at)
    else:
        # In an answer, an empty value means the element itself.
        contact = Contact(kind, members.text("value", default="" if inside else None), (), None, since, changed_on, at)
    members.nothing_else()
    return contact


KINDS: Mapping[str, Callable[[str, Members], Spec]] = {"demo": _demo, "sql": _sql, "http": _http, "import": _import}
