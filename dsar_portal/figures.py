"""The figures that a monitoring system reads at /metrics. Counts only, nothing about a person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from audit import selectors as ledger
from jobs.models import Job, State


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
    Figure("portal_jobs_due", "Jobs that are due and not done", lambda now: Job.objects.due(now).count()),
    Figure("portal_jobs_dead", "Jobs that failed for good and need a person", lambda _: _dead_jobs()),
)


def _dead_jobs() -> int:
    return Job.objects.filter(state=State.DEAD).count()
