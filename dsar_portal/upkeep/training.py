"""Is everybody trained who handles requests (11 CCR 7100)? For the self-check; nobody is named."""

from datetime import datetime

from accounts import trainings
from accounts.training import SPAN
from dsar_portal.findings import Finding, State
from requests_app.services import days

NAME = "training"


def handlers(now: datetime) -> Finding:
    """A remark, never more: the portal works, the house has something to do."""
    due, everybody = trainings.missing(now=now, today=days.day_of(now))
    if due:
        text = (
            f"{due} of {everybody} people who handle requests have no training of the last {SPAN.days} days on record."
        )
        return Finding(NAME, State.WARNING, f"{text} See /phone/training/.")
    return Finding(
        NAME, State.FINE, f"Everybody who handles requests ({everybody}) was trained within {SPAN.days} days."
    )
