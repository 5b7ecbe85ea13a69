"""A new access code on its way to somebody who lost theirs. The old one works until a new one is first used."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from audit.rows import AuditedRow
from requests_app.models.submission import Submission

RENEWAL_CHANNELS = ("web", "phone")
RENEWAL_ROUTES = ("email", "post")


class CodeRenewal(AuditedRow):
    """One code that was sent. Written once: what becomes of it is read from its days and from the submission."""

    ledger_type: ClassVar[str] = "code_renewal"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="renewals")
    code_hash = models.BinaryField(max_length=32, unique=True)
    channel = models.CharField(max_length=10)  # how it was asked for
    sent_by = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="code_renewal_channel_known", condition=Q(channel__in=RENEWAL_CHANNELS)),
            models.CheckConstraint(name="code_renewal_route_known", condition=Q(sent_by__in=RENEWAL_ROUTES)),
            models.CheckConstraint(name="code_renewal_expires", condition=Q(expires_at__gt=F("made_at"))),
        ]
