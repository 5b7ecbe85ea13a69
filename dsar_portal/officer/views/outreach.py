"""How we went to the person: codes by post, calls at the number on file, forms on paper; in words for the case page."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from dsar_portal import wording
from dsar_portal.wording import word
from requests_app.services import paper_forms
from verification import services as verification

if TYPE_CHECKING:
    from requests_app.models import PrivacyRequest

ENDED: wording.Words = {
    "used": gettext_lazy("the code was entered"),
    "confirmed": gettext_lazy("called, and they asked for it themselves"),
    "not_reached": gettext_lazy("called three times, not reached"),
    "denied": gettext_lazy("called, and they did not ask for this"),
    "no_number": gettext_lazy("put away: no number that may be called"),
    "over": gettext_lazy("not needed any more"),
}
# What a person should see at a glance.
SIGNS = frozenset({"recent_change", "denied"})


def rows(request: "PrivacyRequest") -> list[dict[str, Any]]:
    """What was asked for, when, and what came of it, oldest first."""
    return [
        {
            "kind": word(wording.POINTS, one.method),
            "asked_at": one.asked_at,
            "state": word(ENDED, one.outcome) if one.outcome else word(wording.OUTREACH, one.finding),
            "sign": not SIGNS.isdisjoint({one.finding, one.outcome}),
        }
        for one in verification.found_of(request.submission_id)
    ]


def forms(request: "PrivacyRequest") -> list[dict[str, Any]]:
    """The forms on paper of this submission, and where each is."""
    return [
        {"one": one, "kind": word(wording.FORM_KINDS, one.kind), "state": word(wording.FORM_STATES, one.state)}
        for one in paper_forms.forms_of(request.submission_id)
    ]
