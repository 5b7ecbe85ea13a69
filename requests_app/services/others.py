"""What a letter says of others: who got the data, who was told of a change, and who watches over us. Internal."""

from collections.abc import Collection, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from fulfillment import services as fulfillment
from fulfillment.period import Period
from requests_app.choices import Right
from requests_app.decision import DecidedItem
from requests_app.models import PrivacyRequest
from requests_app.places import US_STATES
from requests_app.regulators import attorney_general
from requests_app.selectors.binding import is_european
from requests_app.services import letters


def told(request: PrivacyRequest, *, systems: Collection[str] | None = None) -> dict[str, Any]:
    """Whom the stewards told of the change, and why not more (GDPR art. 19; 1798.105(c)(1); 11 CCR 7022(f)(3)).

    `systems`: of the change in these only.
    """
    with translation.override(request.submission.language):
        known = fulfillment.told(request_id=request.id, systems=systems)
        return {"recipients_told": known.recipients, "not_told_because": _why_not(known)}


def _why_not(known: Any) -> str:
    if not known.systems:
        return _("Nothing was changed in our systems, so there was nobody to tell.")
    nobody = _("The people who look after these systems named nobody else who has this data from us.")
    no_buyer = _("We did not sell or share this data, so there was no buyer to tell.")
    return " ".join(([] if known.recipients else [nobody]) + ([] if known.sold else [no_buyer]))


def passed_on(request: PrivacyRequest) -> dict[str, Any]:
    """An opt-out goes to the systems that market and share, at once: these are told (11 CCR 7026(f)(2)-(3))."""
    with translation.override(request.submission.language):
        known = fulfillment.told(request_id=request.id)
        no_buyer = "" if known.sold else _("We did not sell or share this data, so there was no buyer to tell.")
        lines = [_("Our own system: %(system)s") % {"system": system} for system in known.systems]
        return {"recipients_told": lines, "not_told_because": no_buyer}


def receivers(request: PrivacyRequest, period: Period) -> dict[str, list[str]]:
    """Who gets the kinds of data that were found: sold or shared, passed on for our work, third parties."""
    with translation.override(request.submission.language):
        lists = fulfillment.disclosures_of(request_id=request.id, period=period)
    return {
        "sold_or_shared": lists.sold_or_shared,
        "disclosed": lists.disclosed,
        "third_parties": lists.third_parties,
    }


def sources_of(request: PrivacyRequest, items: Sequence[DecidedItem]) -> list[str]:
    """Who else gave us what was wrong (11 CCR 7023(i))."""
    places = {(item.category, item.system) for item in items if item.outcome == "corrected"}
    with translation.override(request.submission.language):
        return fulfillment.other_sources(request_id=request.id, places=places)


def done_instead(request: PrivacyRequest, *, identity_not_shown: bool) -> list[str]:
    """What a refusal still gives: the policy for a copy nobody could prove (7024(b)), no other use for what is kept."""
    if request.right == Right.ACCESS and identity_not_shown:
        with translation.override(request.submission.language):
            words = _("You can read here which kinds of data we collect, and what we do with them: %(page)s")
            return [words % {"page": f"{settings.BASE_URL}/privacy-notice/"}]
    return []


def regulator(request: PrivacyRequest) -> dict[str, str]:
    """Where a person in the United States can complain; empty for others, who read of their own authority."""
    state = request.submission.state or ""
    if state not in US_STATES:
        return {}
    with translation.override(request.submission.language):
        name = _("the attorney general (%(state)s)") % {"state": US_STATES[state]}
    return {"name": name, "url": attorney_general(state)}


def court_remedy(request: PrivacyRequest) -> bool:
    """Whether the person is told of a data protection authority and the courts (GDPR 12(4); UK GDPR)."""
    return is_european(request)


def what_was_done(request: PrivacyRequest, items: Sequence[DecidedItem]) -> str:
    """The deeds of a decision as sentences, for a letter that has no table; empty where nothing was done."""
    rows = letters.item_rows(request, [item.__dict__ for item in items])
    return " ".join(f"{row['category']} ({row['system']}): {row['outcome_words']}." for row in rows)
