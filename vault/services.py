"""Put a file away, open it, destroy it. Each deed stands in the ledger, in the same transaction."""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor, Subject
from audit.ids import new_id
from vault import crypto, disk
from vault.models import FileStatus, StoredFile

# What came through the API as `upload` belongs to no request until a deed stores it as something else. A program that
# names it does so within minutes; a month leaves room for one that stood still, and keeps nobody's papers for nothing.
UPLOAD, UPLOADS_WAIT = "upload", timedelta(days=30)
AT_ONCE = 500


@dataclass(frozen=True)
class OpenedFile:
    """A file in clear, for as long as the caller needs it."""

    name: str
    media_type: str
    content: bytes


class NotStored(LookupError):
    """There is no such file, or it has been destroyed."""


class Damaged(RuntimeError):
    """The bytes on disk are not those that were put there."""


@transaction.atomic
def put(*, owner: UUID, kind: str, name: str, media_type: str, content: bytes, by: Actor, now: datetime) -> UUID:
    """Store a file under its owner (a submission, request or letter) and give its id.

    What comes from outside goes through `sniff.sniff` first; `media_type` is what that found.
    """
    file = StoredFile(id=new_id(), owner=owner, kind=kind, name=name, media_type=media_type, stored_at=now)
    key = secrets.token_bytes(crypto.KEY_BYTES)
    file.size, file.sha256 = len(content), hashlib.sha256(content).digest()
    file.wrapped_key, file.path = crypto.seal(key, context=_key_context(file.id)), disk.new_path()
    file.key_id = crypto.key_id_of(file.wrapped_key)
    # On disk before the row commits: a row without bytes cannot be, bytes without a row are swept away.
    disk.write(file.path, crypto.seal_with(key, content, context=_content_context(file.id)))
    facts: dict[str, str | int] = {
        "kind": kind,
        "media_type": media_type.rpartition("/")[2],
        "bytes": file.size,
        "owner": str(owner),
    }
    ledger.record("file.stored", actor=by, subject=file.next_subject(), at=now, facts=facts)
    file.save(force_insert=True)
    return file.id


@transaction.atomic
def read(*, file_id: UUID, by: Actor, now: datetime, purpose: str) -> OpenedFile:
    """Open a file for a person. `purpose` is a code such as `review` or `download`. Raises `NotStored`, `Damaged`."""
    file = _stored(file_id)
    facts = {"kind": file.kind, "purpose": purpose, "owner": str(file.owner)}
    ledger.record("file.opened", actor=by, subject=Subject.event("file_view"), at=now, facts=facts)
    return OpenedFile(file.name, file.media_type, _content_of(file))


def file_of(*, owner: UUID, kind: str, name: str) -> UUID | None:
    """The one file of this kind and name that an owner has, such as a page by its number; None where there is none."""
    rows = StoredFile.objects.filter(owner=owner, kind=kind, status=FileStatus.STORED).order_by("stored_at", "id")
    return next((file.id for file in rows if file.name == name), None)


def still_there(files: Collection[UUID]) -> set[UUID]:
    """Which of these files can still be opened."""
    there = StoredFile.objects.filter(id__in=files, status=FileStatus.STORED) if files else StoredFile.objects.none()
    return set(there.values_list("id", flat=True))


@transaction.atomic
def take_up(*, upload: UUID, owner: UUID, by: Actor, now: datetime, kind: str = UPLOAD) -> bytes:
    """The content of an upload that a deed stores as something else; the upload is destroyed with it.

    Raises `NotStored` for one that is not of this owner, or was taken up before.
    """
    file = StoredFile.objects.filter(id=upload, owner=owner, kind=kind, status=FileStatus.STORED).first()
    if file is None:
        raise NotStored(str(upload))
    content = _content_of(file)
    shred(file_id=file.id, by=by, now=now, cause="taken_up")
    return content


def read_for_delivery(file_id: UUID) -> bytes:
    """The bytes for a worker that sends them on; whoever sends records that. Raises `NotStored`, `Damaged`."""
    return _content_of(_stored(file_id))


def opened_for_delivery(file_id: UUID) -> OpenedFile:
    """A file with its name for a worker that sends it on; whoever sends records that. Raises `NotStored`, `Damaged`."""
    file = _stored(file_id)
    return OpenedFile(file.name, file.media_type, _content_of(file))


@transaction.atomic
def shred(*, file_id: UUID, by: Actor, now: datetime, cause: str = "no_longer_needed") -> bool:
    """Destroy a file: its key with the transaction, its bytes right after. False when there is nothing to destroy."""
    file = StoredFile.objects.select_for_update().filter(id=file_id, status=FileStatus.STORED).first()
    if file is None:
        return False
    file.status, file.shredded_at = FileStatus.SHREDDED, now
    file.wrapped_key, file.name, file.sha256 = None, "", b""
    facts = {"kind": file.kind, "owner": str(file.owner), "cause": cause}
    ledger.record("file.shredded", actor=by, subject=file.next_subject(), at=now, facts=facts)
    file.save()
    transaction.on_commit(partial(disk.remove, file.path), robust=True)
    return True


@transaction.atomic
def shred_owned(*, owner: UUID, by: Actor, now: datetime, cause: str = "no_longer_needed") -> int:
    """Destroy all files of one owner. Gives how many there were."""
    owned = StoredFile.objects.filter(owner=owner, status=FileStatus.STORED).order_by("id")
    files = list(owned.values_list("id", flat=True))
    for file_id in files:
        shred(file_id=file_id, by=by, now=now, cause=cause)
    return len(files)


def shred_left_uploads(*, by: Actor, now: datetime) -> int:
    """Destroy uploads that nothing took up in `UPLOADS_WAIT`, each on record. Gives how many. May be repeated."""
    left = StoredFile.objects.filter(kind=UPLOAD, status=FileStatus.STORED, stored_at__lt=now - UPLOADS_WAIT)
    due = list(left.order_by("stored_at").values_list("id", flat=True)[:AT_ONCE])
    return sum(shred(file_id=file_id, by=by, now=now, cause="never_used") for file_id in due)


def sweep_orphans(*, now: datetime) -> int:
    """Remove bytes that no living row speaks for: left by a crash between disk and commit, or after a shredding."""
    old = disk.older_than(now.timestamp() - 24 * 3600)
    living = set(StoredFile.objects.filter(path__in=old, status=FileStatus.STORED).values_list("path", flat=True))
    orphans = [path for path in old if path not in living]
    for path in orphans:
        disk.remove(path)
    return len(orphans)


def rewrap(file: StoredFile) -> None:
    """Keep a file's key under the keyring's current key. The caller records and saves the row."""
    key = crypto.unseal(bytes(file.wrapped_key or b""), context=_key_context(file.id))
    file.wrapped_key = crypto.seal(key, context=_key_context(file.id))
    file.key_id = crypto.key_id_of(file.wrapped_key)


def _stored(file_id: UUID) -> StoredFile:
    try:
        return StoredFile.objects.get(id=file_id, status=FileStatus.STORED)
    except StoredFile.DoesNotExist:
        raise NotStored(str(file_id)) from None


def _content_of(file: StoredFile) -> bytes:
    key = crypto.unseal(bytes(file.wrapped_key or b""), context=_key_context(file.id))
    content = crypto.unseal_with(key, disk.read(file.path), context=_content_context(file.id))
    if not hmac.compare_digest(hashlib.sha256(content).digest(), bytes(file.sha256)):
        raise Damaged(str(file.id))
    return content


def _key_context(file_id: UUID) -> str:
    return f"vault.file.key.{file_id}"


def _content_context(file_id: UUID) -> str:
    return f"vault.file.content.{file_id}"
