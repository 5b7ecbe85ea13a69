"""Moving on to a new field key: new values take it at once, old ones are sealed anew in batches, or when next saved.

Sealing a row anew is a change of the row, with an entry of its own. The key of the blind indexes never changes: every
index would have to be computed again from values that only lie encrypted.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from audit import ledger
from audit.actors import Actor
from audit.rows import AuditedRow
from vault import crypto, details, services
from vault.fields import SealedMixin
from vault.models import DataKey, StoredFile

BATCH = 200
WRAPPING: dict[type[models.Model], tuple[str, str]] = {
    DataKey: ("wrapped_key", "data_key.rewrapped"),
    StoredFile: ("wrapped_key", "row.resealed"),
}


class StillInUse(Exception):
    """Values are sealed with this key, or it is the current one: without it they could never be opened again."""


def add_key() -> tuple[str, str]:
    """Make a new current key in the key file. Gives its name and that of the one before; the caller records it."""
    body = _body()
    before = str(body["current"])
    numbers = [int(name[1:]) for name in body["keys"] if name[1:].isdigit()]
    name = f"k{max(numbers, default=0) + 1}"
    body["keys"][name], body["current"] = crypto.encoded_key(), name
    _replace(body)
    return name, before


def retire_key(name: str) -> None:
    """Take an old key out of the file. Raises `StillInUse` while anything is sealed with it."""
    body = _body()
    if name not in body["keys"]:
        raise StillInUse(f"There is no key {name} in the key file.")
    if name == body["current"]:
        raise StillInUse(f"{name} is the current key. Make a new one first.")
    rows = sum(_count(model, columns, name) for model, columns in sealed_columns())
    if rows:
        raise StillInUse(f"{rows} rows are still sealed with {name}. Seal them anew first (--reseal).")
    del body["keys"][name]
    _replace(body)


def usage() -> dict[str, int]:
    """How many rows are sealed with each key of the file."""
    tables = list(sealed_columns())
    return {name: sum(_count(model, columns, name) for model, columns in tables) for name in crypto.keyring().keys}


def reseal(*, by: Actor, now: datetime, limit: int | None = None) -> int:
    """Seal rows under the current key that lie under an older one, a batch a transaction. Gives how many they were.

    Rows that somebody else works on are passed over; call again until it gives 0.
    """
    done = 0
    for model, columns in sealed_columns():
        while limit is None or done < limit:
            room = BATCH if limit is None else min(BATCH, limit - done)
            count = _reseal_batch(model, columns, room, by=by, now=now)
            done += count
            if count < room:
                break
    return done


def sealed_columns() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Every table with sealed columns, and their names."""
    tables = set(connection.introspection.table_names())
    for model in apps.get_models():
        names = [field.attname for field in model._meta.concrete_fields if isinstance(field, SealedMixin)]
        if model in WRAPPING:
            names.append(WRAPPING[model][0])
        if names and model._meta.db_table in tables:
            yield model, names


@transaction.atomic
def _reseal_batch(model: type[models.Model], columns: list[str], room: int, *, by: Actor, now: datetime) -> int:
    current = crypto.keyring().current
    keys = _old_rows(model, columns, current, room)
    rows = list(model._base_manager.select_for_update(skip_locked=True).filter(pk__in=keys).order_by("pk"))
    for row in rows:
        _touch(row, columns)
        event = "row.resealed"
        if model in WRAPPING:
            event = WRAPPING[model][1]
            _rewrap(row)
        if isinstance(row, AuditedRow):
            ledger.record(event, actor=by, subject=row.next_subject(), at=now, facts={"key_id": current})
            row.save()
        else:
            row.save(update_fields=columns)
    return len(rows)


def _touch(row: models.Model, columns: list[str]) -> None:
    """Open every sealed attribute: what has been opened is sealed anew when the row is saved."""
    for name in columns:
        getattr(row, name)


def _rewrap(row: models.Model) -> None:
    if isinstance(row, DataKey) and row.wrapped_key is not None:
        details.wrap(row, details.unwrap(row))
    if isinstance(row, StoredFile) and row.wrapped_key is not None:
        services.rewrap(row)


def _old_rows(model: type[models.Model], columns: list[str], current: str, room: int) -> list[object]:
    pk, table = model._meta.pk.column, model._meta.db_table
    old = " OR ".join(f'(length("{name}") > 0 AND position(%s IN "{name}") <> 1)' for name in columns)
    with connection.cursor() as cursor:
        # Names of our own models; the values are parameters.
        cursor.execute(f'SELECT "{pk}" FROM "{table}" WHERE {old} LIMIT %s', [*_prefixes(current, columns), room])  # noqa: S608  # names from our own models
        return [row[0] for row in cursor.fetchall()]


def _count(model: type[models.Model], columns: list[str], key: str) -> int:
    sealed = " OR ".join(f'position(%s IN "{name}") = 1' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}" WHERE {sealed}', _prefixes(key, columns))  # noqa: S608  # names from our own models
        return int(cursor.fetchone()[0])


def _prefixes(key: str, columns: list[str]) -> list[bytes]:
    return [crypto.prefix_of(key)] * len(columns)


def _body() -> dict[str, Any]:
    crypto.keyring()  # a broken file is told of before it is changed
    body: dict[str, Any] = json.loads(Path(settings.FIELD_KEYS_FILE).read_text())
    return body


def _replace(body: object) -> None:
    path = Path(settings.FIELD_KEYS_FILE)
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(body, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
