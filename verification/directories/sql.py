"""A database of the company, read through an account of its own. The mapping says where each fact lies."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from outbound import sql
from outbound.sql import Asking, NotReadable, Reader
from verification.directories import normalise, shape
from verification.directories.base import FEW, FINDS, NAME_AND_BIRTH, Candidate, DirectoryDown, TooMany
from verification.directories.shape import LONGEST, RawContact
from verification.directories.specs import SqlSpec, Table

T = TypeVar("T")
# So many people may share a birthday, before those of another name are left out.
MOST_BIRTHDAYS = 5_000
MOST_ROWS = 5_000
SIGNS = {"phone": "-. ()+/"}  # what people write between digits
DATES = frozenset({"date_of_birth", "last_premium_month", "claim_month"})
Keys = dict[str, object]  # as text, and as the database has it


class SqlDirectory:
    """Asks the declared tables. Nothing is ever written, and no statement is made of what somebody typed."""

    def __init__(self, spec: SqlSpec) -> None:
        self.slug, self.spec = spec.name, spec

    def find(self, points: Mapping[str, str]) -> list[Candidate]:
        """See `Directory.find`."""
        return self._ask(lambda asking: _Search(self.spec, asking).people(points))

    def remarks(self, *, now: datetime) -> list[str]:
        """Every declared table and column is there; the account cannot write."""
        return self._ask(lambda asking: list(_remarks(self.spec, asking)))

    def _ask(self, questions: Callable[[Asking], T]) -> T:
        try:
            url = sql.address(self.spec.url_file.read_text(encoding="utf-8"))
            return Reader(url, seconds=self.spec.seconds).ask(questions)
        except NotReadable as trouble:
            raise DirectoryDown(f"The directory {self.slug} {trouble}.") from None
        except (OSError, ValueError) as error:
            raise DirectoryDown(f"The directory {self.slug} has no usable address ({type(error).__name__}).") from None


def _remarks(spec: SqlSpec, asking: Asking) -> Iterator[str]:
    for table in spec.tables:
        asking.rows(_everything(table), most=1)
    may_write = asking.may_write()
    if may_write:
        yield f"The account of the directory {spec.name} may change data. Give it one that may only read."
    if may_write is None:
        yield f"The database of the directory {spec.name} cannot say whether its account may change data: look there."


class _Search:
    """One search, in one transaction."""

    def __init__(self, spec: SqlSpec, asking: Asking) -> None:
        self.spec, self.asking = spec, asking
        self.shared: set[str] = set()

    def people(self, points: Mapping[str, str]) -> list[Candidate]:
        keys: Keys = {}
        for kind in (kind for kind in FINDS if points.get(kind)):
            keys |= self._few(kind, self._by_point(kind, points[kind]))
        if all(points.get(kind) for kind in NAME_AND_BIRTH):
            keys |= self._few("date_of_birth", self._by_birth(points["family_name"], points["date_of_birth"]))
        if len(keys) > FEW:
            raise TooMany
        return self._read(keys) if keys else []

    def _few(self, kind: str, found: Keys) -> Keys:
        """What so many share finds nobody, and is held against nobody."""
        if len(found) <= FEW:
            return found
        self.shared.add(kind)
        return {}

    def _by_point(self, kind: str, value: str) -> Keys:
        keys: Keys = {}
        for table in self.spec.tables:
            for name in _columns_of(table, kind):
                how = table.search.get(kind, "loose")
                if how == "never":
                    continue
                columns = sql.table(table.table, [table.key, name]).c
                fits = _fits(kind, columns[name], value, how)
                rows = self.asking.rows(sa.select(columns[table.key]).where(fits).distinct(), most=FEW + 1)
                keys |= _keys(rows, table.key)
        return keys

    def _by_birth(self, family_name: str, born: str) -> Keys:
        keys: Keys = {}
        for table in self.spec.tables:
            how = table.search.get("date_of_birth", "loose")
            if not all(kind in table.facts for kind in NAME_AND_BIRTH) or how == "never":
                continue
            family, birth = (table.facts[kind] for kind in NAME_AND_BIRTH)
            columns = sql.table(table.table, [table.key, family, birth]).c
            wanted = sa.select(columns[table.key], _short(columns[family], "family")).where(
                _born(columns[birth], born, how)
            )
            rows = self.asking.rows(wanted.distinct(), most=MOST_BIRTHDAYS + 1)
            if len(rows) > MOST_BIRTHDAYS:
                self.shared.add("date_of_birth")
                continue
            same = [row for row in rows if normalise.fact("family_name", row["family"]) == family_name]
            keys |= _keys(same, table.key)
        return keys

    def _read(self, keys: Keys) -> list[Candidate]:
        facts: dict[str, list[tuple[str, object]]] = {key: [] for key in keys}
        contacts: dict[str, list[RawContact]] = {key: [] for key in keys}
        for table in self.spec.tables:
            rows = self.asking.rows(_everything(table, keys.values()), most=MOST_ROWS + 1)
            if len(rows) > MOST_ROWS:
                raise TooMany
            for row in rows:
                person = str(row["key"])
                if person in facts:
                    facts[person] += [(kind, row[f"fact_{kind}"]) for kind in table.facts]
                    contacts[person] += _contacts(table, row)
        space = self.spec.key_space
        return [
            shape.candidate(key, facts[key], contacts[key], key_space=space, without=self.shared)
            for key in sorted(keys)
        ]


def _keys(rows: list[dict[str, Any]], name: str) -> Keys:
    return {str(row[name]): row[name] for row in rows if row[name] is not None}


def _columns_of(table: Table, kind: str) -> list[str]:
    named = [table.facts[kind]] if kind in table.facts else []
    return named + [contact.value for contact in table.contacts if contact.kind == kind]


def _fits(kind: str, column: Any, value: str, how: str) -> Any:
    if how == "plain":
        return column == value
    written: Any = sa.func.upper(sa.cast(column, sa.String(LONGEST)))
    for sign in SIGNS.get(kind, "" if kind in {"email", "account_username"} else "-. /"):
        written = sa.func.replace(written, sign, "")
    if kind == "phone":
        digits = value.lstrip("+")
        return written.in_([digits, digits[1:]] if digits.startswith("1") else [digits])
    return sa.func.trim(written) == value.upper()


def _born(column: Any, born: str, how: str) -> Any:
    day = date.fromisoformat(born)
    if how != "text":
        return column == day
    us = (f"{day.month}/{day.day}/{day.year}", day.strftime("%m/%d/%Y"))
    return sa.cast(column, sa.String(LONGEST)).in_([born, day.strftime("%Y%m%d"), *us])


def _everything(table: Table, keys: Iterable[object] | None = None) -> sa.Select[Any]:
    """All that is mapped, of these people or of anybody."""
    named = [source for contact in table.contacts for source in contact.sources]
    columns = sql.table(table.table, [table.key, *table.facts.values(), *named]).c
    wanted = [columns[table.key].label("key")]
    for kind, source in table.facts.items():
        label = f"fact_{kind}"
        wanted.append(columns[source].label(label) if kind in DATES else _short(columns[source], label))
    for number, contact in enumerate(table.contacts):
        days = {contact.since, contact.changed_on}
        for source in dict.fromkeys(contact.sources):
            label = f"contact_{number}_{source}"
            wanted.append(columns[source].label(label) if source in days else _short(columns[source], label))
    statement = sa.select(*wanted)
    return statement if keys is None else statement.where(columns[table.key].in_(list(keys)))


def _short(column: Any, label: str) -> Any:
    # Cut where it lies: a novel in a column of names must not come over the line.
    return sa.cast(column, sa.String(LONGEST)).label(label)


def _contacts(table: Table, row: Mapping[str, Any]) -> Iterator[RawContact]:
    for number, contact in enumerate(table.contacts):

        def held(source: str, number: int = number) -> Any:
            return row[f"contact_{number}_{source}"] if source else None

        value = held(contact.value)
        if contact.kind == "post":
            value = {"lines": [held(line) for line in contact.lines]}
            value |= {part: held(source) for part, source in (contact.parts or {}).items()}
        yield RawContact(contact.kind, value, held(contact.since), held(contact.changed_on))
