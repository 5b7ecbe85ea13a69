"""The papers of a case in words: what came, how far it is, who looked and when. Never what a paper says."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.principals import Principal
from accounts.selectors import staff_names
from dsar_portal import wording
from dsar_portal.officer.access import Desk
from dsar_portal.officer.forms.papers import NAMES, POINTS, AskDocumentForm
from dsar_portal.wording import word
from requests_app import permissions
from requests_app.services import papers
from requests_app.services.work import NotPossible
from verification import paper_selectors as known
from verification.assurance import Tier
from verification.paper_rules import IDENTITY
from verification.services import papers as deeds

if TYPE_CHECKING:
    from requests_app.models import PrivacyRequest

STATES: wording.Words = {
    "quarantined": gettext_lazy("Being scanned and drawn"), "waiting": gettext_lazy("To be looked at"),
    "accepted": gettext_lazy("Accepted"), "refused": gettext_lazy("Not enough"),
    "unfit": gettext_lazy("Could not be used"),
}  # fmt: skip
TONES = {"quarantined": "grey", "waiting": "yellow", "accepted": "green", "refused": "orange", "unfit": "orange"}
WAYS: wording.Words = {
    "web": gettext_lazy("sent on the status page"), "api": gettext_lazy("sent by a connected program"),
    "post": gettext_lazy("scanned here"),
}  # fmt: skip
SCANS: wording.Words = {
    "": gettext_lazy("not scanned yet"), "clean": gettext_lazy("scanned, nothing found"),
    "not_scanned": gettext_lazy("not scanned: no virus scanner is set up"),
    "infected": gettext_lazy("the virus scanner found something"),
}  # fmt: skip


def cards(request: "PrivacyRequest", *, by: Principal, now: datetime) -> dict[str, Any]:
    """What the case page says about papers, and what this officer may do about them."""
    found = known.papers_of(request.submission_id)
    wanted = known.wanted(request.submission_id)
    works = permissions.can_work(by, request)
    return {
        "papers": all_of(found, by=by, now=now, link=works and permissions.can_reveal(by, request)),
        "may_scan": works and bool(wanted),
        "may_ask": works and request.is_open and request.required_tier >= Tier.T2 and IDENTITY not in wanted,
    }


def all_of(found: list[known.PaperView], *, by: Principal, now: datetime, link: bool = True) -> list[dict[str, Any]]:
    """Papers as cards."""
    people = {one.entered_by for one in found} | {one.concluded_by for one in found}
    people |= {person for one in found for look in one.looks for person in (look.asked_by, look.granted_by)}
    names = staff_names(people)
    return [_card(one, names, by=by, now=now, link=link) for one in found]


def _card(paper: known.PaperView, names: dict[str, str], *, by: Principal, now: datetime, link: bool) -> dict[str, Any]:
    gone = paper.destroyed_at is not None
    return {
        "id": paper.id,
        "name": word(NAMES, paper.kind),
        "state": _("Destroyed") if gone and paper.state == "waiting" else word(STATES, paper.state),
        "tone": "grey" if gone and paper.state == "waiting" else TONES[paper.state],
        "given_at": paper.given_at,
        "way": word(WAYS, paper.came_by),
        "entered_by": names.get(paper.entered_by, ""),
        "scan": word(SCANS, paper.scan),
        "pages": paper.pages,
        "missing": [word(POINTS, code) for code in paper.missing],
        "concluded_by": names.get(paper.concluded_by, ""),
        "concluded_at": paper.concluded_at,
        "destroyed_at": paper.destroyed_at,
        "looks": [_look(one, names, by=by, now=now) for one in paper.looks],
        "href": reverse("officer:paper", args=[paper.id]) if link and not gone else "",
    }


def _look(look: known.LookView, names: dict[str, str], *, by: Principal, now: datetime) -> dict[str, Any]:
    return {
        "id": look.id,
        "by": names.get(look.asked_by, ""),
        "granted_by": names.get(look.granted_by, "") if look.granted_by != look.asked_by else "",
        "asked_at": look.asked_at,
        "opened_at": look.opened_at,
        "reason": look.reason,
        "until": look.until,
        "state": _state(look, now),
        "to_grant": look.is_question() and look.asked_by != by.actor.id,
        "mine": look.is_question() and look.asked_by == by.actor.id,
    }


def _state(look: known.LookView, now: datetime) -> str:
    if look.is_question():
        return _("waits for a second person")
    if look.opened_at:
        return _("looked")
    if not look.granted_by:
        return _("not allowed")
    return _("may look") if look.until and now < look.until and not look.closed_at else _("did not look")


def _ask_document(case: "PrivacyRequest", form: Any, request: Desk) -> object:
    try:
        return papers.ask_for_document(
            request_id=case.id, reason=form.cleaned_data["reason"], by=request.principal, now=request.now
        )
    except deeds.NotWanted:
        raise NotPossible(_("What this person asked for needs less proof than an identity document.")) from None


# Form, deed and what is said afterwards, as the one door for deeds of a case wants them.
ASKING = {
    "document": (
        AskDocumentForm,
        _ask_document,
        gettext_lazy("The letter that asks for an identity document is on its way."),
    ),
}
