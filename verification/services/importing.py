"""A file becomes a directory: read whole, then put in place of the one before, or not at all."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from audit import ledger
from audit.actors import Actor, Subject
from verification.directories import configured, rows, shape, table
from verification.directories.rows import FileUnusable, People, Refusal
from verification.directories.shape import RawContact
from verification.directories.specs import ImportSpec
from verification.models import DirectoryImport, ImportedPerson, ImportedPoint

from .asking import NoSuchDirectory

__all__ = ["FileUnusable", "NoSuchDirectory", "Refusal", "import_people", "remove"]
BATCH = 1000


def import_people(*, name: str, lines: Iterable[str], by: Actor, now: datetime) -> People:
    """Replace a directory by the people of a file, on record, in one transaction. Gives them, and what was refused.

    Raises `NoSuchDirectory` where the configuration has no such directory, `FileUnusable` where nothing of the file can
    be used or more lines were refused than taken: then the directory stays as it was.
    """
    people = rows.read(lines, _spec(name))
    if not people.by_key or len(people.refused) * 2 > people.rows:
        raise FileUnusable(
            f"{len(people.refused)} of {people.rows} rows cannot be used. The directory stays as it was."
        )
    with transaction.atomic():
        _in_turn(name)
        _empty(name)
        for some in _batches(people.by_key.values()):
            _store(name, some)
        counts = {"people": len(people.by_key), "refused": len(people.refused)}
        DirectoryImport.objects.update_or_create(name=name, defaults={"imported_at": now, **counts})
        subject = Subject.event("directory")
        facts: dict[str, ledger.FactValue] = {"directory": name, "rows": people.rows, **counts}
        ledger.record("directory.imported", actor=by, subject=subject, at=now, facts=facts)
    return people


@transaction.atomic
def remove(*, name: str, by: Actor, now: datetime) -> int:
    """Delete everybody of an imported directory, on record. Gives how many there were; also for one no longer named."""
    _in_turn(name)
    people = ImportedPerson.objects.filter(directory=name).count()
    _empty(name)
    if DirectoryImport.objects.filter(name=name).delete()[0]:
        facts: dict[str, ledger.FactValue] = {"directory": name, "people": people}
        ledger.record("directory.removed", actor=by, subject=Subject.event("directory"), at=now, facts=facts)
    return people


def _spec(name: str) -> ImportSpec:
    found = next((spec for spec in configured.specs() if spec.name == name), None)
    if not isinstance(found, ImportSpec):
        known = ", ".join(spec.name for spec in configured.specs() if isinstance(spec, ImportSpec)) or "none"
        raise NoSuchDirectory(f"There is no directory {name} that takes a file. There are: {known}.")
    return found


def _in_turn(name: str) -> None:
    # Two imports of one directory follow each other; neither leaves half of the other behind.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"directory.{name}"])


def _empty(name: str) -> None:
    # In one statement each: a row is not read, let alone decrypted, to be deleted.
    for model in (ImportedPoint, ImportedPerson):
        rows = model.objects.filter(directory=name)
        rows._raw_delete(rows.db)


def _batches(contents: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    some: list[Mapping[str, Any]] = []
    for content in contents:
        some.append(content)
        if len(some) == BATCH:
            yield some
            some = []
    yield some


def _store(name: str, contents: Iterable[Mapping[str, Any]]) -> None:
    people = [ImportedPerson(directory=name, content=content) for content in contents]
    ImportedPerson.objects.bulk_create(people)
    ImportedPoint.objects.bulk_create(
        ImportedPoint(person=person, directory=name, kind=kind, value_index=index)
        for person in people
        for kind, index in _indexes(person.content)
    )


def _indexes(content: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    facts = [(kind, value) for kind, value in content["facts"]]
    contacts = [RawContact(**contact) for contact in content["contacts"]]
    return table.indexes_of(shape.candidate(content["key"], facts, contacts, key_space=""))
