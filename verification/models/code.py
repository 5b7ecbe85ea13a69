"""One-time codes and the tries at them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from audit.ids import new_id
from audit.rows import AuditedRow


class Code(AuditedRow):
    """One one-time code. Only the newest of a subject, purpose and contact point lives; another kills the older."""

    ledger_type: ClassVar[str] = "code"

    subject_ref = models.UUIDField()
    purpose = models.CharField(max_length=24)
    code_hash = models.CharField(max_length=160)
    contact_index = models.BinaryField(db_index=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    locked_until = models.DateTimeField(null=True)  # set by the last wrong try: the contact point rests that long

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
