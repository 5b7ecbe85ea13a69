"""Checks and their evidence. Nouns only; keyed by an opaque reference, never by a foreign key upward."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.ids import new_id
from audit.rows import AuditedRow
from vault.fields import EncryptedJSON, EncryptedText

from .assurance import Tier

CHECK_STATUSES = ("open", "passed", "failed", "locked")
TIERS = [(int(tier), tier.name) for tier in Tier]


class Check(AuditedRow):
    """One identity verification: what it must reach, what it has reached."""

    ledger_type: ClassVar[str] = "check"

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        PASSED = "passed", _("Passed")
        FAILED = "failed", _("Failed")
        # Too many failures: only a person can conclude it now. Locks that end by themselves leave it open.
        LOCKED = "locked", _("Needs a person")

    subject_ref = models.UUIDField(unique=True)
    required = models.PositiveSmallIntegerField(choices=TIERS)
    reached = models.PositiveSmallIntegerField(choices=TIERS, default=int(Tier.T0))
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    capacity = models.CharField(max_length=24, default="self")
    authority_shown = models.BooleanField(default=False)
    disputed = models.JSONField(default=list)  # names of fields, never values
    claims = EncryptedJSON()  # what the requester typed
    contact = EncryptedJSON()  # name, email, phone, language: where codes go
    points = EncryptedJSON()  # list of {kind, method, at, counts}
    on_file = EncryptedJSON()  # list of {kind, value, since}: contact points of the matched person
    person_key = EncryptedText(default="")
    has_email = models.BooleanField(default=False)
    email_proved_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    code_sent_at = models.DateTimeField(null=True)
    locked_until = models.DateTimeField(null=True)
    facts_tries = models.PositiveSmallIntegerField(default=0)
    facts_locked_until = models.DateTimeField(null=True)
    matched_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)
    # What was typed and found for the check is gone; a new one is needed to know the person again.
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="check_tiers", condition=Q(required__lte=3, reached__lte=3)),
            models.CheckConstraint(name="check_status_known", condition=Q(status__in=CHECK_STATUSES)),
            # A check cannot have passed below its bar, whatever code says so.
            models.CheckConstraint(
                name="check_passed_means_reached", condition=~Q(status="passed") | Q(reached__gte=models.F("required"))
            ),
            models.CheckConstraint(name="check_facts_tries", condition=Q(facts_tries__lte=3)),
        ]


class Code(AuditedRow):
    """One one-time code. Only the newest of a subject and purpose lives; sending another kills the older."""

    ledger_type: ClassVar[str] = "code"

    subject_ref = models.UUIDField()
    purpose = models.CharField(max_length=24)
    code_hash = models.CharField(max_length=160)
    contact_index = models.BinaryField(db_index=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject_ref", "purpose", "-created_at"], name="code_newest")]
        constraints = [
            models.CheckConstraint(name="code_tries", condition=Q(tries__lte=5)),
            models.CheckConstraint(name="code_used_was_tried", condition=Q(used_at__isnull=True) | Q(tries__gte=1)),
        ]


class Attempt(models.Model):
    """One judged try of a code, or one set of facts given. Outcome without the values."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_ref = models.UUIDField(db_index=True)
    method = models.CharField(max_length=24)
    outcome = models.CharField(max_length=16)
    at = models.DateTimeField()


class Evidence(models.Model):
    """What a member of staff saw or heard: which points, why, who."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    check_row = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="evidence")
    method = models.CharField(max_length=24)
    points = models.JSONField(default=list)  # kinds, never values
    claimed = models.PositiveSmallIntegerField(choices=TIERS, null=True)
    reason = EncryptedText()
    recorded_by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="evidence_is_named", condition=~Q(recorded_by=""))]


class Declaration(models.Model):
    """A statement signed under penalty of perjury by typing one's name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    check_row = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="declarations")
    typed_name = EncryptedText()
    text_version = models.CharField(max_length=24)
    at = models.DateTimeField()
