"""Everything on a case page, gathered in words. Reads only."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.principals import Principal
from accounts.roles import Permission
from accounts.selectors import colleagues, staff_names
from dsar_portal import wording
from dsar_portal.officer import forms
from dsar_portal.officer.forms import DecisionForm
from dsar_portal.officer.forms.papers import AskDocumentForm
from dsar_portal.officer.views import agent, earlier, holding, outreach, papercards, safety, sendings, undelivered
from dsar_portal.officer.views import casewords as say
from dsar_portal.templatetags.ui import zone_name
from dsar_portal.wording import word
from requests_app import timeline
from requests_app.grounds import Ground
from requests_app.selectors import CaseView, case_view, explained
from requests_app.services.answers import IDENTITY_GROUNDS
from verification.selectors import evidence_of

if TYPE_CHECKING:
    from requests_app.models import PrivacyRequest


def context(request: "PrivacyRequest", *, by: Principal, now: datetime) -> dict[str, Any]:
    """The page's context, without the form that may have gone wrong."""
    case = case_view(request=request, by=by, now=now)
    lines = timeline.for_staff(request.id, request.submission_id)
    evidence = evidence_of(request.submission_id)
    names = staff_names(
        [*(line.actor_id for line in lines), *_people_in(lines), *(note.author for note in case.notes),
         request.assignee, request.delay_owner, request.proposed_by, request.decided_by, request.entered_by,
         *(one.recorded_by for one in evidence), *(task.completed_by for task in case.tasks)]
    )  # fmt: skip
    plain = "reveal" in case.may
    known = explained(request)
    thread = [say.message(one, names, plain=plain) for one in case.messages]
    return {
        "case": case,
        "req": request,
        "plain": plain,
        "head": say.head(request, case, names),
        "deadlines": [say.deadline(one) for one in known.dates],
        "governing": known.governing,
        "person": [(str(_LABELS[key]), value) for key, value in case.person.items() if value and key in _LABELS],
        "identity": say.identity(case),
        "evidence": [say.evidence(one, names, plain=plain) for one in evidence],
        "tasks": [say.task(task, names) for task in case.tasks],
        "items": items_of(case, plain=plain),
        "messages_shown": thread,
        "shows_what_is_right": [file for one in thread for file in one["files"] if file["evidence"]],
        "notes": [
            {"by": names.get(str(one.author), ""), "at": one.at, "text": one.body if plain else say.HIDDEN}
            for one in case.notes
        ],
        "letters": sendings.cards(case.letters, lines),
        "outreach": outreach.rows(request),
        "paper_forms": outreach.forms(request),
        "zone": zone_name(),
        "undelivered": undelivered.cards(request, case, now=now),
        "linked": say.linked(request, by),
        "timeline": [say.entry(line, names) for line in lines],
        "proposal": say.decision(case.proposal),
        "answer": say.decision(case.decision),
        "ground_rows": [say.ground(one) for one in grounds_of(case)],
        "history": earlier.card(request, by),
        "owner": say.owner(request, names),
        "keeping": holding.card(request, by=by, now=now),
        "safety": safety.card(request, by=by, now=now),
        "agent": agent.card(request, by=by),
        "papers": papercards.cards(request, by=by, now=now),
        "can": _can(case, request, now),
        "forms": _forms(request, case, now=now),
    }


_LABELS = {"name": _("Name"), "email": _("E-mail"), "phone": _("Phone"), "date_of_birth": _("Born"), "postal_address": _("Address")}  # fmt: skip  # noqa: E501 - one row


def _people_in(lines: list[timeline.Line]) -> list[str]:
    """Ids of colleagues that entries name: who was made responsible, who proposed."""
    return [str(line.facts[name]) for line in lines for name in ("assignee", "previous", "proposed_by")
            if line.facts.get(name)]  # fmt: skip


def items_of(case: CaseView, *, plain: bool) -> list[dict[str, Any]]:
    """What was found, by system and category: the places that a decision speaks about."""
    places: dict[tuple[str, str], dict[str, Any]] = {}
    for item in case.items:
        place = places.setdefault(
            (item.category, item.system),
            {"system": item.system_label, "category": item.category_label, "titles": [], "items": [],
             "outcome": word(wording.OUTCOMES, item.outcome) if item.outcome else "", "ground": item.ground,
             "until": item.until},
        )  # fmt: skip
        place["titles"].append(item.title if plain else say.HIDDEN)
        place["items"].append(item)
    return list(places.values())


def places_of(case: CaseView) -> list[tuple[str, str]]:
    """Category and system of each place, in the order in which the page shows them."""
    return list(dict.fromkeys((item.category, item.system) for item in case.items))


def _can(case: CaseView, request: "PrivacyRequest", now: datetime) -> dict[str, bool]:
    verbs, may, late = {str(verb) for verb in case.verbs}, case.may, now > request.respond_at
    return {
        "work": "work" in may,
        "reveal": "reveal" in may,
        "assign": "work" in may and request.is_open,
        "write": "write" in may,
        "note": "note" in may,
        "delay": "work" in may and request.is_open and late,
        "extend": "work" in may and request.is_open and not (late or request.extended_at or request.right == "opt_out"),
        "propose": "work" in may and "send_for_review" in verbs,
        "decide": "decide" in may and (request.status == "in_progress" and not request.needs_two),
        "deny_unverified": "decide" in may and "deny_unverified" in verbs,
        "review": request.status == "in_review" and case.proposal is not None,
        "approve": "approve" in may and request.status == "in_review",
        "evidence": "work" in may and case.identity is not None and request.is_open,
        "fail": "work" in may and case.identity is not None and case.identity.status in {"open", "locked"},
        "narrow": "work" in may and request.status == "verifying" and request.scope == "specific_pieces",
        "withdraw": "withdraw" in may and "withdraw" in verbs,
        "close": "work" in may and "close" in verbs,
        "reopen": "decide" in may and "reopen" in verbs,
        "mark_read": "work" in may and request.unread_messages > 0,
    }


def _forms(request: "PrivacyRequest", case: CaseView, *, now: datetime) -> dict[str, forms.DeedForm]:
    rev = {"rev": request.rev}
    people = colleagues(Permission.REQUEST_WORK, now=now)
    return {
        "assign": forms.AssignForm(initial={**rev, "assignee": str(request.assignee or "")}, colleagues=people),
        "message": forms.MessageForm(initial=rev),
        "note": forms.NoteForm(initial=rev),
        "extend": forms.ExtendForm(initial=rev),
        "delay": forms.DelayForm(initial=rev, colleagues=people),
        "return": forms.ReturnForm(initial=rev),
        "close": forms.CloseForm(initial=rev),
        "evidence": forms.EvidenceForm(initial=rev),
        "fail": forms.FailForm(initial=rev),
        "document": AskDocumentForm(initial=rev),
        "decide": decision_form(case, None),
    }


def decision_form(case: CaseView, data: Any) -> DecisionForm:
    """The decision form of a case: what was proposed before, else a suggestion from what was found."""
    places = places_of(case)
    return DecisionForm(
        data,
        initial={"rev": case.request.rev, **_suggested(case, places)},
        places=places,
        outcomes=case.outcomes,
        grounds=list(grounds_of(case)),
    )


def grounds_of(case: CaseView) -> Iterable[Ground]:
    """The grounds that fit; before identity is shown only those that say so."""
    waiting = case.request.status in {"received", "verifying"}
    return (one for one in case.grounds if not waiting or one.code in IDENTITY_GROUNDS)


def _suggested(case: CaseView, places: list[tuple[str, str]]) -> dict[str, str]:
    known = case.proposal
    if known is None:
        waiting = case.request.status in {"received", "verifying"}
        return {"outcome": "denied"} if waiting else holding.suggested(case.request, places)
    values = {name: getattr(known, name) for name in forms.WHOLE}
    decided = {(item.category, item.system): item for item in known.items}
    for number, place in enumerate(places):
        if place in decided:
            item = decided[place]
            values |= {f"{name}_{number}": getattr(item, name) for name in forms.PLACE}
    return values


def places(case: CaseView, form: forms.DeedForm) -> list[dict[str, Any]]:
    """The decision form's fields, place by place."""
    return [_place(place, number, form) for number, place in enumerate(items_of(case, plain=False))]


def _place(place: dict[str, Any], number: int, form: forms.DeedForm) -> dict[str, Any]:
    fields = {name: form[f"{name}_{number}"] for name in forms.PLACE}
    more = [fields[name] for name in ("facts", "retention", "triggered_on")]
    # Its own outcome stands among the fields; what is folded away is open where something stands in it.
    return {**place, "count": len(place["items"]), **fields, "open": any(one.value() or one.errors for one in more)}
