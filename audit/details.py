"""Reading and erasing the words behind entries."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from audit import ledger, models, sealing
from audit.actors import Actor, Subject


class State(StrEnum):
    """What is left of an entry's words: none were kept, they can be read, they were erased, their key is gone."""

    NONE = "none"
    OPEN = "open"
    ERASED = "erased"
    SEALED = "sealed"


@dataclass(frozen=True)
class Detail:
    """The words of one entry, where they can be read; `erased_by` is the entry that tells of their erasure."""

    state: State
    words: dict[str, Any] | None = None
    erased_by: UUID | None = None


def read(entry_id: UUID) -> Detail:
    """Return the words of an entry. The caller records the look: words are personal data."""
    row = models.Entry.objects.filter(id=entry_id).values_list("leaf", flat=True).first()
    if row is None or json.loads(row)["detail"] is None:
        return Detail(State.NONE)
    kept = models.Detail.objects.filter(entry_id=entry_id).first()
    if kept is None:
        return Detail(State.ERASED, erased_by=_erased_by(entry_id))
    text = open_text(entry_id, bytes(kept.body), kept.key_id)
    return Detail(State.SEALED) if text is None else Detail(State.OPEN, json.loads(text))


def open_text(entry_id: UUID, body: bytes, key_id: str) -> str | None:
    """Return the canonical text that was committed to; None where its key is gone."""
    text = sealing.sealer().unseal(body, entry=entry_id, key_id=key_id)
    return None if text is None else text.decode()


def kept_for(owner: UUID) -> list[UUID]:
    """Return the entries about a request, submission or inquiry whose words are still kept."""
    found = models.Detail.objects.filter(entry__request_id=owner).order_by("entry_id")
    return list(found.values_list("entry_id", flat=True))


@transaction.atomic
def erase(*, owner: UUID, by: Actor, now: datetime, cause: str) -> int:
    """Erase the words of all entries about `owner`, and destroy the key that sealed them. Returns how many there were.

    Each erasure is an entry of its own; the database refuses one without it. The entries erased stay in the ledger,
    and go on being provable: they hold a commitment, never the words. `cause` is a code such as `retention`.
    """
    entries = kept_for(owner)
    places = _places(entries)
    for entry in entries:
        facts: dict[str, ledger.FactValue] = {"entry": str(entry), "cause": cause}
        if entry in places:
            facts["index"] = places[entry]
        ledger.record(
            "audit.detail_erased", actor=by, subject=Subject.event("detail"), at=now, request=owner, facts=facts
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT audit.erase_detail(%s)", [entry])
    sealing.sealer().destroy(owner=owner, by=by, now=now, cause=cause)
    return len(entries)


def _places(entries: Sequence[UUID]) -> dict[UUID, int]:
    return dict(models.Leaf.objects.filter(entry_id__in=entries).values_list("entry_id", "leaf_index"))


def _erased_by(entry_id: UUID) -> UUID | None:
    told = models.Entry.objects.filter(action="audit.detail_erased", leaf__contains=f'"entry":"{entry_id}"')
    return told.values_list("id", flat=True).first()
