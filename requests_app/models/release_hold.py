"""The wait before data leaves or is changed: time for the person to say that it was not they who asked."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from audit.rows import AuditedRow
from requests_app.models.submission import Submission
from vault.fields import EncryptedText


class HoldState(models.TextChoices):
    """How far it is. `stopped`: somebody said that it was not they; only an officer's word ends that."""

    WAITING = "waiting"
    OVER = "over"
    STOPPED = "stopped"
    REFUSED = "refused"


class ReleaseHold(AuditedRow):
    """One wait for one act of asking, begun when it was shown who asks. Warnings carry its token, kept as a hash.

    Nothing that it covers leaves before `ends_at`, nor while it is stopped, nor after it was refused.
    """

    ledger_type: ClassVar[str] = "release_hold"

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="release_hold")
    state = models.CharField(max_length=10, choices=HoldState.choices, default=HoldState.WAITING)
    token_hash = models.BinaryField(max_length=32, unique=True)
    hours = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # The ways on which somebody was warned; empty where no known contact was safe, or none was known.
    warned = models.JSONField(default=list)
    over_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_via = models.CharField(max_length=10, blank=True)
    # When the link of a warning was last used to stop it: whoever follows it again reads that, and nothing newer.
    link_used_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.UUIDField(null=True)
    # What the officer found out, in their own words.
    why = EncryptedText(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="release_hold_state_known", condition=Q(state__in=[str(one) for one in HoldState])
            ),
            # The bounds of the rule, whatever the table of hours says.
            models.CheckConstraint(name="release_hold_hours", condition=Q(hours__gte=24, hours__lte=72)),
            models.CheckConstraint(
                name="release_hold_stop_is_told", condition=~Q(state="stopped") | Q(stopped_at__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["ends_at", "id"], condition=Q(state="waiting"), name="release_hold_due")]
