"""One identity verification of one submission, keyed by an opaque reference."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.rows import AuditedRow
from vault.fields import EncryptedJSON, EncryptedText
from verification.assurance import Tier

from .tiers import TIERS

CHECK_STATUSES = ("open", "passed", "failed", "locked")


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
    contact = EncryptedJSON()  # name, language, reference: how a code is addressed. Where it goes: `Contact`
    points = EncryptedJSON()  # list of {kind, method, at, counts}
    on_file = EncryptedJSON()  # list of {kind, value, since}: contact points of the matched person
    person_key = EncryptedText(default="")
    has_email = models.BooleanField(default=False)
    has_phone = models.BooleanField(null=True)  # null: opened before a number could get a code
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    facts_tries = models.PositiveSmallIntegerField(default=0)
    facts_locked_until = models.DateTimeField(null=True)
    # Staff asked for an identity document, with a reason: the last resort, never the first question.
    document_asked_at = models.DateTimeField(null=True)
    # Whoever is on file said that they did not ask. Only what staff record moves the check from here; it stays open to
    # see, because a check that shut would tell the requester that somebody is known.
    person_only_at = models.DateTimeField(null=True)
    matched_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)
    # Nothing that it is needed for was open any more: it shut without a word about who asks, and opens again with that.
    over_at = models.DateTimeField(null=True)
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
