"""Put work into the table, and do what is due: each job's effects once, whatever dies in between."""

import logging
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from time import monotonic
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from audit import ledger, together
from audit.actors import SYSTEM, Actor, Subject
from audit.ids import new_id
from jobs import bell, registry
from jobs.lease import Heartbeat
from jobs.models import Job, JobQuerySet, State
from jobs.standstill import may_work

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 100  # about four days
FIRST_PAUSE_SECONDS = 5
LONGEST_PAUSE_SECONDS = 3600
ALARMS_AT_ONCE = 50


class DropReason(StrEnum):
    """Why a person put given-up work aside for good."""

    DONE_BY_HAND = "done_by_hand"
    NOT_NEEDED = "not_needed"
    REPLACED = "replaced"
    IMPOSSIBLE = "impossible"


class RetryLater(Exception):
    """Raised by a handler that cannot do its work yet. `after` overrides the usual pause."""

    def __init__(self, reason: str = "", *, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


class LeaseLost(Exception):
    """Another worker has taken the job meanwhile; what was done here is rolled back."""


def enqueue(
    kind: str,
    *,
    args: dict[str, str | int],
    now: datetime,
    run_after: datetime | None = None,
    dedupe_key: str | None = None,
    queue: str = "default",
    fresh: bool = False,
) -> Job:
    """Add a job in the caller's transaction, and ring for a worker once that is committed.

    The same `dedupe_key` gives the job that is there already; `fresh` says that there can be none, because the key
    names a row made in this transaction, and lets the job wait inside `together.gathering()`. `args` are ids: they
    lie in clear and travel.
    """
    job = Job(
        id=new_id(),
        kind=kind,
        args=args,
        queue=queue,
        run_after=run_after or now,
        dedupe_key=dedupe_key,
        created_at=now,
    )
    if fresh and together.hold(job):
        pass
    elif dedupe_key is None or fresh:
        Job.objects.bulk_create([job])
    else:
        Job.objects.bulk_create([job], ignore_conflicts=True)
        job = Job.objects.get(dedupe_key=dedupe_key)
    if job.state == State.READY and job.run_after <= now:
        together.once_committed(bell.ring_all, (job.id, job.queue))
    return job


def run_job(*, job_id: UUID, now: datetime | None = None) -> bool:
    """Claim a due job, do it, and mark it. False when it was not to be had: done, taken, or not yet due."""
    now = now or timezone.now()
    if not may_work():
        return False
    job = _claim(job_id, now)
    if job is None:
        return False
    try:
        registered = registry.find(job.kind)
        with Heartbeat(job_id=job.id, attempt=job.attempts, lease=LEASE):
            _do(job, registered, now)
    except LeaseLost:
        log.warning("job %s of kind %s was taken over while running", job.id, job.kind)
        return False
    except Exception as error:  # any failure is a retry; only its class is kept, as texts may hold personal data
        _failed(job, error, now)
    return True


def run_due(
    *, now: datetime, limit: int = 100, stop: Callable[[], bool] = lambda: False, waiting_since: datetime | None = None
) -> int:
    """Do the jobs that are due, in the foreground, oldest first. Gives how many were taken.

    With `waiting_since`, only those that were due by then already.
    """
    due = Job.objects.due(waiting_since or now).order_by("run_after", "id").values_list("id", flat=True)[:limit]
    return run_each(job_ids=list(due), now=now, stop=stop)


def run_each(*, job_ids: Iterable[UUID], now: datetime, stop: Callable[[], bool] = lambda: False) -> int:
    """Do these jobs one after another, those that are still to be had. Gives how many were taken.

    Each job is a task with its own instant: a lease counted from the start of a long batch would be over at once.
    """
    taken, began = 0, monotonic()
    for job_id in job_ids:
        if stop():
            break
        taken += run_job(job_id=job_id, now=now + timedelta(seconds=int(monotonic() - began)))
    return taken


@transaction.atomic
def raise_alarm(*, now: datetime, waiting_since: datetime) -> int:
    """Note, once for each job, that it was due at `waiting_since` and nobody has touched it. Gives how many are new."""
    late = Job.objects.due(waiting_since).filter(alarmed_at=None).select_for_update(skip_locked=True)
    found = list(late.order_by("run_after", "id")[:ALARMS_AT_ONCE])
    for job in found:
        waited = int((now - (job.lease_until or job.run_after)).total_seconds())
        facts: dict[str, str | int] = {"kind": job.kind, "waited_seconds": waited}
        ledger.record("job.late", actor=SYSTEM, subject=_about(job), at=now, facts=facts)
    Job.objects.filter(id__in=[job.id for job in found]).update(alarmed_at=now)
    return len(found)


@transaction.atomic
def revive(*, job_id: UUID, by: Actor, now: datetime) -> bool:
    """Give a dead job another round of attempts. False when it is not dead."""
    job = Job.objects.select_for_update().filter(id=job_id, state=State.DEAD).first()
    if job is None:
        return False
    Job.objects.filter(id=job.id).update(
        state=State.READY, attempts=0, run_after=now, rung_at=None, alarmed_at=None, finished_at=None
    )
    ledger.record("job.requeued", actor=by, subject=_about(job), at=now, facts={"kind": job.kind})
    return True


@transaction.atomic
def discard(*, job_id: UUID, reason: DropReason, by: Actor, now: datetime) -> bool:
    """Put a dead job aside for good: a person decided, and says why, that it need not be done.

    False when it is not dead.
    """
    job = Job.objects.select_for_update().filter(id=job_id, state=State.DEAD).first()
    if job is None:
        return False
    Job.objects.filter(id=job.id).delete()
    facts: dict[str, str | int] = {"kind": job.kind, "tries": job.attempts}
    ledger.record("job.discarded", actor=by, subject=_about(job), at=now, facts=facts, reason=reason.value)
    return True


def purge_done(*, before: datetime) -> int:
    """Delete jobs that were done long ago. Their effects and ledger entries stay."""
    return Job.objects.filter(state=State.DONE, finished_at__lt=before).delete()[0]


def _claim(job_id: UUID, now: datetime) -> Job | None:
    """One conditional UPDATE: of two workers, one gets a row."""
    due = Job.objects.due(now).filter(id=job_id)
    taken = due.filter(attempts__lt=MAX_ATTEMPTS).update(
        state=State.RUNNING, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    if taken:
        return Job.objects.get(id=job_id)
    worn_out = due.first()
    if worn_out is not None:
        _give_up(worn_out, "WorkerLost", now)
    return None


def _do(job: Job, registered: registry.Registered, now: datetime) -> None:
    if not registered.atomic:
        registered.handler(now=now, **job.args)
        _done(job, now)
        return
    with transaction.atomic():
        registered.handler(now=now, **job.args)
        _done(job, now)


def _done(job: Job, now: datetime) -> None:
    if not _still_mine(job).update(state=State.DONE, finished_at=now, lease_until=None, last_error=""):
        raise LeaseLost


def _failed(job: Job, error: Exception, now: datetime) -> None:
    name = type(error).__name__
    if job.attempts >= MAX_ATTEMPTS:
        _give_up(job, name, now)
        return
    pause = error.after if isinstance(error, RetryLater) and error.after else pause_after(job.attempts)
    _still_mine(job).update(state=State.READY, run_after=now + pause, lease_until=None, rung_at=None, last_error=name)
    log.warning("job %s of kind %s will be tried again: %s", job.id, job.kind, name)


@transaction.atomic
def _give_up(job: Job, cause: str, now: datetime) -> None:
    same = Job.objects.filter(id=job.id, state=job.state, attempts=job.attempts)
    if not same.update(state=State.DEAD, lease_until=None, last_error=cause, finished_at=now):
        return
    facts: dict[str, str | int] = {"kind": job.kind, "tries": job.attempts, "cause": _as_code(cause)}
    ledger.record("job.dropped", actor=SYSTEM, subject=_about(job), at=now, facts=facts)
    log.error("job %s of kind %s is dead: %s", job.id, job.kind, cause)


def _as_code(class_name: str) -> str:
    """`SMTPServerDisconnected` as `smtp_server_disconnected`: the ledger takes capitalised words for names."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", class_name).lower()


def _about(job: Job) -> Subject:
    """Each entry about a job is an event of its own: the job's row is no audited row."""
    return Subject.event("job")


def _still_mine(job: Job) -> JobQuerySet:
    """The attempt number is the fence: a worker that was taken over finds no row."""
    return Job.objects.filter(id=job.id, state=State.RUNNING, attempts=job.attempts)


def pause_after(attempts: int) -> timedelta:
    """Five seconds, doubling, at most an hour: a mail server may be away for a long weekend."""
    return timedelta(seconds=min(FIRST_PAUSE_SECONDS * 2 ** min(attempts - 1, 12), LONGEST_PAUSE_SECONDS))
