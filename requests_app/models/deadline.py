"""What is owed by when, per regime; when to look next; and the marks that keep a sweep from doing a duty twice."""

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
    # The due day it belongs to: an extension starts a new ladder. For what is done once, the day of receipt.
    due_by = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "duty", "due_by"], name="each_duty_once")]


class DutyPlan(models.Model):
    """When the clock has to look at a request next: never later than its next duty opens. None: nothing is owed.

    A copy of what `requests_app.owing` works out, so that a sweep finds what is due by an index. It may be lost, or be
    too early: the next sweep puts it right.
    """

    request = models.OneToOneField(PrivacyRequest, on_delete=models.CASCADE, primary_key=True, related_name="plan")
    due_at = models.DateTimeField(null=True)
    # The version of the ladder it was planned with.
    ladder = models.CharField(max_length=12)

    class Meta:
        indexes = [models.Index(fields=["due_at", "request"], name="plan_by_due")]


class StaffNotice(models.Model):
    """One thing that one of our people is to be told of one request: the outbox of reminders and escalations.

    Written with the duty's mark; one mail collects all that waits for a person. `mail` is what its letter is about.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.UUIDField(help_text="A member of staff; all zeros: the privacy office")
    request = models.ForeignKey(PrivacyRequest, on_delete=models.CASCADE, related_name="notices")
    duty = models.CharField(max_length=40)
    due_by = models.DateField()
    made_at = models.DateTimeField()
    mail = models.UUIDField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "duty", "due_by", "person"], name="each_notice_once"),
            models.CheckConstraint(
                condition=models.Q(mail=None, mailed_at=None) | models.Q(mail__isnull=False, mailed_at__isnull=False),
                name="mailed_notice_has_its_mail",
            ),
        ]
        indexes = [
            models.Index(fields=["mailed_at", "person"], name="notice_by_mailing"),
            models.Index(fields=["mail"], name="notice_by_mail"),
        ]
