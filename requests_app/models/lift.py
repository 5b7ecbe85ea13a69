"""A restriction ends: announced first, done on its day (GDPR art. 18(3))."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from audit.rows import AuditedRow
from requests_app.models.privacy_request import PrivacyRequest
from vault.fields import EncryptedText


class RestrictionLift(AuditedRow):
    """One announced end of a restriction.

    `opened_at`: when the systems were told to use the data again; `called_off_at`: it does not happen.
    """

    ledger_type: ClassVar[str] = "lift"

    request = models.ForeignKey(PrivacyRequest, on_delete=models.PROTECT, related_name="lifts")
    lift_on = models.DateField()
    reason = EncryptedText()
    letter = models.UUIDField()
    announced_at = models.DateTimeField()
    announced_by = models.UUIDField(null=True)
    called_off_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_lift_at_a_time", fields=["request"], condition=Q(called_off_at__isnull=True)
            ),
            models.CheckConstraint(
                name="lift_called_off_is_not_done",
                condition=Q(called_off_at__isnull=True) | Q(opened_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["lift_on", "id"],
                condition=Q(opened_at__isnull=True, called_off_at__isnull=True),
                name="lift_waiting_by_day",
            )
        ]

    @property
    def is_waiting(self) -> bool:
        return self.opened_at is None and self.called_off_at is None
