"""One copy of a history: fill the holes of its mould, and give the lines that COPY takes."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from uuid import UUID

from dsar_portal.demo.bulk.dating import RECEIVED, Dating
from dsar_portal.demo.bulk.moulds import Mould, Pieces, SealedCell, escaped
from dsar_portal.demo.bulk.people import invent
from requests_app.search_keys import digest

Lines = dict[str, list[str]]
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Copy:
    """Which copy: its number in the run, how far it is moved, and what its requests are called."""

    number: int
    weeks: int
    seconds: int
    references: tuple[str, ...]
    seed: int


class Copier:
    """Makes the copies of one mould."""

    def __init__(self, mould: Mould) -> None:
        self.mould = mould
        self.dating = Dating(mould.prototype)
        self._instants = {
            what: datetime.fromisoformat(what.replace(" ", "T")) for kind, what in mould.holes if kind == "at"
        }
        self._called = {request.reference: n for n, request in enumerate(mould.prototype.requests)}
        self._first_day, self._last_day = _window(mould.prototype.at)

    def add(self, copy: Copy, lines: Lines) -> None:
        """Add one copy's rows and entries to the lines of the tables."""
        values = self._values(copy)
        for table, _columns, rows in self.mould.tables:
            lines.setdefault(table, []).extend("".join([_part(part, values) for part in row]) for row in rows)
        entries = lines.setdefault("audit.entry", [])
        for key, pieces in self.mould.leaves:
            entries.append(f"{values[key]}\t{_text(pieces, values)}\n")

    def _values(self, copy: Copy) -> list[str]:
        """What goes into the holes, by their number."""
        moved = self.dating.moved(copy.weeks)
        if moved is None:
            raise ValueError("This history cannot be moved there.")
        cells, days = moved
        dice = Random(f"{copy.seed}:{copy.number}")  # noqa: S311  made-up data needs no secrecy
        person = invent(dice, copy.number, spanish=self.mould.prototype.submission.language == "es")
        shift = timedelta(weeks=copy.weeks, seconds=copy.seconds)
        received = self.mould.prototype.submission.received_at + shift
        ids = _Ids(received, dice)
        fill: dict[str, Callable[[str], str]] = {
            "id": str,
            "key": str,
            "at": lambda what: _like(what, self._instants[what] + shift),
            "day": lambda what: days.get(what) or self._day(what, copy.weeks),
            "due": lambda what: escaped(cells[what].replace(RECEIVED, received.isoformat())),
            "who": lambda what: person.get(what, what),
            "ref": lambda what: copy.references[self._called[what]],
            "mail": lambda what: f"m{copy.number}.{what.partition('@')[0]}@example.net" if _is_made_up(what) else what,
            "random": lambda _what: rf"\\x{dice.randbytes(32).hex()}",
            "path": lambda _what: f"{dice.randbytes(1).hex()}/{dice.randbytes(31).hex()}",
        }
        values = [fill[kind](what) for kind, what in self.mould.holes]
        self._name(values, ids)
        self._index(values)
        return values

    def _name(self, values: list[str], ids: "_Ids") -> None:
        """Fresh ids, in the order of the old ones, so that what was made first still sorts first."""
        old = sorted((what, number) for number, (kind, what) in enumerate(self.mould.holes) if kind == "id")
        for _what, number in old:
            values[number] = ids.next()

    def _index(self, values: list[str]) -> None:
        """The search keys of the new words."""
        for number, (kind, what) in enumerate(self.mould.holes):
            if kind == "key":
                of, pieces = self.mould.digests[what]
                values[number] = rf"\\x{_digest(of, _text(pieces, values))}"

    def _day(self, what: str, weeks: int) -> str:
        """A day of the history moves with it; one that lies far off, such as that of a policy, stays."""
        if not self._first_day <= what <= self._last_day:
            return what
        return (datetime.fromisoformat(what) + timedelta(weeks=weeks)).date().isoformat()


class _Ids:
    """UUIDs of version 7: the instant of receipt, a counter, and chance."""

    def __init__(self, at: datetime, dice: Random) -> None:
        self._instant = (at - _EPOCH) // _MILLISECOND << 80 | 7 << 76
        self._dice = dice
        self._count = 0

    def next(self) -> str:
        self._count += 1
        return str(UUID(int=self._instant | self._count << 64 | 2 << 62 | self._dice.getrandbits(62)))


def _part(part: str | int | SealedCell, values: list[str]) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, int):
        return values[part]
    envelope = part.column.field.sealed_for(values[part.key], _text(part.words, values).encode())  # type: ignore[attr-defined]  # only encrypted columns come here
    return rf"\\x{envelope.hex()}"


def _text(pieces: Pieces, values: list[str]) -> str:
    return "".join([values[piece] if isinstance(piece, int) else piece for piece in pieces])


def _is_made_up(address: str) -> bool:
    """Whether an address is one of a made-up person; those of the company and of agents stay."""
    return address.endswith(("@example.net", "@example.org", "@example.com"))


def _like(what: str, moved: datetime) -> str:
    """An instant in the form of the one it takes the place of."""
    tail = what[19:]
    zone = tail.lstrip(".0123456789")
    digits = len(tail) - len(zone)
    text = moved.isoformat(sep=what[10], timespec="microseconds")[:26]
    return f"{text if digits else text[:19]}{zone}" if digits in (0, 7) else f"{text[: 19 + digits]}{zone}"


def _window(at: datetime) -> tuple[str, str]:
    return (at - timedelta(days=20)).date().isoformat(), (at + timedelta(days=400)).date().isoformat()


def _digest(kind: str, value: str) -> str:
    return _of_phone(value) if kind == "phone" else digest(kind, value).hex()


@lru_cache(maxsize=4096)
def _of_phone(value: str) -> str:
    """Telephone numbers are parsed before they are hashed, which takes long; there are few of them here."""
    return digest("phone", value).hex()


def fingerprint(seed: int) -> int:
    """A number below 2^31 that a seed stands for."""
    return int.from_bytes(hashlib.sha256(str(seed).encode()).digest()[:4], "big") >> 1
