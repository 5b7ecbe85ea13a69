"""Agents who ask for others: who they are, which submissions are theirs, what people permitted them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from audit.ids import new_id
from audit.rows import AuditedRow
from vault.fields import EncryptedText

AGENT_STATUSES = ("proposed", "confirmed", "suspended")
LINK_METHODS = ("api_key", "proved_address")
PERMISSION_KINDS = ("signed_permission", "power_of_attorney")
PERMISSION_STATUSES = ("active", "revoked", "disputed")
ANSWER_TO = ("", "consumer", "requester")
ANSWERS = ("", "yes", "no")


class Agent(AuditedRow):
    """One organisation that asks for others. It is known as itself only while `confirmed`."""

    ledger_type: ClassVar[str] = "agent"

    class Status(models.TextChoices):
        PROPOSED = "proposed"
        CONFIRMED = "confirmed"
        SUSPENDED = "suspended"

    name = models.CharField(max_length=200)
    # For example the number at the California Secretary of State.
    registration = models.CharField(max_length=80, blank=True)
    # Whoever reads mail at this domain speaks for the agent; empty where the agent uses a public mailbox.
    domain = models.CharField(max_length=253, blank=True)
    contact_email = EncryptedText(blank=True)
    website = models.CharField(max_length=200, blank=True)
    # Keys of our API that the agent's programs use (`accounts.ApiKey`, opaque here).
    api_keys = ArrayField(models.UUIDField(), default=list, blank=True)
    # Data Rights Protocol: id in the directory, and the keys it signs with: [{"key": base64, "since": day}].
    directory_id = models.CharField(max_length=80, blank=True)
    verify_keys = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    proposed_by = models.UUIDField(null=True)  # None: read from a directory file
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    suspend_reason = EncryptedText(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directory_id"], condition=~Q(directory_id=""), name="agent_directory_id"),
            models.CheckConstraint(name="agent_status_known", condition=Q(status__in=AGENT_STATUSES)),
            models.CheckConstraint(
                name="agent_confirmed_by_somebody_else",
                condition=~Q(status="confirmed")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=models.F("proposed_by"))),
            ),
        ]


class AgentLink(models.Model):
    """A submission is an agent's own: filed with its key, or from an address it was shown to read. Never by a name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_ref = models.UUIDField(unique=True)
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="links")
    method = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="agent_link_method", condition=Q(method__in=LINK_METHODS))]
        indexes = [models.Index(fields=["agent", "at"], name="agent_link_by_agent")]


class AgentPermission(AuditedRow):
    """What one person permitted one agent: kept once, good for later requests while it is valid.

    The person is kept as blind keys in hex (`services.permissions.keys_of`). `rights` empty: all rights.
    """

    ledger_type: ClassVar[str] = "agent_permission"

    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="permissions")
    # The submission with which it came. An agent that is not registered gets it for that one alone.
    subject_ref = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20)
    person = models.CharField(max_length=64, blank=True)
    named = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    rights = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    # Who gets the answer, in the person's own words; empty: the paper does not say.
    answer_to = models.CharField(max_length=10, blank=True)
    # A copy of the data goes to the agent only where the person said so.
    copies_to_agent = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # the last day; None: until it is taken back
    status = models.CharField(max_length=10, default="active")
    kept_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # How it ended: link, phone, officer, answer (the person said no when asked).
    ended_by = models.CharField(max_length=10, blank=True)
    # SHA-256 of the token in the person's letter: with it the person takes the permission back.
    token_hash = models.BinaryField(max_length=32, unique=True, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="agent_permission_kind", condition=Q(kind__in=PERMISSION_KINDS)),
            models.CheckConstraint(name="agent_permission_status", condition=Q(status__in=PERMISSION_STATUSES)),
            models.CheckConstraint(name="agent_permission_answer", condition=Q(answer_to__in=ANSWER_TO)),
            models.CheckConstraint(
                name="agent_permission_copies_follow",
                condition=Q(copies_to_agent=False) | Q(answer_to="requester"),
            ),
            models.CheckConstraint(
                name="agent_permission_ends_somehow",
                condition=Q(status="active", ended_at__isnull=True) | (~Q(status="active") & ~Q(ended_by="")),
            ),
        ]
        indexes = [models.Index(fields=["person"], name="agent_permission_person", condition=~Q(person=""))]


class AgentQuestion(AuditedRow):
    """The person is asked directly whether they permitted an agent to ask (11 CCR 7063(a)). Never for an opt-out."""

    ledger_type: ClassVar[str] = "agent_question"

    subject_ref = models.UUIDField(db_index=True)
    # Which kind of contact on file it went to: email, phone, post.
    contact = models.CharField(max_length=8)
    token_hash = models.BinaryField(max_length=32, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=3, blank=True)
    answered_at = models.DateTimeField(null=True)
    # What was typed under the yes: an electronic signature (11 CCR 7001, "signed").
    typed_name = EncryptedText(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="agent_question_answer", condition=Q(answer__in=ANSWERS)),
            models.CheckConstraint(
                name="agent_question_answered",
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
            models.UniqueConstraint(fields=["subject_ref"], condition=Q(answer=""), name="agent_question_one_open"),
        ]
