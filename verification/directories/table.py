"""A directory that came as a file and lies in a table of ours: encrypted, found by keyed hashes."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from vault.blind import blind_index
from verification.directories import shape
from verification.directories.base import FEW, FINDS, NAME_AND_BIRTH, Candidate, DirectoryDown, TooMany
from verification.directories.shape import RawContact
from verification.directories.specs import ImportSpec
from verification.models import DirectoryImport, ImportedPerson, ImportedPoint

TOGETHER = "+".join(NAME_AND_BIRTH)
# Who was a customer a month ago is missing, and who moved is asked for at the old address.
OLD = timedelta(days=35)


class TableDirectory:
    """Reads what was imported last."""

    def __init__(self, spec: ImportSpec) -> None:
        self.slug, self.spec = spec.name, spec

    def find(self, points: Mapping[str, str]) -> list[Candidate]:
        """See `Directory.find`."""
        ids, shared = set(), set()
        for kind, index in indexes(points):
            same = ImportedPoint.objects.filter(directory=self.slug, kind=kind, value_index=index)
            found = set(same.values_list("person_id", flat=True)[: FEW + 1])
            if len(found) > FEW:
                shared |= set(kind.split("+")) - {"family_name"}
                continue
            ids |= found
        if len(ids) > FEW:
            raise TooMany
        people = list(ImportedPerson.objects.filter(id__in=ids).order_by("id"))
        if len(people) != len(ids):
            raise DirectoryDown(f"The directory {self.slug} was replaced during the search.")
        return [self._candidate(person.content, shared) for person in people]

    def remarks(self, *, now: datetime) -> list[str]:
        """Something was imported, and not long ago."""
        last = DirectoryImport.objects.filter(name=self.slug).first()
        how = f"Run: script/manage import_directory FILE --name {self.slug}."
        if last is None:
            return [f"Nothing was imported into the directory {self.slug} yet. {how}"]
        if now - last.imported_at > OLD:
            return [f"The file of the directory {self.slug} is {(now - last.imported_at).days} days old. {how}"]
        return []

    def _candidate(self, content: Mapping[str, Any], shared: set[str]) -> Candidate:
        contacts = [RawContact(**contact) for contact in content["contacts"]]
        facts = [(kind, value) for kind, value in content["facts"]]
        return shape.candidate(content["key"], facts, contacts, key_space=self.spec.key_space, without=shared)


def indexes(points: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The keyed hashes under which these normalised points are looked for."""
    for kind in FINDS:
        if points.get(kind):
            yield kind, _index(kind, points[kind])
    if all(points.get(kind) for kind in NAME_AND_BIRTH):
        yield TOGETHER, _index(TOGETHER, "|".join(points[kind] for kind in NAME_AND_BIRTH))


def indexes_of(person: Candidate) -> Iterator[tuple[str, bytes]]:
    """The keyed hashes under which somebody can be found: one for each value of each fact."""
    for kind in FINDS:
        for value in person.facts.get(kind, ()):
            yield kind, _index(kind, value)
    for family in person.facts.get("family_name", ()):
        for born in person.facts.get("date_of_birth", ()):
            yield TOGETHER, _index(TOGETHER, f"{family}|{born}")


def _index(kind: str, value: str) -> bytes:
    return blind_index(value, purpose=f"directory.{kind}")
