"""The quality sample: a few calls a day, picked by chance, looked at by the supervisor without personal data."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from accounts.roles import Permission
from audit import details, ledger
from audit import selectors as entries
from audit.actors import Subject
from requests_app import permissions
from requests_app.choices import Channel
from requests_app.models import Submission
from requests_app.services import dates

OUTCOMES = ("good", "coach", "correct")
SPAN = timedelta(days=30)
SIZE = 10
SCORES = range(1, 6)


@dataclass(frozen=True)
class SampledCall:
    """One call to look at. What was said and by whom stays out of it."""

    id: UUID
    filed_at: datetime
    seconds: int | None
    language: str
    rights: tuple[str, ...]
    taken_by: UUID | None
    script_version: str = ""
    outcome: str = ""
    score: int = 0
    note: str = ""


@dataclass(frozen=True)
class _Review:
    """What was found in a call, as the ledger has it."""

    entry: UUID
    outcome: str
    score: int
    has_note: bool


def sample(*, by: Principal, now: datetime, seed: str = "") -> list[SampledCall]:
    """The calls of the last 30 days that chance picked for today; the same all day, those looked at included.

    `seed` draws again as on another day or with any other word: the same word and the same calls give the same sample,
    so that nobody can say afterwards that the supervisor chose.
    """
    _may_review(by)
    found = _reviews(now)
    rows = Submission.objects.filter(channel=Channel.PHONE, filed_at__gte=now - SPAN).prefetch_related("requests")
    word = seed or seed_of(now)
    drawn = sorted(rows[:2000], key=lambda row: hashlib.sha256(f"{word}{row.id}".encode()).digest())[:SIZE]
    versions = _versions(now)
    return [_sampled(row, found.get(str(row.id)), versions.get(str(row.id), "")) for row in drawn]


def seed_of(now: datetime) -> str:
    """The seed of a day's sample: the day itself."""
    return dates.received_on(now).isoformat()


@transaction.atomic
def review(
    *, submission_id: UUID, outcome: str, by: Principal, now: datetime, score: int, note: str = "", seed: str = ""
) -> None:
    """Record what the supervisor found. The note lies encrypted behind the entry.

    Raises NotFound for what was no call, ValueError for another outcome or score.
    """
    _may_review(by)
    if outcome not in OUTCOMES:
        raise ValueError("Choose one of: " + ", ".join(OUTCOMES))
    if score not in SCORES:
        raise ValueError("Give a score from 1 to 5.")
    if not Submission.objects.filter(id=submission_id, channel=Channel.PHONE).exists():
        raise permissions.NotFound
    ledger.record(
        "call.reviewed",
        actor=by.actor,
        subject=Subject.event("call"),
        at=now,
        request=submission_id,
        facts={
            "outcome": outcome,
            "call": str(submission_id),
            "score": score,
            "seed": seed or seed_of(now),
            "note": bool(note.strip()),
        },
        detail={"note": note.strip()} if note.strip() else None,
    )


def _may_review(by: Principal) -> None:
    if not by.may(Permission.CALL_QUALITY):
        raise permissions.NotAllowed("Your role does not review calls.")


def _reviews(now: datetime) -> dict[str, _Review]:
    """What was found in the calls of the last weeks, by submission; the latest look counts."""
    found = entries.find_entries(action="call.reviewed", since=now - SPAN, limit=1000)
    return {
        str(entry.facts["call"]): _Review(
            entry.id,
            str(entry.facts["outcome"]),
            int(str(entry.facts.get("score", 0))),
            bool(entry.facts.get("note")),
        )
        for entry in reversed(found)
    }


def _versions(now: datetime) -> dict[str, str]:
    """With which words each call was taken."""
    found = entries.find_entries(action="call.recorded", since=now - SPAN, limit=1000)
    return {str(one.facts.get("submission", "")): str(one.facts.get("script_version", "")) for one in found}


def _sampled(row: Submission, found: _Review | None, version: str) -> SampledCall:
    seconds = int((row.filed_at - row.call_started_at).total_seconds()) if row.call_started_at else None
    rights = tuple(sorted({request.right for request in row.requests.all()}))
    call = SampledCall(row.id, row.filed_at, seconds, row.language, rights, row.taken_by, version)
    if found is None:
        return call
    words = details.read(found.entry).words if found.has_note else None
    return replace(call, outcome=found.outcome, score=found.score, note=str((words or {}).get("note", "")))
