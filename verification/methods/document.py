"""A copy of an identity document: the last resort, looked at by two people and destroyed at once."""

from django.utils.translation import gettext_lazy as _

from verification.assurance import Point, Tier
from verification.models import Check

SLUG = "document"
SAID = _("Thank you. We have your paper, and a member of our team looks at it.")


def offered(check: Check) -> bool:
    """Offered where staff asked for it, and never where nothing is asked.

    Not by the level: signs of fraud raise that by what is on file, and who asks would read off this line that somebody
    is known, and that the signs were seen.
    """
    wanted = check.document_asked_at is not None and check.required > Tier.T0
    return wanted and check.status in {Check.Status.OPEN, Check.Status.LOCKED}


def points(check: Check) -> list[Point]:
    """None of its own: whoever accepts the paper records what it shows, as evidence of staff."""
    del check
    return []
