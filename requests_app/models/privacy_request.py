"""One right exercised towards one company of the group: its own reference, clock, status and outcome."""

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from audit.rows import AuditedRow
from requests_app.choices import Right
from requests_app.lifecycle import OPEN, Status, Step
from requests_app.models.submission import Submission
from vault.fields import EncryptedJSON, EncryptedText


class PrivacyRequest(AuditedRow):
    """A request. `status` moves only through `apply`, which takes a step of `lifecycle.TRANSITIONS`."""

    ledger_type: ClassVar[str] = "request"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="requests")
    reference = models.CharField(max_length=20, unique=True)
    right = models.CharField(max_length=30, choices=[(r, r) for r in Right])
    scope = models.CharField(max_length=20, blank=True)
    kinds = ArrayField(models.CharField(max_length=30), default=list)
    look_back = models.JSONField(default=str)
    corrections = EncryptedJSON(null=True)
    company = models.CharField(max_length=40)
    status = models.CharField(max_length=20, choices=[(s, s) for s in Status], default=Status.RECEIVED)
    channel = models.CharField(max_length=20)

    # The clock. `received_at` is the server's; `*_by` are days, `*_at` instants (UTC).
    received_at = models.DateTimeField()
    day_zero = models.DateField()
    acknowledge_by = models.DateField(null=True)
    respond_by = models.DateField()
    respond_at = models.DateTimeField()
    work_by = models.DateField()
    # The version of the rules that these dates were worked out with.
    law_version = models.CharField(max_length=40, blank=True, default="", db_default="")
    # The waits for the person that some law leaves out of its period, as `pausing` reads them.
    pauses = models.JSONField(default=list, db_default=[])
    acknowledged_at = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.CharField(max_length=20, blank=True)
    extension_text = EncryptedText(blank=True)
    breached_at = models.DateTimeField(null=True)
    delay_cause = EncryptedText(blank=True)
    # Who owns the cause of a missed day: a member of staff, or a department.
    delay_owner = models.UUIDField(null=True)
    delay_department = models.CharField(max_length=20, blank=True, default="", db_default="")
    answered_at = models.DateTimeField(null=True)

    # Identity: the gate of the lifecycle.
    required_tier = models.PositiveSmallIntegerField(default=0)
    reached_tier = models.PositiveSmallIntegerField(default=0)
    verified_at = models.DateTimeField(null=True)

    # Who does what next.
    assignee = models.UUIDField(null=True)
    next_step = models.CharField(max_length=30, blank=True)
    blocked_by = models.CharField(max_length=20, blank=True)
    waiting_since = models.DateTimeField(null=True)
    unread_messages = models.PositiveSmallIntegerField(default=0)

    # The answer.
    proposal = EncryptedJSON(null=True)
    proposed_by = models.UUIDField(null=True)
    decision = EncryptedJSON(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    primary_ground = models.CharField(max_length=30, blank=True)
    carried_out_at = models.DateTimeField(null=True)

    # Ties to other requests and people.
    entered_by = models.UUIDField(null=True)
    appeal_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="appeals")
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="duplicates")
    close_reason = models.CharField(max_length=30, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["respond_at", "id"], condition=Q(status__in=OPEN), name="open_by_due"),
            models.Index(fields=["received_at", "id"], name="all_by_received"),
            models.Index(fields=["respond_at", "id"], name="all_by_due"),
            models.Index(fields=["assignee", "respond_at"], condition=Q(status__in=OPEN), name="open_by_assignee"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=[s.value for s in Status]), name="status_is_known"),
            # Law of the house: an opt-out has no check. The database refuses one, whatever the code does.
            models.CheckConstraint(
                condition=~Q(right="opt_out") | (Q(required_tier=0) & ~Q(status="verifying")),
                name="opt_out_has_no_check",
            ),
            models.CheckConstraint(
                condition=Q(extended_at__isnull=True) | ~Q(extension_reason=""), name="extension_has_a_reason"
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def needs_two(self) -> bool:
        """Releasing a file and carrying out a deletion need a second person."""
        return self.right in {Right.ACCESS, Right.DELETION}

    def apply(self, step: Step, *, at: datetime) -> None:
        """Take one step of the lifecycle. The only place where a status is set; the caller saves the row."""
        self.status = step.target
        self.waiting_since = at
