"""After the faults: what the driver was told, against the database and the mail that arrived."""

import json
import time
from collections import Counter
from dataclasses import dataclass

from tests.drills.intake_load import Filer
from tests.drills.stack import Stack

Figures = dict[str, int | float | str]
DUE = "state IN ('ready', 'running') AND run_after <= now() + interval '2 min'"
# What the clock owes: an acknowledgement at once, a flag on what is late, an answer to the unproved on their day.
OWED = """
SELECT count(*) FROM requests_app_privacyrequest
WHERE status NOT IN ('completed', 'partly_completed', 'denied', 'withdrawn', 'closed')
AND (acknowledged_at IS NULL OR (respond_at < now() - interval '10 min' AND breached_at IS NULL))
"""


@dataclass
class Before:
    """What was there when a drill began."""

    filed: set[str]
    jobs: int
    dead: int

    @classmethod
    def of(cls, stack: Stack) -> "Before":
        return cls(stack.filed(), _count(stack, "jobs_job"), _count(stack, "jobs_job WHERE state = 'dead'"))


def settle(stack: Stack, *, seconds: float, expire_leases: bool) -> None:
    """Wait until no job is due any more. A killed worker's jobs are free again when their lease has run out;
    `expire_leases` lets that minute pass at once."""
    if expire_leases:
        stack.change("UPDATE jobs_job SET lease_until = now() WHERE state = 'running'")
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and _count(stack, f"jobs_job WHERE {DUE}"):
        time.sleep(0.5)


def compare(stack: Stack, filer: Filer, before: Before) -> Figures:
    """Nothing acknowledged may be missing, and nothing may be there twice."""
    filed = stack.filed() - before.filed
    acknowledged = Counter(reference for references in filer.acknowledged.values() for reference in references)
    return {
        "acknowledged": len(filer.acknowledged),
        "attempts": filer.attempts,
        "lost": len(set(acknowledged) - filed),
        "doubled": len(filed - set(acknowledged)) + acknowledged.total() - len(acknowledged),
        "deadlines_missed": stack.rows(OWED)[0][0],
        "jobs": _count(stack, "jobs_job") - before.jobs,
        "jobs_unfinished": _count(stack, f"jobs_job WHERE {DUE}"),
        "jobs_dead": _count(stack, "jobs_job WHERE state = 'dead'") - before.dead,
        **letters_of(stack),
    }


def nothing_lost(figures: Figures) -> bool:
    # A letter may arrive twice when its worker dies between the mail server's yes and our commit: twice beats never.
    return not any(figures[name] for name in ("lost", "doubled", "deadlines_missed", "jobs_dead", "letters_missing"))


def letters_of(stack: Stack) -> Figures:
    """Every e-mail that the database calls sent lies in the catcher; doubles are counted by Message-ID."""
    files = sorted((stack.folder / "mail").glob("*.json"))
    caught = Counter(json.loads(file.read_text())["message_id"].strip("<>") for file in files)
    query = "SELECT message_id FROM notifications_letter WHERE channel = 'email' AND status = 'sent'"
    sent = {row[0].strip("<>") for row in stack.rows(query)}
    return {
        "letters_sent": len(sent),
        "letters_missing": len(sent - set(caught)),
        "letters_twice": caught.total() - len(caught),
    }


def _count(stack: Stack, what: str) -> int:
    return int(stack.rows(f"SELECT count(*) FROM {what}")[0][0])  # noqa: S608  # constants of this file
