"""The doorbell: Celery tasks that carry ids and nothing else."""

from datetime import datetime, timedelta
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from jobs import services, sweeps
from jobs.sweeps import sweep


@shared_task(name="jobs.run_jobs")
def run_jobs(*job_ids: str) -> None:
    """Do jobs one after the other, those still to be had. Failures stay in their rows; Celery hears of none."""
    for job_id in job_ids:
        services.run_job(job_id=UUID(job_id), now=timezone.now())


@shared_task(name="jobs.run_sweep")
def run_sweep(name: str) -> None:
    """Run one sweep."""
    sweeps.run_sweep(name, now=timezone.now())


@sweep("purge_jobs", every_seconds=3600)
def purge_jobs(*, now: datetime) -> int:
    """Forget jobs done more than thirty days ago."""
    return services.purge_done(before=now - timedelta(days=30))
