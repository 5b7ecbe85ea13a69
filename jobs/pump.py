"""The pump finds work nobody claimed: it rings for a worker again, and does it itself when none comes.

Any number of copies may run, and any of them may die. A lost broker can delay work, never lose it.
"""

import logging
import threading
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError, connections, transaction
from django.db.models import F, Q
from django.utils import timezone

from jobs import bell, rounds, sweeps
from jobs.models import Job
from jobs.services import raise_alarm, run_due, run_each
from jobs.standstill import may_work

log = logging.getLogger(__name__)

TICK_SECONDS = 1.0
GRACE = timedelta(seconds=1)  # a fresh job was rung for when it was committed
RING_AGAIN = timedelta(seconds=15)
OVERDUE = timedelta(seconds=60)
BATCH = 200


def tick(*, now: datetime, stop: threading.Event) -> int:
    """One round: ring for what is due, do what cannot wait. Gives how many jobs and sweeps were done here."""
    if not may_work():
        log.error("all work stands still: the portal is closed")
        return 0
    rounds.run(now=now)
    found = _to_ring(now)
    unheard = [] if bell.ring_all(found) else [job_id for job_id, _ in found]
    done = run_each(job_ids=unheard, now=now, stop=stop.is_set)
    done += _do_overdue(now, stop)
    return done + _cover_for_beat(now, stop)


def keep_pumping(*, stop: threading.Event) -> None:
    """Tick every second until `stop` is set. Outlives restarts of the database."""
    while not stop.is_set():
        try:
            tick(now=timezone.now(), stop=stop)
        except (OperationalError, InterfaceError) as error:
            log.warning("database away: %s", type(error).__name__)
            connections.close_all()
        except Exception:  # a pump that stops would be noticed late; a round that failed is made up by the next
            log.exception("a round of the pump failed")
            connections.close_all()
        stop.wait(TICK_SECONDS)
    connections.close_all()


@transaction.atomic
def _to_ring(now: datetime) -> list[tuple[UUID, str]]:
    """Mark a batch as rung for. Rows another pump is at are skipped, so each bell rings once."""
    due = Job.objects.due(now).filter(run_after__lte=now - GRACE)
    silent = due.filter(Q(rung_at=None) | Q(rung_at__lt=F("run_after")) | Q(rung_at__lt=now - RING_AGAIN))
    batch = silent.select_for_update(skip_locked=True).order_by("run_after", "id").values_list("id", "queue")
    rows = list(batch[:BATCH])
    Job.objects.filter(id__in=[job_id for job_id, _ in rows]).update(rung_at=now)
    return rows


def _do_overdue(now: datetime, stop: threading.Event) -> int:
    """The broker swallowed the bell, or its workers sleep: jobs waiting for a minute are done here."""
    if not Job.objects.overdue(now - OVERDUE).exists():
        return 0
    alarms = raise_alarm(now=now, waiting_since=now - OVERDUE)
    log.error("jobs are overdue (%s of them newly): doing them without a worker", alarms)
    return run_due(now=now, limit=BATCH, stop=stop.is_set, waiting_since=now - OVERDUE)


def _cover_for_beat(now: datetime, stop: threading.Event) -> int:
    count = 0
    for item in sweeps.neglected(now=now):
        if stop.is_set():
            break
        sweeps.run_sweep(item.name, now=now)
        count += 1
    return count
