"""Waiting for the sequencer: what was recorded a moment ago shall be under a signed checkpoint."""

import time
from datetime import datetime
from uuid import UUID

from django.db import connection

STEP_SECONDS = 0.2
LOCK = 0x6C6564676572  # the one that a working sequencer holds
_HELD = (
    "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE d.datname = current_database() "
    "AND l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid::bigint = %s AND l.objid::bigint = %s"
)
_CLOCK = "SELECT clock_timestamp()"
_UNCOVERED = "SELECT count(*) FROM audit.pending p JOIN audit.entry e ON e.id = p.entry_id WHERE e.recorded_at <= %s"
_PLACED = (
    "SELECT count(*) FROM audit.leaf WHERE entry_id = %s "
    "AND leaf_index < (SELECT coalesce(max(tree_size), 0) FROM audit.checkpoint)"
)


def wait(seconds: float) -> datetime:
    """Give the sequencer time to sign what is recorded now. Returns the moment up to which all should be signed."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOCK)
        since: datetime = cursor.fetchone()[0]
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            cursor.execute(_UNCOVERED, [since])
            if not cursor.fetchone()[0]:
                break
            time.sleep(STEP_SECONDS)
    return since


def wait_for(entry: UUID, *, seconds: float) -> bool:
    """Wait until one entry is under a signed checkpoint, at most so long, and only while a sequencer is at work."""
    deadline = time.monotonic() + seconds
    while not is_covered(entry):
        if time.monotonic() >= deadline or not _sequencer_runs():
            return False
        time.sleep(STEP_SECONDS)
    return True


def is_covered(entry: UUID) -> bool:
    """Whether an entry has its place under a signed checkpoint."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACED, [entry])
        return bool(cursor.fetchone()[0])


def _sequencer_runs() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [LOCK >> 32, LOCK & 0xFFFFFFFF])
        return bool(cursor.fetchone()[0])
