"""A history with holes: what differs from one copy to the next is cut out of its text, once, ahead of all copying."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dsar_portal.demo.bulk.capture import Column, Prototype, Rows
from requests_app.search_keys import digest

# A piece of text is either itself or the number of a hole.
Pieces = tuple[str | int, ...]
NULL = r"\N"

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_INSTANT = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|\+00(?::00)?)"
_DAY = r"\b\d{4}-\d\d-\d\d\b"
_REFERENCE = r"\b[A-Z]{2,4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b"
_ADDRESS = r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b"
_PLAIN = f"(?P<id>{_UUID})|(?P<at>{_INSTANT})|(?P<day>{_DAY})|(?P<ref>{_REFERENCE})"
_DEADLINES, _REQUESTS = "requests_app_requestdeadline", "requests_app_privacyrequest"
DATED = ("by", "at", "work_by", "steps")
# Cells that chance fills, each once.
CHANCE = {"access_code_hash": "random", "value_index": "random", "token_hash": "random", "path": "path"}
GOVERNING = ("day_zero", "acknowledge_by", "respond_by", "respond_at", "work_by")
_LOST_DETAIL = re.compile(r'"detail":"[^"]*"')


@dataclass
class Holes:
    """The holes of one history: what they stand for, such as `("id", "018f…")`, in the order of their numbers."""

    own: frozenset[str]
    references: frozenset[str]
    words: dict[str, str]
    found: dict[tuple[str, str], int] = field(default_factory=dict)

    def number(self, kind: str, what: str) -> int:
        return self.found.setdefault((kind, what), len(self.found))


@dataclass(frozen=True)
class SealedCell:
    """A cell that is sealed anew for each copy: for which column, and which words."""

    column: Column
    key: int
    words: Pieces


Line = tuple[str | int | SealedCell, ...]


@dataclass(frozen=True)
class Mould:
    """A history ready to be copied: lines of COPY text by table, leaves, and the holes to fill."""

    prototype: Prototype
    tables: tuple[tuple[str, str, tuple[Line, ...]], ...]
    leaves: tuple[tuple[int, Pieces], ...]
    digests: dict[str, tuple[str, Pieces]]
    holes: tuple[tuple[str, str], ...]


def cut(prototype: Prototype) -> Mould:
    """Cut the holes into one history."""
    holes = Holes(_own_ids(prototype), frozenset(one.reference for one in prototype.requests), prototype.people)
    known = _search_values(prototype)
    digests = {name: (kind, _pieces(value, holes, people=True)) for name, (kind, value) in known.items()}
    tables = tuple(
        (rows.table, ", ".join(f'"{column.name}"' for column in rows.columns), _lines(rows, prototype, holes, known))
        for rows in prototype.tables
    )
    leaves = tuple(
        (holes.number("id", entry), _ready(_pieces(_LOST_DETAIL.sub('"detail":null', leaf), holes)))
        for entry, leaf in prototype.leaves
    )
    return Mould(prototype, tables, leaves, digests, tuple(holes.found))


def _lines(rows: Rows, prototype: Prototype, holes: Holes, known: dict[str, tuple[str, str]]) -> tuple[Line, ...]:
    names = [column.name for column in rows.columns]
    made = []
    for values in rows.values:
        line: list[str | int | SealedCell] = []
        row = dict(zip(names, values, strict=True))
        for column, value in zip(rows.columns, values, strict=True):
            line += ["\t", *_cell(rows.table, column, value, row, prototype, holes, known)]
        made.append((*_joined(line[1:]), "\n"))
    return tuple(made)


def _cell(
    table: str,
    column: Column,
    value: str | None,
    row: dict[str, str | None],
    prototype: Prototype,
    holes: Holes,
    known: dict[str, tuple[str, str]],
) -> Iterator[str | int | SealedCell]:
    if value is None:
        yield NULL
    elif (dated := _dated(table, column.name, row, prototype)) is not None:
        yield holes.number("due", dated)
    elif column.sealed:
        pieces = (value,) if value == r"\x" else _pieces(value, holes, people=True)
        yield escaped(value) if value == r"\x" else SealedCell(column, holes.number("id", str(row["id"])), pieces)
    elif value in known:
        yield holes.number("key", value)
    elif column.name in CHANCE:
        yield holes.number(CHANCE[column.name], value)
    else:
        # Cells of the table itself hold no words of a person; only what the holes leave is escaped.
        yield from _ready(_pieces(value, holes))


def _dated(table: str, name: str, row: dict[str, str | None], prototype: Prototype) -> str | None:
    """Which figure of the engine stands in this cell, if one does."""
    ids = [str(request.id) for request in prototype.requests]
    if table == _DEADLINES and name in DATED:
        return f"{ids.index(str(row['request_id']))}.{row['regime']}.{row['duty']}.{name}"
    if table == _REQUESTS and name in GOVERNING:
        return f"{ids.index(str(row['id']))}.{name}"
    return None


def _pieces(text: str, holes: Holes, *, people: bool = False) -> Pieces:
    pattern = _people_pattern(holes.words) if people else _PLAIN_PATTERN
    names = {value: name for name, value in holes.words.items()}
    pieces: list[str | int] = []
    last = 0
    for match in pattern.finditer(text):
        number = _hole(str(match.lastgroup), match.group(), holes, names)
        if number is not None:
            pieces += [text[last : match.start()], number]
            last = match.end()
    return tuple(piece for piece in (*pieces, text[last:]) if piece != "")


def _hole(kind: str, found: str, holes: Holes, names: dict[str, str]) -> int | None:
    if kind == "who":
        return holes.number("who", names[found])
    if (kind == "id" and found not in holes.own) or (kind == "ref" and found not in holes.references):
        return None
    return holes.number(kind, found)


_PLAIN_PATTERN = re.compile(_PLAIN)
_patterns: dict[tuple[str, ...], re.Pattern[str]] = {}


def _people_pattern(words: dict[str, str]) -> re.Pattern[str]:
    ordered = tuple(sorted(words.values(), key=len, reverse=True))
    if ordered not in _patterns:
        who = "|".join(re.escape(word) for word in ordered)
        _patterns[ordered] = re.compile(rf"(?P<who>(?<!\w)(?:{who})(?!\w))|{_PLAIN}|(?P<mail>{_ADDRESS})")
    return _patterns[ordered]


def _own_ids(prototype: Prototype) -> frozenset[str]:
    """The ids that were made for this history alone: of its rows, its entries, and all that its entries are about."""
    ids = {value for rows in prototype.tables for one in rows.values for value in _keys(rows, one)}
    for entry, leaf in prototype.leaves:
        ids |= {entry, *re.findall(rf'"subject":{{"id":"({_UUID})"', leaf)}
        ids |= set(re.findall(rf'"actor":{{"aal":\d,"id":"({_UUID})"[^}}]*"type":"consumer"', leaf))
    return frozenset(ids)


def _keys(rows: Rows, values: tuple[str | None, ...]) -> Iterator[str]:
    for column, value in zip(rows.columns, values, strict=True):
        if column.field.primary_key and value is not None:
            yield value


def _search_values(prototype: Prototype) -> dict[str, tuple[str, str]]:
    """The blind index of every value that this history can be found by, as COPY text, with its kind and value."""
    row = prototype.submission
    texts: list[tuple[str, str]] = []
    for person in (row.consumer, row.requester):
        texts += [(kind, str(person[kind])) for kind in ("email", "phone") if person.get(kind)]
        given, family = str(person.get("given_name") or ""), str(person.get("family_name") or "")
        names = (family, f"{given} {family}", str(person.get("name") or ""))
        texts += [("name", name) for name in names if name.strip()]
    address = row.consumer.get("postal_address")
    if address:
        texts.append(("identifier", " ".join([*address["lines"], address["city"], address["postal_code"]])))
    texts += [("identifier", one["value"]) for one in row.identifiers]
    return {rf"\x{digest(kind, value).hex()}": (kind, value) for kind, value in texts}


def _joined(parts: list[str | int | SealedCell]) -> tuple[str | int | SealedCell, ...]:
    """Neighbouring texts as one."""
    joined: list[str | int | SealedCell] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return tuple(joined)


def _ready(pieces: Pieces) -> Pieces:
    """Pieces as COPY wants them. What fills their holes holds nothing to escape."""
    return tuple(piece if isinstance(piece, int) else escaped(piece) for piece in pieces)


def escaped(text: str) -> str:
    r"""A value as COPY's text format wants it. `\N` is written by itself."""
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
