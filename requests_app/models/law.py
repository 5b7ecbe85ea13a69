"""Changes of the law's numbers, made in the portal: proposed by one person, approved by another."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from audit.rows import AuditedRow
from requests_app.law_changes import Change


class LawChange(AuditedRow):
    """One value of one regime from a day on. Approved ones carry a number and are never changed again."""

    ledger_type: ClassVar[str] = "law_change"

    regime = models.CharField(max_length=30)
    right = models.CharField(max_length=30, blank=True)
    what = models.CharField(max_length=20)
    value = models.CharField(max_length=40)
    cite = models.CharField(max_length=200)
    reason = models.TextField()
    # Requests received on or after this day (day zero) follow the change.
    effective_from = models.DateField()
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(cite=""), name="law_change_has_a_citation"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(number=None) | ~Q(decided_by=F("proposed_by")),
                name="law_change_takes_two",
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(decided_at__isnull=False), name="approved_law_change_is_decided"
            ),
        ]

    @property
    def state(self) -> str:
        """proposed, approved or refused."""
        if self.decided_at is None:
            return "proposed"
        return "approved" if self.number else "refused"

    def as_change(self) -> Change:
        """The same as plain law."""
        return Change(self.regime, self.right, self.what, self.value, self.cite, self.effective_from, self.number or 0)

    def may_be_decided_by(self, user_id: UUID | None) -> bool:
        """Whether it waits, and for somebody else than who proposed it."""
        return self.decided_at is None and user_id is not None and user_id != self.proposed_by
