"""Who must be left alone: the list that keeps opt-outs honoured for good."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from audit.rows import AuditedRow
from requests_app.models.privacy_request import PrivacyRequest
from vault.fields import EncryptedText


class Suppression(AuditedRow):
    """One contact point or identifier with the kinds of use that stopped."""

    ledger_type: ClassVar[str] = "suppression"

    point = models.CharField(max_length=30)
    value = EncryptedText()
    digest = models.BinaryField(max_length=32)
    kinds = ArrayField(models.CharField(max_length=30))
    company = models.CharField(max_length=40)
    since = models.DateTimeField(db_index=True)
    # 11 CCR 7026(k): nobody asks to opt back in before this day.
    no_ask_before = models.DateField()
    # None after a restore from a backup that is older than the request.
    request = models.ForeignKey(PrivacyRequest, on_delete=models.PROTECT, related_name="suppressions", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "point", "company", "request"], name="one_suppression_per_point"),
        ]
