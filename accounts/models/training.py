"""Trainings of the people who handle requests (11 CCR 7100)."""

from typing import ClassVar

from django.db import models

from accounts.models.staff import User
from audit.rows import AuditedRow
from vault.fields import EncryptedText


class Training(AuditedRow):
    """One member of staff was trained on one day. Kept as long as the account; a slip is struck out, never erased."""

    ledger_type: ClassVar[str] = "training"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="trainings")
    name = models.CharField(max_length=120)
    version = models.CharField(max_length=40)
    held_on = models.DateField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    note = EncryptedText(blank=True, default="")
    struck_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "held_on"], condition=models.Q(struck_at=None), name="training_last")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name", "version", "held_on"],
                condition=models.Q(struck_at=None),
                name="training_once",
            ),
            models.CheckConstraint(name="training_by_another", condition=~models.Q(user=models.F("recorded_by"))),
        ]
