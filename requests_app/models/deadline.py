"""What is owed by when, per regime; and the marks that keep a sweep from doing a duty twice."""

from django.db import models

from audit.ids import new_id
from requests_app.models.privacy_request import PrivacyRequest


class RequestDeadline(models.Model):
    """One duty under one regime. The earliest governs; each is shown, with its arithmetic in `steps`."""

    request = models.ForeignKey(PrivacyRequest, on_delete=models.CASCADE, related_name="deadlines")
    regime = models.CharField(max_length=30)
    duty = models.CharField(max_length=30)
    by = models.DateField()
    at = models.DateTimeField()
    work_by = models.DateField()
    met_at = models.DateTimeField(null=True)
    extendable = models.BooleanField(default=False)
    extended = models.BooleanField(default=False)
    steps = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "regime", "duty"], name="one_deadline_per_duty")]


class DutyMark(models.Model):
    """A reminder, escalation or notice that was carried out. Unique, so that two schedulers do it once."""

    id = models.UUIDField(primary_key=True, default=new_id)
    request = models.ForeignKey(PrivacyRequest, on_delete=models.CASCADE, related_name="marks")
    duty = models.CharField(max_length=40)
    # The due day it belongs to: an extension starts a new ladder.
    due_by = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "duty", "due_by"], name="each_duty_once")]
