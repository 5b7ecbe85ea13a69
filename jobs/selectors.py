"""Reading the table of work: what is due, what was given up, and when each sweep last ran."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jobs.models import Job, State
from jobs.sweeps import neglected

MOST = 200


@dataclass(frozen=True)
class DeadJob:
    """One piece of work that was given up."""

    id: UUID
    kind: str
    attempts: int
    last_error: str
    created_at: datetime
    finished_at: datetime | None
    args: dict[str, str | int]


@dataclass(frozen=True)
class Backlog:
    """How much work waits, since when, and how much of it was given up."""

    due: int
    oldest: datetime | None
    dead: int


def dead_jobs() -> list[DeadJob]:
    """The work that was given up, the newest first."""
    rows = Job.objects.filter(state=State.DEAD).order_by("-finished_at", "-id")[:MOST]
    return [_dead(job) for job in rows]


def dead_job(job_id: UUID) -> DeadJob | None:
    """One piece of work that was given up; None when it is not, or not any more."""
    job = Job.objects.filter(id=job_id, state=State.DEAD).first()
    return None if job is None else _dead(job)


def backlog(*, now: datetime) -> Backlog:
    """How much work is due and not done."""
    due = Job.objects.due(now)
    oldest = due.order_by("run_after").values_list("run_after", flat=True).first()
    return Backlog(due.count(), oldest, Job.objects.filter(state=State.DEAD).count())


def silent_sweeps(*, now: datetime) -> list[str]:
    """The sweeps that nobody has started for far too long."""
    return [item.name for item in neglected(now=now)]


def _dead(job: Job) -> DeadJob:
    made, ended = job.created_at, job.finished_at
    return DeadJob(job.id, job.kind, job.attempts, job.last_error, made, ended, dict(job.args))
