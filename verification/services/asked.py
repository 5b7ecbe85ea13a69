"""What a requester asked of us that takes days: their own deeds, and never what was found."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from verification.methods import mailed_code
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
