"""What verification does in the worker."""

from datetime import datetime
from uuid import UUID

from jobs.registry import handles

from . import services


@handles("verification.match")
def match(*, now: datetime, subject_ref: str) -> None:
    """Compare what was given with what is on file, and weigh it."""
    services.settle(subject_ref=UUID(subject_ref), now=now)
