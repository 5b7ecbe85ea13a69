"""A call to the number on file. The requester asks for it and says when; a member of staff calls, and never before a
worker found a number that was on file at least 30 days before receipt.
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from verification.assurance import ON_FILE_DAYS, Point, Tier, rests_on
from verification.methods.safety import is_safe
from verification.models import CallBack, Check

SLUG = "call_back"
SAID = _(
    "Thank you. If we have had a phone number for you for some time, we call you there. We leave no message about your "
    "request."
)
# The hours are those of the company's own place; empty is any time.
WINDOWS = ("", "morning", "afternoon", "evening")


def offered(check: Check) -> bool:
    """Offered to everybody with an open check, unless the number itself is what the request disputes."""
    open_check = check.status == Check.Status.OPEN and check.required > Tier.T0
    return open_check and not rests_on(SLUG, check.disputed)


def points(check: Check) -> list[Point]:
    """The number on file, reached by us and confirmed by whoever answered."""
    ended = CallBack.objects.filter(subject_ref=check.subject_ref, outcome=CallBack.Outcome.CONFIRMED)
    return [Point(SLUG, SLUG, counts=not rests_on(SLUG, check.disputed))] if ended.exists() else []


def number_of(check: Check) -> tuple[CallBack.Finding, str]:
    """The number that may be called: the matched person's, on file long enough. For workers, and for who calls it."""
    if not check.person_key:
        return CallBack.Finding.NOBODY, ""
    known = [entry for entry in check.on_file if entry["kind"] == "phone" and is_safe(check, "phone", entry["value"])]
    latest = (check.received_at - timedelta(days=ON_FILE_DAYS)).date().isoformat()
    old = [str(entry["value"]) for entry in known if (entry["since"] or "9999") <= latest]
    if old:
        return CallBack.Finding.CALLABLE, old[0]
    return (CallBack.Finding.RECENT_CHANGE if known else CallBack.Finding.NO_NUMBER), ""
