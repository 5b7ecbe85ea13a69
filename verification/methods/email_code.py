"""Code by e-mail: eight digits, thirty minutes, five tries, once.

The code shows that the person reads that mailbox. It is a point only if the address was on file before.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from verification.assurance import Point, Tier
from verification.methods import one_time
from verification.methods.one_time import Judged
from verification.models import Check, Code

SLUG = "email_code"
SAID = _("We sent a code to the email address you gave us. It works for 30 minutes.")
KIND = "email"
LETTER = "verification_code"
LIFETIME = timedelta(minutes=30)


def offered(check: Check) -> bool:
    """Offered when an address was typed; whether it is on file plays no part."""
    return check.status == Check.Status.OPEN and check.required > Tier.T0 and check.has_email


def start(*, subject_ref: UUID, purpose: str, value: str, now: datetime) -> tuple[Code, str]:
    """A new code row for one address, unsaved, and its digits."""
    index = one_time.index_of(KIND, value)
    return one_time.new_code(subject_ref=subject_ref, purpose=purpose, contact_index=index, lifetime=LIFETIME, now=now)


def attempt(
    *, subject_ref: UUID, purpose: str, typed: str, now: datetime, contact_index: bytes | None = None
) -> Judged | None:
    """Judge one guess, or None when no code may be tried."""
    return one_time.judge(subject_ref=subject_ref, purpose=purpose, typed=typed, now=now, contact_index=contact_index)


def points(check: Check) -> list[Point]:
    """The mailbox as a point: shown once, counting only if it was on file long enough before receipt."""
    return one_time.control(check, kind=KIND, point="email_control", method=SLUG)
