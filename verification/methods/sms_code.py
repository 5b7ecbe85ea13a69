"""Code by text message: eight digits, ten minutes, five tries, once.

The code shows that the person holds that phone. It is a point only if the number was on file before: a number that was
ported, or typed for the first time, proves nothing. What kind of line it is plays no part.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from notifications import texting
from verification.assurance import Point, Tier
from verification.methods import one_time
from verification.methods.one_time import Judged
from verification.models import Check, Code

SLUG = "sms_code"
SAID = _("We sent a code to the phone number you gave us. It works for 10 minutes.")
KIND = "phone"
LETTER = "verification_text"
# NIST SP 800-63B 3.1.3.2: a secret sent out of band over the phone network lives ten minutes at most.
LIFETIME = timedelta(minutes=10)


def offered(check: Check) -> bool:
    """Offered when a number was typed and text messages are set up; whether it is on file plays no part."""
    return suits(check) and texting.is_on()


def suits(check: Check) -> bool:
    """Whether it would be offered if text messages were set up."""
    typed = check.has_phone if check.has_phone is not None else bool(check.contact.get("phone"))
    return check.status == Check.Status.OPEN and check.required > Tier.T0 and typed


def start(*, subject_ref: UUID, purpose: str, value: str, now: datetime) -> tuple[Code, str]:
    """A new code row for one number, unsaved, and its digits."""
    index = one_time.index_of(KIND, value)
    return one_time.new_code(subject_ref=subject_ref, purpose=purpose, contact_index=index, lifetime=LIFETIME, now=now)


def attempt(
    *, subject_ref: UUID, purpose: str, typed: str, now: datetime, contact_index: bytes | None = None
) -> Judged | None:
    """Judge one guess, or None when no code may be tried."""
    return one_time.judge(subject_ref=subject_ref, purpose=purpose, typed=typed, now=now, contact_index=contact_index)


def points(check: Check) -> list[Point]:
    """The phone as a point: shown once, counting only if it was on file long enough before receipt."""
    return one_time.control(check, kind=KIND, point="sms_control", method=SLUG)
