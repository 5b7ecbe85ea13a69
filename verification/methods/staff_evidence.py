"""Evidence that a member of staff saw or heard: a call-back, a paper, answers on the phone.

Recorded as kinds of points, never as answers; the reason is kept encrypted, the name of the staff member with it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from verification.assurance import COURT_ORDERS, POINTS, Point, Tier, authority_accepted, rests_on
from verification.models import Check, Evidence

SLUG = "staff_evidence"
SAID = _("A member of our team is checking who you are.")
DECLARATION, ON_FILE_CONTACT = "declaration", "on_file_contact"
AUTHORITIES = frozenset({"signed_permission", "power_of_attorney", "parent", "court_paper"})
KNOWN = frozenset(POINTS) | AUTHORITIES | {DECLARATION, ON_FILE_CONTACT, COURT_ORDERS}


def offered(check: Check) -> bool:
    """Always open to staff: also after a lock or a failure, never to the requester."""
    return check.status != Check.Status.PASSED


def attempt(
    check: Check, *, method: str, points: Sequence[str], claimed: Tier | None, reason: str, by: str, now: datetime
) -> Evidence:
    """Keep one record of evidence. Raises `ValueError` for a kind that the rules do not know."""
    unknown = sorted(set(points) - KNOWN)
    if unknown:
        raise ValueError(f"Unknown kinds of evidence: {', '.join(unknown)}")
    if authority_accepted(capacity=check.capacity) & set(points):
        check.authority_shown = True
    return Evidence.objects.create(
        check_row=check, method=method, points=sorted(set(points)), reason=reason.strip(), recorded_by=by, at=now,
        claimed=None if claimed is None else int(claimed),
    )  # fmt: skip


def points(check: Check) -> list[Point]:
    """All points that staff recorded; the disputed field never counts."""
    kinds = {kind for kind in _kinds(check) if kind in POINTS}
    return [Point(kind, SLUG, counts=not rests_on(kind, check.disputed)) for kind in sorted(kinds)]


def on_file_contact(check: Check) -> bool:
    """Whether staff found that the answer goes to a contact point that was on file before."""
    return ON_FILE_CONTACT in _kinds(check)


def has_checked(check: Check, kinds: frozenset[str]) -> bool:
    """Whether staff recorded all of these; true where there are none."""
    return not kinds or kinds <= _kinds(check)


def _kinds(check: Check) -> set[str]:
    return {kind for row in Evidence.objects.filter(check_row=check) for kind in row.points}
