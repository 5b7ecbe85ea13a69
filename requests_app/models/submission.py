"""One act of asking: who, about whom, when, through which channel."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from audit.rows import AuditedRow
from requests_app.choices import AnswerFormat, Capacity, Channel, Delivery
from vault.fields import EncryptedJSON, EncryptedText

# The ways to reach somebody.
WAYS = ("email", "phone", "postal_address")


class Submission(AuditedRow):
    """Holds one or more privacy requests of one person, made in one go. What was typed lies here, encrypted."""

    ledger_type: ClassVar[str] = "submission"

    channel = models.CharField(max_length=20, choices=[(c, c) for c in Channel])
    received_at = models.DateTimeField()
    filed_at = models.DateTimeField()
    language = models.CharField(max_length=5, default="en")
    country = models.CharField(max_length=2, blank=True)
    state = models.CharField(max_length=60, blank=True)
    capacity = models.CharField(max_length=30, choices=[(c, c) for c in Capacity], default=Capacity.SELF)
    relationships = ArrayField(models.CharField(max_length=30), default=list)
    delivery = models.CharField(max_length=30, choices=[(d, d) for d in Delivery])
    gpc = models.BooleanField(default=False)
    consumer = EncryptedJSON()
    requester = EncryptedJSON()
    identifiers = EncryptedJSON()
    safe_contact = EncryptedJSON(null=True)
    details = EncryptedText(blank=True)
    # A keyed hash: the code is read aloud or shown once, and nobody can read it here again.
    access_code_hash = models.BinaryField(max_length=32, unique=True)
    # Since when it is this code, where a lost one was replaced: what was sent before that day is worthless.
    code_since = models.DateTimeField(null=True)
    passphrase_hash = models.CharField(max_length=200, blank=True)
    # Who typed it in (a staff user), so that the same person cannot decide it.
    taken_by = models.UUIDField(null=True)
    api_key = models.UUIDField(null=True)
    call_started_at = models.DateTimeField(null=True)
    policy_version = models.CharField(max_length=20)
    # Since when letters go elsewhere than at first: what is secret waits until that is known at the old address.
    contact_changed_at = models.DateTimeField(null=True)
    # When everything personal here was erased because its time was up.
    purged_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["received_at"])]

    @property
    def consumer_name(self) -> str:
        return str(self.consumer.get("name") or "")

    @property
    def answer_format(self) -> str:
        """In which form letters and answers can be read; it lies encrypted with the person."""
        return str(self.consumer.get("answer_format") or AnswerFormat.STANDARD)

    @property
    def by_agent(self) -> bool:
        return self.capacity != Capacity.SELF

    @property
    def safe_way(self) -> dict[str, Any] | None:
        """The safe contact, which overrides all else; None where nobody named one. Who only says which kinds of what
        is on file are not safe goes on being reached where they said."""
        safe: dict[str, Any] | None = self.safe_contact
        if safe and "unsafe" in safe and not any(safe.get(name) for name in (*WAYS, "none_safe")):
            return None
        return safe

    def contact(self) -> dict[str, Any]:
        """Where notices may go: a safe contact overrides all else; then who asked; then the consumer."""
        if self.safe_way:
            return self.safe_way
        person = self.requester if self.by_agent else self.consumer
        return {way: person.get(way) for way in WAYS}


class SearchKey(models.Model):
    """A blind index: lets staff find a person by name, e-mail, phone or number without storing any of them plainly."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="search_keys")
    kind = models.CharField(max_length=20)
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["digest", "kind"])]
        constraints = [
            models.UniqueConstraint(fields=["submission", "kind", "digest"], name="one_search_key_per_value"),
        ]
