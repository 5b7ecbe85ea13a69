"""A form that went out on paper, to be signed and sent back by somebody without e-mail."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from audit.rows import AuditedRow
from requests_app.models.privacy_request import PrivacyRequest
from requests_app.models.submission import Submission

FORM_KINDS = ("declaration", "signed_permission", "correction")
FORM_STATES = ("out", "arrived", "handed_on", "counted", "refused")


class PaperForm(AuditedRow):
    """One sheet with a bar code. `number` is opaque: it says nothing about anybody, and opens nothing."""

    ledger_type: ClassVar[str] = "paper_form"

    class State(models.TextChoices):
        OUT = "out"
        # It lies in the mail room's tray, and perhaps in the vault: an officer has to look.
        ARRIVED = "arrived"
        # Its scan is among the papers that show who may act for somebody, and is judged there.
        HANDED_ON = "handed_on"
        COUNTED = "counted"
        REFUSED = "refused"

    number = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="forms")
    # The request that the letter names, under which an officer finds the form.
    request = models.ForeignKey(PrivacyRequest, on_delete=models.PROTECT, related_name="forms")
    text_version = models.CharField(max_length=24, blank=True, default="")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.OUT)
    arrived_at = models.DateTimeField(null=True)
    arrived_by = models.UUIDField(null=True)
    # The file as it was scanned, until the worker has drawn its pages; pages 0: only the paper itself is there.
    original = models.UUIDField(null=True)
    pages = models.PositiveSmallIntegerField(default=0)
    unfit = models.BooleanField(default=False)
    paper = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["arrived_at"], condition=Q(state="arrived"), name="paper_form_tray"),
        ]
        constraints = [
            models.CheckConstraint(name="paper_form_kind_known", condition=Q(kind__in=FORM_KINDS)),
            models.CheckConstraint(name="paper_form_state_known", condition=Q(state__in=FORM_STATES)),
            models.CheckConstraint(
                name="paper_form_arrived_by_somebody",
                condition=Q(state="out", arrived_at=None, arrived_by=None)
                | (~Q(state="out") & Q(arrived_at__isnull=False, arrived_by__isnull=False)),
            ),
            # Whoever took it out of the envelope does not say that it is good.
            models.CheckConstraint(
                name="paper_form_judged_by_another", condition=Q(ended_by=None) | ~Q(ended_by=F("arrived_by"))
            ),
        ]
