"""The answer goes out: the last step of the lifecycle and the letter that belongs to it. Internal to services."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.principals import Principal
from audit import ledger
from audit.facts import FactValue
from audit.ids import new_id
from fulfillment import services as fulfillment
from requests_app.choices import Delivery, Right
from requests_app.decision import REFUSING, Decision
from requests_app.lifecycle import Status, Verb
from requests_app.models import Note, PrivacyRequest
from requests_app.profile import PROFILE
from requests_app.selectors import holds, unproven
from requests_app.services import contact_change, dates, letters, links, others, steps
from requests_app.services.look_back import look_back_days
from requests_app.services.recipients import goes_locked, goes_on_paper, recipient
from requests_app.services.refusals import APPEAL_DAYS, IDENTITY_GROUNDS, also, refusal, refused_rows
from verification.assurance import Tier

__all__ = ["APPEAL_DAYS", "IDENTITY_GROUNDS", "look_back_days"]

UNPERMITTED = frozenset({"AGT-NOAUTH", "AGT-SCOPE"})
VERB_OF = {"completed": Verb.COMPLETE, "partly_completed": Verb.COMPLETE_PARTLY, "denied": Verb.DENY}
# Rights whose answer changes what systems hold or do; a copy changes nothing, so nobody is told of it.
CHANGING = frozenset({Right.DELETION, Right.CORRECTION, Right.RESTRICTION, Right.OBJECTION, Right.CONSENT_WITHDRAWAL})


def give(request: PrivacyRequest, *, by: Principal, now: datetime) -> PrivacyRequest:
    """Answer the request as decided: status, figures, letter, and for access the package."""
    decision = Decision.from_json(request.decision)
    verb = VERB_OF[decision.outcome]
    if request.status in (Status.RECEIVED, Status.VERIFYING):
        verb = Verb.DENY_UNVERIFIED
    request.answered_at = now
    days = (dates.received_on(now) - request.day_zero).days
    dates.met(request, dates.RESPOND, at=now)
    facts: dict[str, FactValue] = {"right": request.right, "days": days, "on_time": now <= request.respond_at}
    if decision.primary_ground:
        # The one code that stands for the case in the yearly figures, which are made from the ledger.
        facts["grounds"] = [decision.primary_ground]
    # The final words: what the letter was made of, also where nobody but the clock decided.
    steps.take(request, verb, by=by, now=now, facts=facts, detail=decision.as_json())
    send_answer(request, decision, by=by, now=now)
    if request.right == Right.ACCESS and decision.outcome != "denied":
        fulfillment.build_package(request_id=request.id, facts=package_facts(request), by=by.actor, now=now)
    return request


def finish(*, request: PrivacyRequest, by: Principal, now: datetime) -> PrivacyRequest:
    """All systems have carried out what was decided: now the answer is true, and goes out."""
    request.carried_out_at = now
    return give(request, by=by, now=now)


def send_answer(request: PrivacyRequest, decision: Decision, *, by: Principal, now: datetime) -> None:
    """Queue the letter that this right and outcome call for."""
    letter = letter_for(request, decision, now=now)
    if letter is None:
        return
    kind, context = letter
    if kind in {"denial", "partial"}:
        # Made only when the letter leaves: a preview must not leave a door open.
        context["appeal_link"] = links.to_appeal(request, until=context["appeal_by"], by=by, now=now)
    # That a permission is missing is for whoever lacks it, not for the person they ask about.
    to = recipient(request.submission) if decision.primary_ground in UNPERMITTED else None
    letters.send(kind, request, context, by=by, now=now, to=to)
    if request.right == Right.CORRECTION and request.required_tier >= Tier.T2 and decision.granted:
        contact_change.tell_of_correction(request, by=by, now=now)


def letter_for(request: PrivacyRequest, decision: Decision, *, now: datetime) -> tuple[str, dict[str, Any]] | None:
    """The kind of letter and what it must say; None for an opt-out, which is confirmed at filing."""
    decision = holds.quiet(decision, submission_id=request.submission_id)
    if request.right == Right.APPEAL:
        return _appeal_letter(request, _told(request, decision))
    if decision.outcome == "denied":
        return "denial", refusal(request, decision, now=now)
    if decision.outcome == "partly_completed":
        context = {**refusal(request, decision, now=now), "review_on": first_lapse(decision)}
        if request.right in CHANGING:
            context |= others.told(request)
        if request.right == Right.ACCESS:
            paper = goes_on_paper(request.submission)
            context |= {"on_paper": True} if paper else {"available_until": available_until(now)}
        return "partial", context
    return _completion(request, decision, now=now)


def _completion(request: PrivacyRequest, decision: Decision, *, now: datetime) -> tuple[str, dict[str, Any]] | None:
    base: dict[str, Any] = {"received_on": request.day_zero}
    items = letters.item_rows(request, [item.__dict__ for item in decision.items])
    if request.right == Right.ACCESS:
        return "completion_access", {**base, **_access(request, items, now=now)}
    if request.right == Right.DELETION:
        items = items or _nothing_found(request)
        return "completion_deletion", {**base, "items": items, **others.told(request), "backups_deferred": True}
    if request.right == Right.CORRECTION:
        changes = _changes(request, decision)
        sources = others.sources_of(request, decision.items)
        return "completion_correction", {**base, "changes": changes, **others.told(request), "sources": sources}
    if request.right == Right.OPT_OUT:
        return None
    return "completion_other", {
        **base,
        "right": request.right,
        "effective_on": dates.received_on(now),
        **(_untold(request, decision) or _all_told(request, decision, items)),
    }


def _untold(request: PrivacyRequest, decision: Decision) -> dict[str, Any]:
    """What the letter says where nobody showed who asks: neither what we hold nor whom we told of it."""
    return {"outcome": _told(request, decision).summary} if unproven.is_unproven(request) else {}


def _told(request: PrivacyRequest, decision: Decision) -> Decision:
    with translation.override(request.submission.language):
        return unproven.neutral(decision, request)


def _all_told(request: PrivacyRequest, decision: Decision, items: list[dict[str, Any]]) -> dict[str, Any]:
    outcome = decision.summary or _in_language(request, _done_words)
    return {"outcome": outcome, "items": items, **others.told(request)}


def _upheld() -> str:
    return _("We looked at everything again and came to the same answer.")


def _done_words() -> str:
    return _("We did what you asked. It holds from the day named in this letter.")


def _in_language(request: PrivacyRequest, words: Any) -> str:
    with translation.override(request.submission.language):
        return str(words())


def first_lapse(decision: Decision) -> str:
    """The first day on which a ground for keeping lapses; empty where none is dated."""
    return min((item.until for item in decision.items if item.outcome in REFUSING and item.until), default="")


def available_until(now: datetime) -> Any:
    return dates.received_on(now) + timedelta(days=PROFILE.limits.get("answer_open_days", 30))


def _access(request: PrivacyRequest, items: list[dict[str, Any]], *, now: datetime) -> dict[str, Any]:
    period = look_back_days(request)
    paper = goes_on_paper(request.submission)
    with translation.override(request.submission.language):
        categories = fulfillment.describe_categories(request_id=request.id, period=period)
        withheld = fulfillment.withheld_types(request_id=request.id, period=period)
    return {
        "period_from": period.first or "",
        "period_to": period.last or "",
        "delivery": _delivery(request, paper=paper, now=now),
        "available_until": "" if paper else available_until(now),
        "categories": categories,
        **others.receivers(request, period),
        "withheld_types": withheld,
    }


def _delivery(request: PrivacyRequest, *, paper: bool, now: datetime) -> Delivery:
    """How it is handed over indeed: who asked for a locked file gets a download where no mailbox may have one."""
    if paper:
        return Delivery.POST
    return Delivery.ENCRYPTED_EMAIL if goes_locked(request, now=now) else Delivery.SECURE_DOWNLOAD


def package_facts(request: PrivacyRequest) -> dict[str, Any]:
    """What the package must say of the request it answers."""
    period = look_back_days(request)
    return {
        "reference": request.reference,
        "scope": request.scope,
        "language": request.submission.language,
        "name": request.submission.consumer_name,
        "received_on": request.day_zero.isoformat(),
        "period_from": str(period.first or ""),
        "period_to": str(period.last or ""),
        "company": PROFILE.company_name(request.company),
        "reasons": letters.reasons_of(request),
        "answer_format": request.submission.answer_format,
        "locked": request.submission.delivery == Delivery.ENCRYPTED_EMAIL,
    }


def _changes(request: PrivacyRequest, decision: Decision) -> list[dict[str, Any]]:
    done = [item.__dict__ for item in decision.items if item.outcome == "corrected"]
    systems = ", ".join(dict.fromkeys(row["system"] for row in letters.item_rows(request, done)))
    with translation.override(request.submission.language):
        return [
            {
                "field": letters.correctable(one["field"]),
                "system": systems,
                "described": f"{one.get('current') or '—'} → {one['requested']}",
            }
            for one in request.corrections or []
        ]


def _nothing_found(request: PrivacyRequest) -> list[dict[str, Any]]:
    return letters.item_rows(request, [{"category": "all", "system": "", "outcome": "nothing_found"}])


def _appeal_letter(request: PrivacyRequest, decision: Decision) -> tuple[str, dict[str, Any]]:
    original = request.appeal_of
    outcome = {"completed": "granted", "partly_completed": "partly", "denied": "denied"}[decision.outcome]
    refused = [] if outcome == "granted" else refused_rows(decision)
    return "appeal_decision", {
        "original_reference": original.reference if original else request.reference,
        "received_on": request.day_zero,
        "outcome": outcome,
        "reasons": decision.summary or others.what_was_done(request, decision.items) or _in_language(request, _upheld),
        "items": [row for row in letters.item_rows(request, refused) if row["ground_words"]],
        "also": also(request, decision) if refused else [],
        "action": others.what_was_done(request, decision.granted),
        "regulator": others.regulator(request),
        "court_remedy": outcome != "granted" and others.court_remedy(request),
    }


def note(request: PrivacyRequest, body: str, *, by: Principal, now: datetime) -> Note:
    """Write a note on a row that is already locked."""
    written = Note(id=new_id(), request=request, body=body, at=now, author=by.person)
    subject = written.next_subject()
    written.save(force_insert=True)
    detail = {"body": body}
    ledger.record("note.written", actor=by.actor, subject=subject, at=now, request=request.id, detail=detail)
    return written


def unpermitted_words(request: PrivacyRequest) -> str:
    """The facts of a denial because an agent showed no permission, in the language of the request."""

    def words() -> str:
        return _(
            "We asked for a permission that the person has signed, or a power of attorney. We did not get one before "
            "our time ran out."
        )

    return _in_language(request, words)


def unverified_words(request: PrivacyRequest) -> str:
    """The facts of a denial because nobody showed who is asking, in the person's language."""

    def words() -> str:
        return _(
            "We asked you to show that the information is about you. We did not get enough before our time ran out."
        )

    return _in_language(request, words)
