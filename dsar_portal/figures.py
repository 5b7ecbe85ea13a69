"""The figures that a monitoring system reads at /metrics. Counts only, nothing about a person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from audit import alarms
from audit import selectors as ledger
from jobs.models import Job, State
from jobs.selectors import backlog


@dataclass(frozen=True)
class Figure:
    """One gauge: its name, its meaning, and how to count it at an instant."""

    name: str
    meaning: str
    count: Callable[[datetime], int]


FIGURES = (
    Figure(
        "portal_ledger_entries_placed", "Ledger entries that have their place in the tree", lambda _: ledger.tree_size()
    ),
    Figure(
        "portal_ledger_pending_age_seconds",
        "How long the oldest ledger entry has waited for its place",
        lambda _: round(ledger.pending_age()),
    ),
    Figure(
        "portal_ledger_entries_missing",
        "Ledger entries of the last day that have no place and wait for none",
        lambda _: alarms.missing(),
    ),
    Figure(
        "portal_ledger_unpublished_seconds",
        "How long the oldest signed checkpoint has not been laid down outside the database",
        lambda _: round(alarms.unpublished_seconds()),
    ),
    Figure("portal_jobs_due", "Jobs that are due and not done", lambda now: Job.objects.due(now).count()),
    Figure(
        "portal_jobs_oldest_due_seconds",
        "How long the oldest due job has waited; over 60 nobody touches it",
        lambda now: _oldest_due(now),
    ),
    Figure("portal_jobs_dead", "Jobs that failed for good and need a person", lambda _: _dead_jobs()),
)


def _oldest_due(now: datetime) -> int:
    oldest = backlog(now=now).oldest
    return 0 if oldest is None else max(0, round((now - oldest).total_seconds()))


def _dead_jobs() -> int:
    return Job.objects.filter(state=State.DEAD).count()
