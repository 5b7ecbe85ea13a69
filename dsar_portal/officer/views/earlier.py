"""What the same person asked before, as the case page tells it: counted, never acted upon."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.principals import Principal
from dsar_portal import wording
from dsar_portal.officer.views.rows import right_words
from dsar_portal.wording import word
from requests_app.free_requests import FreeUse
from requests_app.profile import PROFILE
from requests_app.regimes import REGIMES
from requests_app.services import history

if TYPE_CHECKING:
    from requests_app.models import PrivacyRequest


def card(request: "PrivacyRequest", by: Principal) -> dict[str, Any]:
    """The last twelve months of this person, and what the law leaves free of charge."""
    known = history.history(request=request, by=by)
    rows = [
        {
            "reference": one.reference,
            "href": reverse("officer:case", args=[one.reference]),
            "received_on": one.day_zero,
            "right": right_words(one),
            "company": PROFILE.company_name(one.company),
            "status": one.status,
            "status_words": word(wording.STATUSES, one.status),
            "counts": known.free.allowed is not None and history.counts(one, request),
        }
        for one in known.rows
    ]
    return {"rows": rows, "unseen": known.unseen, "sentence": _sentence(known.free), "used_up": known.free.used_up,
            "next_free_on": known.free.next_free_on}  # fmt: skip


def _sentence(free: FreeUse) -> str:
    if free.allowed is None:
        return _("No law that binds this request limits how often it is free of charge.")
    regime = REGIMES[free.regime].name if free.regime in REGIMES else free.regime
    numbers = {"used": len(free.counted), "allowed": free.allowed, "regime": regime}
    return _("%(used)d of %(allowed)d free requests of twelve months used before this one (%(regime)s).") % numbers
