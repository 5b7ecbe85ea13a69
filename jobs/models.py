"""The one table that knows what is still to be done. Broker and workers are only hands."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from audit.ids import new_id


class State(models.TextChoices):
    """Where a job stands."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class JobQuerySet(models.QuerySet["Job"]):
    """The two ways to look for work."""

    def due(self, now: datetime) -> "JobQuerySet":
        """Jobs to take now: ready and due, or left running by a worker that is gone."""
        abandoned = Q(state=State.RUNNING, lease_until__lt=now)
        return self.filter(Q(state=State.READY, run_after__lte=now) | abandoned)

    def overdue(self, before: datetime) -> "JobQuerySet":
        """Due jobs that nobody took since `before`."""
        return self.due(before)


class Job(models.Model):
    """One piece of work to be done once. `args` holds ids only, never personal data."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=80)
    args = models.JSONField(default=dict)
    queue = models.CharField(max_length=20, default="default")
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    run_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    dedupe_key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001 NULL means: not deduplicated
    last_error = models.CharField(max_length=120, default="")
    created_at = models.DateTimeField()
    rung_at = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="job_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="job_running_has_lease",
                condition=Q(state=State.RUNNING, lease_until__isnull=False) | ~Q(state=State.RUNNING),
            ),
        ]
        indexes = [
            models.Index(name="job_ready", fields=["run_after"], condition=Q(state=State.READY)),
            models.Index(name="job_running", fields=["lease_until"], condition=Q(state=State.RUNNING)),
        ]


class SweepRun(models.Model):
    """When each sweep last ran: tells the pump that nobody fires them, and the doctor that all is well."""

    name = models.CharField(max_length=80, primary_key=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    touched = models.PositiveIntegerField(default=0)
