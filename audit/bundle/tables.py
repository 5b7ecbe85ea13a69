"""The tables beside the trees: what waits for a place, the rows that entries tell of, and details."""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast

from audit.bundle.archive import INSTANT, Archive, stream
from audit.rows import AuditedRow

STEP = 2000
Opener = Callable[[UUID, bytes, str], str | None]
"""Opens a sealed detail (entry, body, key id); None where it can no longer be opened."""
# Everything about the requests, and the other entries of each object that one of those is about: no gap may stay.
_SCOPE = (
    "SELECT e.id FROM audit.entry e WHERE e.request_id = ANY(%(requests)s::uuid[]) "
    "UNION SELECT o.id FROM audit.entry e JOIN audit.entry o USING (subject_type, subject_id) "
    "WHERE e.request_id = ANY(%(requests)s::uuid[])"
)
_PLACED = "SELECT leaf_index, entry_id FROM audit.leaf WHERE entry_id = ANY(%s::uuid[]) ORDER BY leaf_index"
_SUBJECTS = "SELECT DISTINCT subject_type, subject_id FROM audit.entry WHERE id = ANY(%s::uuid[])"
_WAITING = (
    f"SELECT e.leaf, {INSTANT.format('e.recorded_at')} FROM audit.entry e "  # noqa: S608  # a constant
    "LEFT JOIN audit.leaf l ON l.entry_id = e.id WHERE l.entry_id IS NULL "
    "AND (%s::uuid[] IS NULL OR e.id = ANY(%s::uuid[])) ORDER BY e.recorded_at, e.id"
)
_DETAILS = (
    "SELECT entry_id, nonce, body, key_id FROM audit.detail WHERE %s::uuid[] IS NULL OR entry_id = ANY(%s::uuid[]) "
    "ORDER BY entry_id"
)


class Scope:
    """The entries of some requests, few enough to be held in memory."""

    def __init__(self, entries: Sequence[UUID]) -> None:
        self.entries = [str(entry) for entry in entries]

    def placed(self) -> list[tuple[int, UUID]]:
        """Place and id of each entry that has a place."""
        return [(place, entry) for place, entry in stream(_PLACED, [self.entries])]

    def subjects(self) -> dict[str, set[UUID]]:
        """The objects that the entries are about, by kind."""
        found: dict[str, set[UUID]] = {}
        for kind, subject in stream(_SUBJECTS, [self.entries]):
            found.setdefault(kind, set()).add(subject)
        return found


def scope_of(requests: Sequence[UUID]) -> Scope:
    """Return the entries that belong to these privacy requests and submissions."""
    with connection.cursor() as cursor:
        cursor.execute(_SCOPE, {"requests": [str(request) for request in requests]})
        return Scope([entry for (entry,) in cursor.fetchall()])


def row_types() -> list[str]:
    """The kinds of objects that are rows today; other entries tell of deeds that changed no row."""
    return [model.ledger_type for model in _models()]


def write_rows(archive: Archive, scope: Scope | None) -> int:
    """Write id, revision and status of every audited row. Returns how many."""
    return archive.table("rows.jsonl", _rows(None if scope is None else scope.subjects()))


def write_unsequenced(archive: Archive, scope: Scope | None) -> int:
    """Write the entries that still wait for their place. Returns how many."""
    wanted = None if scope is None else scope.entries
    rows = stream(_WAITING, [wanted, wanted])
    return archive.table("unsequenced.jsonl", ({"leaf": leaf, "recorded_at": at} for leaf, at in rows))


def write_details(archive: Archive, scope: Scope | None, opener: Opener | None) -> int:
    """Write which details there are and, with `opener`, what they say. Returns how many."""
    wanted = None if scope is None else scope.entries
    return archive.table("details.jsonl", _details(wanted, opener))


def _details(wanted: list[str] | None, opener: Opener | None) -> Iterator[Mapping[str, Any]]:
    for entry, nonce, body, key_id in stream(_DETAILS, [wanted, wanted]):
        text = None if opener is None else opener(entry, bytes(body), key_id)
        shown = None if text is None else base64.b64encode(bytes(nonce)).decode()
        yield {"entry": str(entry), "nonce": shown, "body": text}


def _models() -> list[type[AuditedRow]]:
    found = [model for model in apps.get_models() if issubclass(model, AuditedRow)]
    return sorted(found, key=lambda model: model.ledger_type)


def _rows(subjects: dict[str, set[UUID]] | None) -> Iterator[Mapping[str, Any]]:
    for model in _models():
        rows = model._base_manager.order_by("id")
        if subjects is not None:
            rows = rows.filter(id__in=subjects.get(model.ledger_type, set()))
        has_status = any(field.name == "status" for field in model._meta.fields)
        status = Cast(F("status"), TextField()) if has_status else Value(None, TextField())
        for row, rev, word in rows.values_list("id", "rev", status).iterator(chunk_size=STEP):
            yield {"type": model.ledger_type, "id": str(row), "rev": rev, "status": word}
