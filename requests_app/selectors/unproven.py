"""What an answer may say to somebody who never had to show who they are. Reads only.

To limit, to object and to take consent back needs no proof, because it protects. But what it covered, or that nothing
was found, would tell whoever typed a name that we know the person (rules.md section 3): so it is done, and not told.
"""

from django.utils.translation import gettext as _

from requests_app.choices import Right
from requests_app.decision import Decision
from requests_app.models import PrivacyRequest
from verification import selectors as checks
from verification.assurance import Tier

PROTECTING = frozenset({Right.RESTRICTION, Right.OBJECTION, Right.CONSENT_WITHDRAWAL})
# Grounds that say whether somebody is known, or asked before; the last three speak of data that we hold.
TELLING = frozenset({"NORECORD", "DUPLICATE", "DEL-LEGAL", "DEL-CLAIMS", "GDPR-COMPELLING"})
TELLS = (
    "Nobody has shown who asks here, and this answer would tell whether we know the person. Record first who asks. Or, "
    "if it is done, answer it as done: the letter then says that it holds wherever we have data, and not where that is."
)


def is_unproven(request: PrivacyRequest) -> bool:
    """Whether nobody has shown who asks, because the right that protects does not take it."""
    original = request.appeal_of or request
    if original.right not in PROTECTING or original.required_tier:
        return False
    check = checks.state_of(original.submission_id)
    return check is None or check.reached < Tier.T1


def tells(request: PrivacyRequest, decision: Decision) -> bool:
    """Whether a refusal would tell somebody who has shown nothing that the person is, or is not, known.

    A refusal that names single places does: its letter says what is kept there, and why.
    """
    if decision.outcome == "completed":
        return False
    return (bool(decision.items) or decision.ground in TELLING) and is_unproven(request)


def hides_items(request: PrivacyRequest) -> bool:
    """Whether the answer went out without saying what it covered."""
    return (request.decision or {}).get("outcome") == "completed" and is_unproven(request)


def neutral(decision: Decision, request: PrivacyRequest) -> Decision:
    """The decision as whoever asked may read it: without what was found, in words of the active language."""
    if decision.outcome != "completed" or not is_unproven(request):
        return decision
    return Decision("completed", _done(), ())


def _done() -> str:
    return _(
        "We did what you asked, wherever we hold data about this person. Nobody had to show us who is asking. So we do "
        "not say here what we hold, or if we hold anything."
    )
