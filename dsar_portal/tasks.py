"""The portal's housekeeping, once a day: nothing personal and nothing secret lies about longer than it is needed."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from accounts import idempotency, throttles
from accounts.services import trips
from audit.actors import Actor
from dsar_portal import watch
from dsar_portal.upkeep import gate, recording, watching
from jobs import services as jobs
from jobs.sweeps import sweep
from vault.services import shred_left_uploads, sweep_orphans

# Imported for what they register: the pump's round that keeps the journal, the gate that stops all work, and
# the watch over the ledger.
__all__ = ["gate", "housekeeping", "left_uploads", "recording", "watch", "watching"]

KEEP_DONE_JOBS = timedelta(days=30)
DAY = 24 * 3600


@sweep("housekeeping", every_seconds=DAY)
def housekeeping(*, now: datetime) -> int:
    """Remove files nobody speaks for, old counters, stored answers, finished jobs and ended sessions."""
    return (
        sweep_orphans(now=now)
        + throttles.forget_old(now=now)
        + idempotency.forget_old(now=now)
        + trips.forget_old(now=now)
        + jobs.purge_done(before=now - KEEP_DONE_JOBS)
        + _ended_sessions(now)
    )


@sweep("left_uploads", every_seconds=DAY)
def left_uploads(*, now: datetime) -> int:
    """Destroy files that came through the API and that nothing took up."""
    return shred_left_uploads(by=Actor.system("sweep.left_uploads"), now=now)


def _ended_sessions(now: datetime) -> int:
    """What Django's `clearsessions` does, with the sweep's reading of the clock."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]
