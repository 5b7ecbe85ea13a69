"""The person was asked directly, at a contact on file, whether an agent may ask for them (11 CCR 7063(a)).

Never for an opt-out (7026(j), 7027(j)), never besides a power of attorney (7063(b)), and never shown to the agent: it
would tell them whether somebody is on file. The answer comes from a contact on file, so a yes shows that as well.
"""

from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from verification.assurance import Point, rests_on
from verification.models import AgentQuestion, Check

SLUG = "direct_confirmation"
SAID = _("Thank you. We have your answer.")
# What a yes shows, by the kind of contact on file that was asked.
SHOWS = {"email": "email_control", "phone": "sms_control", "post": "mailed_code"}
# 32 bytes in the alphabet of URLs; anything of another length is no token of ours.
TOKEN_BYTES, TOKEN_LENGTH = 32, 43
MAX_NAME = 200


def offered(check: Check) -> bool:
    """Never to whoever asks: staff ask the person."""
    del check
    return False


def attempt(question: AgentQuestion, *, answer: str, typed_name: str, now: datetime) -> None:
    """Write the answer on a locked question. Raises `ValueError` for a yes without a name, or another word."""
    name = " ".join(typed_name.split())
    if answer not in {"yes", "no"} or (answer == "yes" and not 0 < len(name) <= MAX_NAME):
        raise ValueError("A yes is signed with a name.")
    question.answer, question.answered_at = answer, now
    question.typed_name = name if answer == "yes" else ""


def points(check: Check) -> list[Point]:
    """Whoever answered holds a contact that was on file long enough before receipt."""
    said_yes = AgentQuestion.objects.filter(subject_ref=check.subject_ref, answer="yes")
    kinds = sorted({SHOWS[question.contact] for question in said_yes})
    return [Point(kind, SLUG, counts=not rests_on(kind, check.disputed)) for kind in kinds]


def digest(token: str) -> bytes | None:
    """What is kept of a token; None for what cannot be one."""
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    return sha256(token.encode()).digest()
