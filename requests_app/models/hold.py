"""A legal hold: nothing about this person is erased until it ends."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from audit.rows import AuditedRow
from requests_app.choices import HoldReason
from requests_app.models.privacy_request import PrivacyRequest
from requests_app.models.submission import Submission
from vault.fields import EncryptedText


class LegalHold(AuditedRow):
    """One hold on one person. It binds until `ended_at` is set: the day `until` alone ends nothing.

    The person is kept as blind keys (hex), so that a later request of theirs is known, and so that a restored
    database without the request knows them too. `systems` empty: all of them. `may_tell` False: an authority forbids
    to say that there is a direction.
    """

    ledger_type: ClassVar[str] = "hold"

    # The request at which it was placed; None after a restore from a backup that is older than the request.
    request = models.ForeignKey(PrivacyRequest, null=True, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=20, choices=[(str(one), str(one)) for one in HoldReason])
    # The case number. It never leaves: no letter, no ledger fact, no page of the consumer.
    matter = EncryptedText(blank=True)
    may_tell = models.BooleanField(default=True)
    systems = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    since = models.DateTimeField()
    placed_by = models.UUIDField(null=True)
    until = models.DateField(null=True)  # the last day; None: until somebody ends it
    renewals = models.PositiveSmallIntegerField(default=0)
    release_asked_by = models.UUIDField(null=True)
    release_asked_at = models.DateTimeField(null=True)
    release_why = EncryptedText(blank=True)
    ended_at = models.DateTimeField(null=True)
    end_cause = models.CharField(max_length=20, blank=True)  # released, lapsed
    # When case number, reasons and keys were erased because their time was up.
    purged_at = models.DateTimeField(null=True)

    # Who it is about: `same_person.Who`, and the person's key in the directory.
    name = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=20, blank=True)
    points = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    person = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="hold_reason_known", condition=Q(reason__in=[str(one) for one in HoldReason])),
            models.CheckConstraint(
                name="hold_of_authority_ends", condition=~Q(reason="authority") | Q(until__isnull=False)
            ),
            models.CheckConstraint(
                name="hold_ends_with_a_cause",
                condition=Q(ended_at__isnull=True, end_cause="") | (Q(ended_at__isnull=False) & ~Q(end_cause="")),
            ),
        ]
        indexes = [
            models.Index(fields=["until", "id"], condition=Q(ended_at__isnull=True), name="hold_active_by_until")
        ]

    @property
    def is_active(self) -> bool:
        return self.ended_at is None

    def covers(self, system: str) -> bool:
        """Whether data in this system must stay."""
        return not self.systems or system in self.systems


class HeldSubmission(models.Model):
    """A hold binds a submission. Worked out from the keys of both, and written down for queries over many rows."""

    hold = models.ForeignKey(LegalHold, on_delete=models.CASCADE, related_name="bound")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="held_by")
    # When the end of its time came and it was kept because of the hold.
    kept_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hold", "submission"], name="bound_once")]
