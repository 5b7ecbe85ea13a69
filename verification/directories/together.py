"""Several directories as one: the same person in two of them is one candidate. Pure.

Nobody is merged because names are alike. Two entries are one person where the directories share keys and the key is the
same, or where name and birthday agree and so does one thing that belongs to one person only, and no other entry of
either directory could be meant as well. In any doubt they stay two, and two who fit equally are nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from verification.directories import normalise
from verification.directories.base import Candidate, Directory, OnFile

ONE_PERSONS = ("email", "customer_number", "employee_number", "account_username")
SAME_NAME = ("given_name", "family_name", "date_of_birth")
Facts = Mapping[str, frozenset[str]]
NONE: frozenset[str] = frozenset()


class Together:
    """All configured directories. One that is down stops the search: half the sources prove nothing."""

    slug = "all"

    def __init__(self, directories: Sequence[Directory]) -> None:
        self.directories = tuple(directories)

    def find(self, points: Mapping[str, str]) -> list[Candidate]:
        """See `Directory.find`. Raises `DirectoryDown` where any of them is."""
        merged: list[Candidate] = []
        for directory in self.directories:
            merged = merge(merged, directory.find(points))
        return merged

    def remarks(self, *, now: datetime) -> list[str]:
        """What each of them remarks."""
        return [text for directory in self.directories for text in directory.remarks(now=now)]


def merge(known: Sequence[Candidate], more: Sequence[Candidate]) -> list[Candidate]:
    """Those already found, and those that one more directory names. Who was known first gives the key."""
    partners = {at: _partner(one, known, more) for at, one in enumerate(more)}
    taken = [
        _one(person, [more[at] for at, place in partners.items() if place == number])
        for number, person in enumerate(known)
    ]
    return taken + [more[at] for at, place in partners.items() if place is None]


def _partner(one: Candidate, known: Sequence[Candidate], more: Sequence[Candidate]) -> int | None:
    by_key = [at for at, other in enumerate(known) if _same_key(one, other)]
    if by_key:
        return by_key[0]
    alike = [at for at, other in enumerate(known) if _same_person(one, other)]
    if len(alike) != 1:
        return None
    rivals = [other for other in more if other is not one and _same_person(other, known[alike[0]])]
    return None if rivals else alike[0]


def _same_key(one: Candidate, other: Candidate) -> bool:
    shared = bool(one.key_space) and one.key_space == other.key_space and one.person_key == other.person_key
    # A key used twice by mistake joins no strangers.
    return shared and any(_meet(one.facts, other.facts, (kind,)) for kind in SAME_NAME)


def _same_person(one: Candidate, other: Candidate) -> bool:
    if one.key_space == other.key_space:
        return False  # whoever keeps the keys says that these are two
    agree = all(_meet(one.facts, other.facts, (kind,)) for kind in SAME_NAME)
    return agree and _meet(one.facts, other.facts, ONE_PERSONS)


def _meet(one: Facts, other: Facts, kinds: Iterable[str]) -> bool:
    return any(not one.get(kind, NONE).isdisjoint(other.get(kind, NONE)) for kind in kinds)


def _one(person: Candidate, same: Sequence[Candidate]) -> Candidate:
    entries = [person, *same]
    kinds = {kind for entry in entries for kind in entry.facts}
    facts = {kind: frozenset().union(*(entry.facts.get(kind, NONE) for entry in entries)) for kind in kinds}
    return Candidate(person.person_key, facts, _contacts(entries), person.key_space)


def _contacts(entries: Sequence[Candidate]) -> tuple[OnFile, ...]:
    """Each contact point once: on file since the first day that any of them knows, changed on the last."""
    points: dict[tuple[str, str], OnFile] = {}
    for entry in (one for person in entries for one in person.on_file):
        spelling = entry.value if isinstance(entry.value, str) else normalise.address(entry.value)
        before = points.get((entry.kind, spelling), entry)
        since = min(filter(None, (before.since, entry.since)), default=None)
        changed: date | None = max(filter(None, (before.changed_on, entry.changed_on)), default=None)
        points[entry.kind, spelling] = OnFile(entry.kind, before.value, since, changed)
    return tuple(points.values())
