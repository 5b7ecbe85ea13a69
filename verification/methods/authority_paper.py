"""The paper that lets somebody ask for another: permission, power of attorney, proof of a parent, court paper."""

from django.utils.translation import gettext_lazy as _

from verification.assurance import Point, Tier, authority_accepted
from verification.models import Check

SLUG = "authority_paper"
SAID = _("Thank you. We have your paper, and a member of our team looks at it.")


def offered(check: Check) -> bool:
    """Offered to whoever asks for another and has not shown yet that they may."""
    needed = (
        check.required > Tier.T0 and not check.authority_shown and bool(authority_accepted(capacity=check.capacity))
    )
    return needed and check.status in {Check.Status.OPEN, Check.Status.LOCKED}


def points(check: Check) -> list[Point]:
    """None: a paper of authority shows that one may ask, and nothing about who the consumer is."""
    del check
    return []
