"""What a member of staff saw or heard, and what a requester signed."""

from django.db import models
from django.db.models import Q

from audit.ids import new_id
from vault.fields import EncryptedText

from .check import Check
from .tiers import TIERS


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
