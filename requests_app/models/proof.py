"""What proves how the house worked: texts as they stood, packs for outsiders, calls as the phone system saw them."""

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models

from audit.ids import new_id


class KeptText(models.Model):
    """One text as it stood from `seen_at` until the next row of the same path. An empty `sha256`: it was gone.

    Written once and never changed; the ledger holds the digest of the whole set at each change.
    """

    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    content = models.TextField(blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["path", "seen_at"])]
        constraints = [models.UniqueConstraint(fields=["path", "seen_at"], name="one_kept_text_per_moment")]


class PackState(models.TextChoices):
    """How far a pack is."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"


class EvidencePack(models.Model):
    """A pack that a worker makes. `done` of `total` parts is progress; the file lies in the vault until `gone_at`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    since = models.DateField()
    until = models.DateField()
    company = models.CharField(max_length=40, blank=True)
    sample = models.PositiveIntegerField(default=0)
    seed = models.CharField(max_length=64, blank=True)
    # The requests in sight of whoever asked, at the moment of asking: a scope that widens later changes nothing.
    requests = ArrayField(models.UUIDField(), default=list)
    whole_house = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=PackState.choices, default=PackState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["asked_by", "asked_at"])]

    @property
    def is_running(self) -> bool:
        return self.state in {PackState.WAITING, PackState.MAKING}


class ListedCall(models.Model):
    """One call of the telephone system's own list: no number, no name of a caller, no recording."""

    list_id = models.UUIDField()
    call_ref = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField()
    seconds = models.PositiveIntegerField()
    inbound = models.BooleanField()
    agent = models.UUIDField(null=True)
    agent_label = models.CharField(max_length=60)
    imported_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["started_at"])]

    def ended_at(self) -> datetime:
        """When the caller hung up."""
        return self.started_at + timedelta(seconds=self.seconds)
