"""Letters and the proof of their sending. Everything personal in a letter lies encrypted in its row."""

from typing import ClassVar

from django.db import models

from audit.ids import new_id
from audit.rows import AuditedRow
from vault.fields import EncryptedJSON


class Channel(models.TextChoices):
    """The ways a letter can leave the house. Only codes go by text."""

    EMAIL = "email"
    POST = "post"
    SMS = "sms"


class Status(models.TextChoices):
    """Where a letter is. `held`: nobody could be reached with what we know; staff must act.

    `unknown`: the process died while it handed the letter over; it may have arrived, and was not sent again.
    """

    QUEUED = "queued"
    SENT = "sent"
    TO_PRINT = "to_print"
    PRINTED = "printed"
    POSTED = "posted"
    RETURNED = "returned"
    FAILED = "failed"
    UNKNOWN = "unknown"
    HELD = "held"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


class Outcome(models.TextChoices):
    """What came of one attempt. `unknown`: the process died after it began; the other side may have the letter."""

    STARTED = "started"
    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    RENDERED = "rendered"
    POSTED = "posted"
    RETURNED = "returned"
    WITHHELD = "withheld"


class LetterQuerySet(models.QuerySet["Letter"]):
    """Questions the desks ask."""

    def about_request(self, request_ref: object) -> "LetterQuerySet":
        """Letters of one privacy request, those of its submission included when filed under it."""
        return self.filter(models.Q(request_ref=request_ref) | models.Q(about=request_ref))

    def waiting_for_paper(self) -> "LetterQuerySet":
        """Letters for the mail room: rendered or printed, not yet posted; the most urgent first."""
        waiting = self.filter(status__in=[Status.TO_PRINT, Status.PRINTED])
        return waiting.order_by(models.F("post_by").asc(nulls_last=True), "created_at")


class Letter(AuditedRow):
    """One letter to one person, in one language, over one channel."""

    ledger_type: ClassVar[str] = "letter"

    kind = models.CharField(max_length=40)
    about = models.UUIDField(help_text="The privacy request or submission the letter is about")
    request_ref = models.UUIDField(null=True, blank=True, help_text="The privacy request, for its ledger entries")
    language = models.CharField(max_length=5, default="en")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.QUEUED)
    statutory = models.BooleanField()
    context = EncryptedJSON()
    recipient = EncryptedJSON()
    # The words as they went out: a later change of a template must not rewrite history.
    body = EncryptedJSON(null=True, blank=True)
    supersedes = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    post_by = models.DateField(null=True, blank=True)
    message_id = models.CharField(max_length=200)
    pdf_file = models.UUIDField(null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["about", "created_at"]),
            models.Index(fields=["request_ref", "created_at"]),
            models.Index(fields=["status", "post_by"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="letter_status_known", condition=models.Q(status__in=[choice.value for choice in Status])
            ),
            models.CheckConstraint(
                name="letter_gone_has_instant",
                condition=~models.Q(status__in=[Status.SENT.value, Status.POSTED.value, Status.RETURNED.value])
                | models.Q(sent_at__isnull=False),
            ),
        ]

    @property
    def is_open(self) -> bool:
        """True while the letter has not left the house and nobody has stopped it."""
        return self.status in {Status.QUEUED, Status.TO_PRINT, Status.PRINTED, Status.HELD}


class Delivery(models.Model):
    """One attempt to deliver a letter: the proof of sending. Codes only, never an address."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="deliveries")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    detail_code = models.CharField(max_length=80, blank=True)
    tracking = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["letter", "at"])]
