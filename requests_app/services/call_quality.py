"""The quality sample: a few calls a day, picked by chance, looked at by the supervisor without personal data."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from accounts.roles import Permission
from audit import ledger
from audit import selectors as entries
from audit.actors import Subject
from requests_app import permissions
from requests_app.choices import Channel
from requests_app.models import Submission
from requests_app.services import dates

OUTCOMES = ("good", "coach", "correct")
SPAN = timedelta(days=30)
SIZE = 10


@dataclass(frozen=True)
class SampledCall:
    """One call to look at. What was said and by whom stays out of it."""

    id: UUID
    filed_at: datetime
    seconds: int | None
    language: str
    rights: tuple[str, ...]
    taken_by: UUID | None
    outcome: str


def sample(*, by: Principal, now: datetime) -> list[SampledCall]:
    """The calls of the last 30 days that chance picked for today; the same all day, those looked at included."""
    _may_review(by)
    looked_at = _outcomes(now)
    rows = Submission.objects.filter(channel=Channel.PHONE, filed_at__gte=now - SPAN).prefetch_related("requests")
    day = dates.received_on(now).isoformat()
    drawn = sorted(rows[:2000], key=lambda row: hashlib.sha256(f"{day}{row.id}".encode()).digest())[:SIZE]
    return [_sampled(row, looked_at.get(str(row.id), "")) for row in drawn]


@transaction.atomic
def review(*, submission_id: UUID, outcome: str, by: Principal, now: datetime) -> None:
    """Record what the supervisor found. Raises NotFound for what was no call, ValueError for another outcome."""
    _may_review(by)
    if outcome not in OUTCOMES:
        raise ValueError("Choose one of: " + ", ".join(OUTCOMES))
    if not Submission.objects.filter(id=submission_id, channel=Channel.PHONE).exists():
        raise permissions.NotFound
    ledger.record(
        "call.reviewed",
        actor=by.actor,
        subject=Subject.event("call"),
        at=now,
        request=submission_id,
        facts={"outcome": outcome, "call": str(submission_id)},
    )


def _may_review(by: Principal) -> None:
    if not by.may(Permission.CALL_QUALITY):
        raise permissions.NotAllowed("Your role does not review calls.")


def _outcomes(now: datetime) -> dict[str, str]:
    found = entries.find_entries(action="call.reviewed", since=now - SPAN, limit=1000)
    return {str(entry.facts["call"]): str(entry.facts["outcome"]) for entry in reversed(found)}


def _sampled(row: Submission, outcome: str) -> SampledCall:
    seconds = int((row.filed_at - row.call_started_at).total_seconds()) if row.call_started_at else None
    rights = tuple(sorted({request.right for request in row.requests.all()}))
    return SampledCall(row.id, row.filed_at, seconds, row.language, rights, row.taken_by, outcome)
