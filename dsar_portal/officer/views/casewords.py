"""The parts of a case, each in words. Pure reads of what the page gathered."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.principals import Principal
from dsar_portal import wording
from dsar_portal.officer.views import attachments
from dsar_portal.officer.views.rows import right_words
from dsar_portal.wording import word
from fulfillment import taxonomy
from requests_app import permissions, timeline
from requests_app.decision import Decision
from requests_app.grounds import GROUNDS, Ground
from requests_app.places import US_STATES
from requests_app.profile import PROFILE
from requests_app.selectors import CaseView
from requests_app.selectors.explained import ExplainedDate

if TYPE_CHECKING:
    from requests_app.models import PrivacyRequest

HIDDEN = gettext_lazy("Hidden for your role")
WHO = {
    "consumer": gettext_lazy("the requester"),
    "system": gettext_lazy("the portal"),
    "api_client": gettext_lazy("a connected program"),
}
FACTS_SHOWN = 5
ID_LENGTH = 36


def head(request: "PrivacyRequest", case: CaseView, names: dict[str, str]) -> dict[str, Any]:
    """The header and what the case is about."""
    submission = request.submission
    state = US_STATES.get(submission.state, submission.state) or submission.country or _("State unknown")
    return {
        "title": f"{right_words(request)} – {case.person['name']}",
        "company": PROFILE.company_name(request.company),
        "state": state,
        "channel": word(wording.CHANNELS, request.channel),
        "capacity": word(wording.CAPACITIES, submission.capacity),
        "language": word(wording.LANGUAGES, submission.language),
        "relationships": ", ".join(word(wording.RELATIONSHIPS, one) for one in submission.relationships),
        "kinds": ", ".join(word(wording.KINDS, kind) for kind in request.kinds),
        "status": word(wording.STATUSES, request.status),
        "next_step": word(wording.NEXT_STEPS, request.next_step) if request.next_step else "",
        "blocked_by": word(wording.BLOCKERS, request.blocked_by) if request.blocked_by else "",
        "assignee": names.get(str(request.assignee), ""),
        "proposed_by": names.get(str(request.proposed_by), ""),
        "decided_by": names.get(str(request.decided_by), ""),
        "entered_by": names.get(str(request.entered_by), ""),
        "made_as": word(wording.MADE_AS, submission.answer_format) if submission.answer_format != "standard" else "",
        "extension": word(wording.REASONS, request.extension_reason) if request.extension_reason else "",
    }


def deadline(one: ExplainedDate) -> dict[str, Any]:
    """One date with how it comes about."""
    return {**one.__dict__, "duty": word(wording.DUTIES, one.duty), "regime": one.name}


def identity(case: CaseView) -> dict[str, Any] | None:
    """The check as staff may see it; None for an opt-out."""
    check = case.identity
    if check is None:
        return None
    return {
        "required": word(wording.TIERS, str(int(check.required))),
        "reached": word(wording.TIERS, str(int(check.reached))) if check.reached else _("nothing yet"),
        "enough": check.reached >= case.request.required_tier,
        "status": _("open to see; only a person goes on") if check.person_only else check.status,
        "methods": ", ".join(word(wording.METHODS, method) for method in check.methods),
        "points": check.points,
        "matched": check.matched,
        "forgotten_at": check.forgotten_at,
        "declaration": check.declaration_signed,
        "on_file": ", ".join(check.on_file_contacts),
        "contacts": [_contact(one) for one in check.contacts],
        "authority": ", ".join(sorted(word(wording.AUTHORITIES, one) for one in check.authority_accepted)),
        "authority_shown": check.authority_shown,
    }


def _contact(one: Any) -> dict[str, Any]:
    """One contact point and how far it is proved. Whether it is on file stands with the points."""
    return {
        "kind": word(wording.POINTS, one.kind),
        "masked": one.masked,
        "further": one.further,
        "reachable": one.reachable,
        "proved_at": one.proved_at,
        "code_sent_at": one.code_sent_at,
        "locked_until": one.locked_until,
    }


def evidence(one: Any, names: dict[str, str], *, plain: bool) -> dict[str, Any]:
    """One record of evidence."""
    return {
        "by": names.get(str(one.recorded_by), ""),
        "at": one.at,
        "method": word(wording.METHODS, one.method),
        "points": ", ".join(word(wording.POINTS, point) for point in one.points),
        "reason": one.reason if plain else HIDDEN,
    }


def task(task: Any, names: dict[str, str]) -> dict[str, Any]:
    """One task in one system."""
    return {
        "system": task.system_label,
        "deed": task.deed_label,
        "status": task.status_label,
        "open": task.status == "open",
        "by": names.get(str(task.completed_by), _("the portal") if task.automatic else ""),
        "at": task.completed_at or task.opened_at,
        "note": task.note,
    }


def message(one: Any, names: dict[str, str], *, plain: bool) -> dict[str, Any]:
    """One message, either way."""
    return {
        "inbound": one.inbound,
        "by": _("Requester") if one.inbound else names.get(str(one.author), _("We")),
        "at": one.at,
        "text": one.body if plain else HIDDEN,
        "unread": one.inbound and one.read_at is None,
        "files": [attachments.line(file) for file in one.attachments.all()],
    }


def linked(request: "PrivacyRequest", by: Principal) -> list[dict[str, str]]:
    """Other requests that belong to this one, as far as the reader may know of them."""
    rows = [(_("Asked in the same act"), one) for one in request.submission.requests.exclude(id=request.id)]
    rows += [(_("Appeal against this"), one) for one in request.appeals.all()]
    rows += [(_("Duplicate of this"), one) for one in request.duplicates.all()]
    if request.appeal_of:
        rows.append((_("This appeals"), request.appeal_of))
    if request.duplicate_of:
        rows.append((_("This may repeat"), request.duplicate_of))
    last = {one.reference: (why, one) for why, one in rows if permissions.can_see(by, one)}
    return [
        {"reference": reference, "href": reverse("officer:case", args=[reference]), "why": why,
         "right": right_words(one), "status": one.status, "status_words": word(wording.STATUSES, one.status)}
        for reference, (why, one) in last.items()
    ]  # fmt: skip


def entry(line: timeline.Line, names: dict[str, str]) -> dict[str, Any]:
    """One line of the history as the timeline shows it."""
    known = names.get(line.actor_id) or str(WHO.get(line.actor_type, line.actor_id))
    said = [(name.replace("_", " "), _fact(value, names)) for name, value in line.facts.items()]
    facts = [f"{name}: {words}" for name, words in said if words]
    return {
        "title": line.text,
        "by": known,
        "at": line.at,
        "text": "; ".join([*([line.reason.replace("_", " ")] if line.reason else []), *facts[:FACTS_SHOWN]]),
    }


def _fact(value: object, names: dict[str, str]) -> str:
    if isinstance(value, list):
        return ", ".join(str(one).replace("_", " ") for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value)
    # The id of a colleague becomes a name; that of anything else tells a reader nothing.
    return names.get(text, "") if len(text) == ID_LENGTH and text.count("-") == 4 else text.replace("_", " ")


def decision(decision: Decision | None) -> dict[str, Any] | None:
    """A decision, proposed or taken."""
    if decision is None:
        return None
    return {
        "outcome": word(wording.ANSWERS, decision.outcome),
        "summary": decision.summary,
        "ground": _ground(decision.ground),
        **{name: getattr(decision, name) for name in ("cite", "until", "evidence", "fee")},
        "items": [
            {"system": taxonomy.system_label(one.system), "category": taxonomy.category_label(one.category),
             "outcome": word(wording.OUTCOMES, one.outcome), "ground": _ground(one.ground), "cite": one.cite,
             "until": one.until, "retention": one.retention, "facts": one.facts}
            for one in decision.items
        ],
    }  # fmt: skip


def _ground(code: str) -> str:
    ground = GROUNDS.get(code)
    return f"{code}: {_(ground.text)}" if ground else code


def ground(one: Ground) -> dict[str, str]:
    """One ground as the officer looks it up: what the law is, and what has to go with it."""
    single = [] if one.whole else [_("for single kinds of data only")]
    also = [word(wording.MUST_ALSO, code) for code in one.must_also]
    return {"code": one.code, "cite": _(one.cite) if one.cite else "–", "also": "; ".join([*single, *also])}


def owner(request: "PrivacyRequest", names: dict[str, str]) -> str:
    """Who owns the cause of a missed day; empty where none was named."""
    if request.delay_department:
        return word(wording.DEPARTMENTS, request.delay_department)
    return names.get(str(request.delay_owner), "") if request.delay_owner else ""
