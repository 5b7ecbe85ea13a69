"""What a requester asked of us that takes days: their own deeds, and never what was found."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from verification.methods import call_back, mailed_code
from verification.models import CallBack, PostedCode


@dataclass(frozen=True)
class Asked:
    """When a letter and a call were asked for last. `letter_again_at`: from when another letter may be asked for."""

    letter_at: datetime | None = None
    letter_until: datetime | None = None
    letter_again_at: datetime | None = None
    letter_used: bool = False
    call_at: datetime | None = None
    call_window: str = ""


def asked_of(subject_ref: UUID) -> Asked:
    """What was asked in this check so far; the same for known and unknown people."""
    letter = PostedCode.objects.filter(subject_ref=subject_ref).order_by("-asked_at", "-id").first()
    call = CallBack.objects.filter(subject_ref=subject_ref).order_by("-asked_at", "-id").first()
    return Asked(
        letter_at=letter.asked_at if letter else None,
        letter_until=letter.expires_at if letter else None,
        letter_again_at=letter.asked_at + mailed_code.limits().every if letter else None,
        letter_used=bool(letter and letter.used_at),
        call_at=call.asked_at if call else None,
        call_window=call.window if call else "",
    )


@dataclass(frozen=True)
class Found:
    """One wish as staff may see it: what was asked, what the worker found, and how it ended."""

    method: str
    asked_at: datetime
    finding: str
    outcome: str
    calls: int = 0


def found_of(subject_ref: UUID) -> list[Found]:
    """All wishes of a check with what came of them, oldest first. For staff: it tells whether somebody is known."""
    letters = [
        Found(mailed_code.SLUG, one.asked_at, one.finding, "used" if one.used_at else "")
        for one in PostedCode.objects.filter(subject_ref=subject_ref)
    ]
    calls = [
        Found(call_back.SLUG, one.asked_at, one.finding, one.outcome, one.calls)
        for one in CallBack.objects.filter(subject_ref=subject_ref)
    ]
    return sorted([*letters, *calls], key=lambda one: one.asked_at)
