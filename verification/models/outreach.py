"""We go to the person: a code on paper to the address on file, a call to the number on file.

The rows are the wish of a requester and look the same for everybody. What the worker found stands beside it for staff.
Neither address nor number is kept here: they lie encrypted in the check, and go with it.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from audit.rows import AuditedRow

MAX_CODE_TRIES = 5
MAX_CALLS = 3


class PostedCode(AuditedRow):
    """One wish for a code by post. The tries are counted here whether or not a letter went out."""

    ledger_type: ClassVar[str] = "posted_code"

    class Finding(models.TextChoices):
        """What the worker found. `too_often`: that address got enough letters lately, from whomever."""

        WAITING = "waiting"
        SENT = "sent"
        NOBODY = "nobody"
        NO_ADDRESS = "no_address"
        RECENT_CHANGE = "recent_change"
        TOO_OFTEN = "too_often"
        OVER = "over"

    subject_ref = models.UUIDField(db_index=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=64)  # an opaque actor, never a name
    expires_at = models.DateTimeField()
    finding = models.CharField(max_length=16, choices=Finding.choices, default=Finding.WAITING)
    settled_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=160, default="")  # empty: no letter went out, so no code fits
    address_index = models.BinaryField(default=b"", db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject_ref", "-asked_at"], name="posted_code_newest")]
        constraints = [
            models.CheckConstraint(name="posted_code_tries", condition=Q(tries__lte=MAX_CODE_TRIES)),
            models.CheckConstraint(name="posted_code_ends", condition=Q(expires_at__gt=F("asked_at"))),
            models.CheckConstraint(
                name="posted_code_used_was_sent", condition=Q(used_at=None) | Q(finding="sent", tries__gte=1)
            ),
            models.CheckConstraint(name="posted_code_sent_has_code", condition=~Q(finding="sent") | ~Q(code_hash="")),
        ]


class CallBack(AuditedRow):
    """One wish to be called at the number on file. One open wish a check."""

    ledger_type: ClassVar[str] = "call_back"

    class Finding(models.TextChoices):
        """What the worker found."""

        WAITING = "waiting"
        CALLABLE = "callable"
        NOBODY = "nobody"
        NO_NUMBER = "no_number"
        RECENT_CHANGE = "recent_change"

    class Outcome(models.TextChoices):
        """How it ended; empty while it is open."""

        OPEN = ""
        CONFIRMED = "confirmed"
        NOT_REACHED = "not_reached"
        DENIED = "denied"
        NO_NUMBER = "no_number"
        OVER = "over"

    subject_ref = models.UUIDField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=64)  # an opaque actor, never a name
    window = models.CharField(max_length=12, default="")
    language = models.CharField(max_length=5, default="en")
    finding = models.CharField(max_length=16, choices=Finding.choices, default=Finding.WAITING)
    settled_at = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    shown_to = models.CharField(max_length=64, default="")  # who saw the number last
    shown_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, default=Outcome.OPEN, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, default="")

    class Meta:
        indexes = [models.Index(fields=["asked_at"], condition=Q(outcome=""), name="call_back_open")]
        constraints = [
            models.UniqueConstraint(fields=["subject_ref"], condition=Q(outcome=""), name="one_open_call_back"),
            models.CheckConstraint(name="call_back_calls", condition=Q(calls__lte=MAX_CALLS)),
            models.CheckConstraint(
                name="call_back_ends",
                condition=Q(outcome="", ended_at=None) | (~Q(outcome="") & Q(ended_at__isnull=False)),
            ),
            # Nobody confirms a number they were not shown.
            models.CheckConstraint(
                name="call_back_confirmed_was_shown", condition=~Q(outcome="confirmed") | Q(shown_at__isnull=False)
            ),
        ]
