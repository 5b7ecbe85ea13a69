"""Systems, the work in them, what was found there, and the package made of it. A request is an opaque reference."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.rows import AuditedRow
from fulfillment.taxonomy import recipients_of
from vault.fields import EncryptedJSON, EncryptedText

OUTCOMES = (
    "given",
    "corrected",
    "erased",
    "kept",
    "withheld",
    "restricted",
    "stopped",
    "suppressed",
    "review_upheld",
    "review_changed",
    "nothing_found",
)


class Handling(models.TextChoices):
    """How a system answers: a steward works in it, or the portal reads it."""

    MANUAL = "manual", _("By a person")
    REGISTER = "register", _("Read by the portal")


class DataSystem(models.Model):
    """One entry of the data map. `stewards` are usernames; `decides`: it takes automated decisions about people."""

    slug = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=80)
    companies = ArrayField(models.CharField(max_length=40), default=list)
    categories = ArrayField(models.CharField(max_length=40), default=list)
    stewards = ArrayField(models.CharField(max_length=150), default=list)
    handling = models.CharField(max_length=10, choices=Handling.choices, default=Handling.MANUAL)
    marketing = models.BooleanField(default=False)
    decides = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]


class Deed(models.TextChoices):
    """What can be asked of a system."""

    COLLECT = "collect", _("Find the data")
    ERASE = "erase", _("Erase the data")
    CORRECT = "correct", _("Correct the data")
    RESTRICT = "restrict", _("Restrict the use of the data")
    LIFT = "lift", _("Use the data again")
    STOP = "stop", _("Stop the use of the data")
    SUPPRESS = "suppress", _("Stop the use for marketing and sharing")
    REVIEW = "review", _("Review an automated decision")


class TaskStatus(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    NOT_APPLICABLE = "not_applicable", _("Nothing to do")


# What is passed on to those who got the data from us, where the steward says to whom.
TELLING = frozenset({Deed.ERASE, Deed.CORRECT, Deed.RESTRICT, Deed.STOP, Deed.SUPPRESS})
# How a task ends whose request ended first.
CANCELLED = "cancelled"


class Task(AuditedRow):
    """One deed in one system for one request."""

    ledger_type: ClassVar[str] = "task"

    subject_ref = models.UUIDField(db_index=True)
    system = models.ForeignKey(DataSystem, on_delete=models.PROTECT, related_name="tasks")
    deed = models.CharField(max_length=10, choices=Deed.choices)
    status = models.CharField(max_length=16, choices=TaskStatus.choices, default=TaskStatus.OPEN)
    instructions = models.CharField(max_length=40)
    details = EncryptedJSON()  # person_key, company, corrections: what the steward or connector works with
    note = EncryptedText(default="")
    result = models.CharField(max_length=40, blank=True)
    # The kinds of recipients (`taxonomy.RECIPIENTS`) that the steward told of the change (GDPR 19; 11 CCR 7022(b)).
    told = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    # A day of its own, where the work is not part of answering a request in time.
    due_by = models.DateField(null=True)
    opened_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    completed_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="task_once", fields=["subject_ref", "system", "deed"]),
            models.CheckConstraint(
                name="task_open_until_completed",
                condition=Q(status="open", completed_at__isnull=True)
                | (~Q(status="open") & Q(completed_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(name="task_open", fields=["system", "opened_at"], condition=Q(status="open"))]

    @property
    def may_be_told(self) -> list[str]:
        """Who may have data of this system from us, and so should hear of a change; nobody where nothing changes."""
        return [one.slug for one in recipients_of(self.system.categories)] if self.deed in TELLING else []


class Item(AuditedRow):
    """One thing that a system holds about the person, and what becomes of it. `outcome` is empty until proposed."""

    ledger_type: ClassVar[str] = "item"

    subject_ref = models.UUIDField(db_index=True)
    system = models.ForeignKey(DataSystem, on_delete=models.PROTECT, related_name="items")
    category = models.CharField(max_length=40)
    title = EncryptedText(default="")
    content = EncryptedJSON()
    source = models.CharField(max_length=80, blank=True)
    collected_on = models.DateField(null=True)
    found_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, blank=True)
    ground = models.CharField(max_length=24, blank=True)
    cite = models.CharField(max_length=200, blank=True)
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="item_outcome_known", condition=Q(outcome__in=["", *OUTCOMES])),
            models.CheckConstraint(
                name="item_refusal_has_ground", condition=~Q(outcome__in=["kept", "withheld"]) | ~Q(ground="")
            ),
        ]


class PackageStatus(models.TextChoices):
    BUILDING = "building", _("Being put together")
    BUILT = "built", _("Put together")
    RELEASED = "released", _("Ready to download")
    EXPIRED = "expired", _("No longer available")
    REVOKED = "revoked", _("Taken back")


class Package(AuditedRow):
    """What the person gets. `files` are ids in the vault by part: html, pdf, json, csv."""

    ledger_type: ClassVar[str] = "package"

    subject_ref = models.UUIDField(db_index=True)
    status = models.CharField(max_length=10, choices=PackageStatus.choices, default=PackageStatus.BUILDING)
    language = models.CharField(max_length=5, default="en")
    facts = EncryptedJSON()  # what the package says of the request it answers
    files = models.JSONField(default=dict)
    sizes = models.JSONField(default=dict)
    requested_at = models.DateTimeField()
    built_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    opened_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="package_one_at_a_time",
                fields=["subject_ref"],
                condition=Q(status__in=["building", "built", "released"]),
            ),
            models.CheckConstraint(
                name="package_released_expires", condition=~Q(status="released") | Q(expires_at__isnull=False)
            ),
        ]
