"""A paper that somebody sent as proof, and each look that a member of staff asked to take at it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from audit.rows import AuditedRow
from vault.fields import EncryptedText

from .check import Check

PAPER_KINDS = ("identity_document", "signed_permission", "power_of_attorney", "parent", "court_paper")
PAPER_STATES = ("quarantined", "waiting", "accepted", "refused", "unfit")
WAYS = ("web", "api", "post")


class Paper(AuditedRow):
    """One paper of a check. Its pages lie in the vault under this row's id; what it said is nowhere else."""

    ledger_type: ClassVar[str] = "paper"

    class State(models.TextChoices):
        # Stored as it came, and shown to nobody until the worker has looked at it.
        QUARANTINED = "quarantined"
        WAITING = "waiting"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        # The scanner found something in it, or its pages cannot be drawn: destroyed unseen.
        UNFIT = "unfit"

    check_row = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=24)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUARANTINED)
    came_by = models.CharField(max_length=8)
    given_at = models.DateTimeField()
    # Who scanned it, where it came by post, or whose key put it in; empty where the requester sent it.
    entered_by = models.CharField(max_length=64, blank=True, default="")
    original = models.UUIDField(null=True)
    media_type = models.CharField(max_length=100)
    pages = models.PositiveSmallIntegerField(default=0)
    scan = models.CharField(max_length=12, blank=True, default="")
    missing = models.JSONField(default=list)  # codes of the checklist, never words from the paper
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.CharField(max_length=64, blank=True, default="")
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "given_at"], name="paper_inbox")]
        constraints = [
            models.CheckConstraint(name="paper_kind_known", condition=Q(kind__in=PAPER_KINDS)),
            models.CheckConstraint(name="paper_state_known", condition=Q(state__in=PAPER_STATES)),
            models.CheckConstraint(name="paper_way_known", condition=Q(came_by__in=WAYS)),
            # Nobody is asked to look at what no scanner has passed, where there is one.
            models.CheckConstraint(
                name="paper_shown_when_scanned",
                condition=Q(state__in=("quarantined", "unfit")) | Q(scan__in=("clean", "not_scanned")),
            ),
            models.CheckConstraint(
                name="paper_judged_by_somebody",
                condition=~Q(state__in=("accepted", "refused")) | ~Q(concluded_by="") & Q(concluded_at__isnull=False),
            ),
            # Whoever put it in does not say that it is good.
            models.CheckConstraint(
                name="paper_entered_and_judged_apart",
                condition=Q(entered_by="") | ~Q(concluded_by=F("entered_by")),
            ),
        ]


class Look(AuditedRow):
    """One look at a paper: who wants it and why, who lets them, and until when."""

    ledger_type: ClassVar[str] = "look"

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="looks")
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    reason = EncryptedText(default="")
    needs_two = models.BooleanField()
    granted_by = models.CharField(max_length=64, blank=True, default="")
    granted_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    # Declined, or closed with the paper.
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="look_by_two", condition=~Q(needs_two=True) | ~Q(granted_by=F("asked_by")) | Q(granted_by="")
            ),
            models.CheckConstraint(
                name="look_granted_by_somebody",
                condition=Q(granted_at__isnull=True, granted_by="", until__isnull=True, opened_at__isnull=True)
                | ~Q(granted_by="") & Q(granted_at__isnull=False, until__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["paper", "asked_by"], condition=Q(granted_at=None, closed_at=None), name="one_open_question"
            ),
        ]
