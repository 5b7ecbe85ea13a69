"""Signing in elsewhere: the trip to a provider and back, and which account there belongs to which member of staff."""

import hashlib
from typing import ClassVar

from django.db import models

from accounts.models.staff import User
from audit.ids import new_id
from audit.rows import AuditedRow
from vault.fields import EncryptedText


class SignInTrip(models.Model):
    """One departure to a provider, until the browser comes back. Good for one return, in one browser, for minutes.

    What only the right browser and the provider know is kept as hashes; `verifier` (PKCE) is needed whole, and is
    emptied with its use. `subject_ref` is the check it is for; none for staff.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.CharField(max_length=20)
    subject_ref = models.UUIDField(null=True)
    state_hash = models.CharField(max_length=64, unique=True)
    browser_hash = models.CharField(max_length=64)
    nonce = EncryptedText()
    verifier = EncryptedText()
    following = models.CharField(max_length=400, blank=True)
    left_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    @staticmethod
    def hash_of(secret: str) -> str:
        """The stored form of a secret of 256 random bits: a plain hash is enough."""
        return hashlib.sha256(secret.encode()).hexdigest()


class StaffIdentity(AuditedRow):
    """An account at a provider that opens one member of staff's account here, because an administrator said so.

    The subject is kept as a keyed hash: it is found again, never read.
    """

    ledger_type: ClassVar[str] = "staff_identity"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="identities")
    provider = models.CharField(max_length=20)
    subject_index = models.BinaryField()
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "subject_index"], condition=models.Q(ended_at=None), name="identity_one_account"
            ),
            models.UniqueConstraint(
                fields=["provider", "user"], condition=models.Q(ended_at=None), name="identity_one_per_provider"
            ),
        ]
