"""Seals the words behind ledger entries, each request's under a key of its own. Registered with `audit.sealing`."""

import secrets
from datetime import datetime
from uuid import UUID

from audit import ledger
from audit.actors import Actor
from audit.ids import new_id
from vault import crypto
from vault.models import DataKey


class RequestKeys:
    """One data key per owner, itself encrypted under the keyring. To destroy it is to erase all that it sealed."""

    def seal(self, text: bytes, *, owner: UUID, entry: UUID, by: Actor, at: datetime) -> tuple[bytes, str]:
        """Encrypt the words of one entry; the owner's key is made, and recorded, with the first of them."""
        row = _living(owner) or _made(owner, by=by, at=at)
        return crypto.seal_with(_opened(row), text, context=_context(entry)), str(row.id)

    def unseal(self, body: bytes, *, entry: UUID, key_id: str) -> bytes | None:
        """Decrypt the words of one entry, or None where their key has been destroyed or they are damaged."""
        row = DataKey.objects.filter(id=key_id, destroyed_at=None).first()
        if row is None:
            return None
        try:
            return crypto.unseal_with(_opened(row), body, context=_context(entry))
        except crypto.CannotOpen:
            return None

    def destroy(self, *, owner: UUID, by: Actor, now: datetime, cause: str) -> bool:
        """Destroy the owner's key, on record. False if there is none any more."""
        row = DataKey.objects.select_for_update().filter(owner=owner, destroyed_at=None).first()
        if row is None:
            return False
        row.wrapped_key, row.destroyed_at = None, now
        subject = row.next_subject()
        ledger.record("data_key.destroyed", actor=by, subject=subject, at=now, request=owner, facts={"cause": cause})
        row.save()
        return True


def wrap(row: DataKey, key: bytes) -> None:
    """Keep a data key under the keyring's current key."""
    row.wrapped_key = crypto.seal(key, context=_key_context(row.id))
    row.key_id = crypto.key_id_of(row.wrapped_key)


def unwrap(row: DataKey) -> bytes:
    """The data key itself. Raises `CannotOpen`."""
    return _opened(row)


def _living(owner: UUID) -> DataKey | None:
    return DataKey.objects.filter(owner=owner, destroyed_at=None).first()


def _made(owner: UUID, *, by: Actor, at: datetime) -> DataKey:
    """Two deeds at once may want the first key: the database lets one of them make it."""
    row = DataKey(id=new_id(), owner=owner, made_at=at)
    wrap(row, secrets.token_bytes(crypto.KEY_BYTES))
    subject = row.next_subject()
    DataKey.objects.bulk_create([row], ignore_conflicts=True)
    kept = DataKey.objects.get(owner=owner, destroyed_at=None)
    if kept.id == row.id:
        # No part of the request's story: the deed that needed the key is.
        ledger.record("data_key.made", actor=by, subject=subject, at=at)
    return kept


def _opened(row: DataKey) -> bytes:
    return crypto.unseal(bytes(row.wrapped_key or b""), context=_key_context(row.id))


def _key_context(row_id: UUID) -> str:
    return f"vault.data_key.{row_id}"


def _context(entry: UUID) -> str:
    return f"audit.detail.{entry}"
