"""A sign of fraud that was seen at one check: why more proof is asked for, or a person looks."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from audit.rows import AuditedRow
from vault.fields import EncryptedText


class Sign(AuditedRow):
    """One sign. Codes and counts only; an officer may dismiss it with a reason, and that is recorded."""

    ledger_type: ClassVar[str] = "sign"

    subject_ref = models.UUIDField()
    code = models.CharField(max_length=32)
    count = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.CharField(max_length=64, blank=True, default="")
    reason = EncryptedText(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_ref", "code"], name="sign_once_per_check"),
            models.CheckConstraint(
                name="sign_dismissed_by_somebody", condition=Q(dismissed_at__isnull=True) | ~Q(dismissed_by="")
            ),
        ]
