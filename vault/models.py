"""Where a stored file lies, what it is, and the key that opens it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from audit.rows import AuditedRow
from vault.fields import EncryptedText


class FileStatus(models.TextChoices):
    """A file is there, or destroyed for good."""

    STORED = "stored"
    SHREDDED = "shredded"


class StoredFile(AuditedRow):
    """One file on disk, encrypted with a key of its own. Without `wrapped_key` its bytes are noise."""

    ledger_type: ClassVar[str] = "file"

    owner = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=40)
    name = EncryptedText()
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.BinaryField()
    path = models.CharField(max_length=100, unique=True)
    wrapped_key = models.BinaryField(null=True)
    key_id = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=FileStatus.choices, default=FileStatus.STORED)
    stored_at = models.DateTimeField()
    shredded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="file_key_until_shredded",
                condition=Q(status=FileStatus.STORED, wrapped_key__isnull=False, shredded_at__isnull=True)
                | Q(status=FileStatus.SHREDDED, wrapped_key__isnull=True, shredded_at__isnull=False),
            ),
        ]


class DataKey(AuditedRow):
    """The key under which the words about one request lie beside the ledger. Destroyed, they are noise for ever."""

    ledger_type: ClassVar[str] = "data_key"

    owner = models.UUIDField(db_index=True)
    wrapped_key = models.BinaryField(null=True)
    key_id = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(destroyed_at__isnull=True), name="one_living_data_key_per_owner"
            ),
            models.CheckConstraint(
                name="data_key_until_destroyed",
                condition=Q(wrapped_key__isnull=False, destroyed_at__isnull=True)
                | Q(wrapped_key__isnull=True, destroyed_at__isnull=False),
            ),
        ]
