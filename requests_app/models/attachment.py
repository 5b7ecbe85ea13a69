"""A file that goes with a message, either way."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from audit.rows import AuditedRow
from requests_app.models.correspondence import Message

ATTACHMENT_KINDS = ("message", "evidence")
ATTACHMENT_STATES = ("quarantined", "clean", "unfit")


class Attachment(AuditedRow):
    """One file of one message. What came lies in the vault under this row's id, as pages that were drawn here."""

    ledger_type: ClassVar[str] = "attachment"

    class State(models.TextChoices):
        # Stored as it came, and shown to nobody until the worker has looked at it.
        QUARANTINED = "quarantined"
        CLEAN = "clean"
        # The scanner found something in it, or it cannot be drawn: destroyed unseen.
        UNFIT = "unfit"

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="attachments")
    # `evidence`: it shows what is right, for a correction.
    kind = models.CharField(max_length=12, default="message")
    inbound = models.BooleanField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUARANTINED)
    given_at = models.DateTimeField()
    # The file as it came: until its pages are drawn, or, of a PDF of ours, as long as the row.
    original = models.UUIDField(null=True)
    media_type = models.CharField(max_length=100)
    pages = models.PositiveSmallIntegerField(default=0)
    scan = models.CharField(max_length=12, blank=True, default="")
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="attachment_kind_known", condition=Q(kind__in=ATTACHMENT_KINDS)),
            models.CheckConstraint(name="attachment_state_known", condition=Q(state__in=ATTACHMENT_STATES)),
            # Nobody is shown what no scanner has passed, where there is one.
            models.CheckConstraint(
                name="attachment_shown_when_scanned",
                condition=~Q(state="clean") | Q(scan__in=("clean", "not_scanned")),
            ),
            # Of what came in, nothing stays but what was drawn here.
            models.CheckConstraint(
                name="attachment_inbound_is_drawn", condition=~Q(state="clean", inbound=True) | Q(original=None)
            ),
            models.CheckConstraint(name="attachment_unfit_is_gone", condition=~Q(state="unfit") | Q(original=None)),
        ]

    def is_shown(self) -> bool:
        """Whether it can be opened now."""
        return self.state == self.State.CLEAN and self.destroyed_at is None
