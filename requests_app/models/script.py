"""Changes of what agents say on the phone: proposed by a supervisor, approved by another person."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from audit.rows import AuditedRow


class ScriptChange(AuditedRow):
    """New words for one line of the script. Approved ones carry a number and are never changed again.

    A line that is said has no question; an answer to a caller's question has one; one without any words is removed.
    """

    ledger_type: ClassVar[str] = "script_change"

    key = models.CharField(max_length=40)
    question_en = models.TextField(blank=True)
    question_es = models.TextField(blank=True)
    en = models.TextField(blank=True)
    es = models.TextField(blank=True)
    reason = models.TextField()
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(number=None) | ~Q(decided_by=F("proposed_by")),
                name="script_change_takes_two",
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="approved_script_change_is_decided",
            ),
            models.CheckConstraint(
                condition=Q(en="", es="") | (~Q(en="") & ~Q(es="")), name="script_is_in_both_languages"
            ),
        ]

    @property
    def state(self) -> str:
        """proposed, approved or refused."""
        if self.decided_at is None:
            return "proposed"
        return "approved" if self.number else "refused"

    def may_be_approved_by(self, user_id: UUID | None) -> bool:
        """Whether it waits, and for somebody else than who proposed it."""
        return self.decided_at is None and user_id is not None and user_id != self.proposed_by
