"""What a deletion left standing, and when it is erased after all."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from audit.rows import AuditedRow
from requests_app.models.privacy_request import PrivacyRequest
from vault.fields import EncryptedJSON


class KeptState(models.TextChoices):
    """How far it is. `running`: the systems have been told to erase it."""

    WAITING = "waiting"
    RUNNING = "running"
    ERASED = "erased"
    DROPPED = "dropped"


class KeptData(AuditedRow):
    """One kind of data in one system that a decided deletion keeps, with the end of its ground.

    It is due when the day `until` has passed and no legal hold binds the person; with `on_hold` it was kept for a hold
    and nothing else, and is due when none binds any more, and its own day, if a later one was given, has passed.
    """

    ledger_type: ClassVar[str] = "kept"

    request = models.ForeignKey(PrivacyRequest, on_delete=models.PROTECT, related_name="kept")
    category = models.CharField(max_length=40)
    system = models.CharField(max_length=40)
    ground = models.CharField(max_length=24)
    until = models.DateField(null=True)
    on_hold = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=KeptState.choices, default=KeptState.WAITING)
    due_by = models.DateField(null=True)  # by when the system has to have erased it
    ended_at = models.DateTimeField(null=True)
    # What it takes to erase and to write, once all else of the request is gone: person, recipient, blind keys.
    carried = EncryptedJSON(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="kept_state_known", condition=Q(state__in=KeptState.values)),
            models.CheckConstraint(name="kept_has_an_end", condition=Q(until__isnull=False) | Q(on_hold=True)),
            models.UniqueConstraint(
                name="kept_once_per_place", fields=["request", "category", "system"], condition=~Q(state="dropped")
            ),
        ]
        indexes = [
            models.Index(fields=["until", "id"], condition=Q(state="waiting", on_hold=False), name="kept_by_day"),
            models.Index(fields=["request"], condition=Q(state="waiting", on_hold=True), name="kept_for_a_hold"),
        ]

    @property
    def has_end(self) -> bool:
        """Whether anything will ever make it due."""
        return self.until is not None or self.on_hold
