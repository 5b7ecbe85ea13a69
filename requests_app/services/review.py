"""Deciding: propose, return, approve. Releasing a file and carrying out a deletion take two people."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from notifications.rendering import Content
from requests_app import decision as law
from requests_app import permissions
from requests_app.choices import Right
from requests_app.decision import Decision
from requests_app.lifecycle import Status, Verb
from requests_app.models import PrivacyRequest
from requests_app.selectors import unproven
from requests_app.services import (
    agent_requests,
    answers,
    appeal_effects,
    circumstances,
    correspondence,
    dates,
    holding,
    lapsing,
    letters,
    pauses,
    release_gate,
    release_holds,
    steps,
)
from requests_app.services.release_gate import Gate
from requests_app.services.work import NotPossible

VERB_OF = {"completed": Verb.COMPLETE, "partly_completed": Verb.COMPLETE_PARTLY, "denied": Verb.DENY}


@transaction.atomic
def propose(
    *, request_id: UUID, decision: Decision, by: Principal, now: datetime, rev: int | None = None
) -> PrivacyRequest:
    """Send a proposed answer to a second person.

    Raises permissions.NotAllowed, lifecycle.WrongMoment, decision.Unsound, or NotPossible while systems are searched.
    """
    request = steps.locked(request_id=request_id, rev=rev)
    permissions.check_can_work(by, request)
    if request.decision is not None:
        raise NotPossible("This request is decided, and the systems carry it out. The answer goes out when they have.")
    decision = law.filled(decision)
    _check_ready(request, decision, now=now)
    appeal_effects.check(request, decision, alone=False)
    request.proposal, request.proposed_by = decision.as_json(), by.user_id
    promised = pauses.promised(request)
    steps.take(request, Verb.SEND_FOR_REVIEW, by=by, now=now, facts=_facts(decision), detail=decision.as_json())
    correspondence.tell_of_a_later_day(request, promised, by=Principal.system("clock"), now=now)
    return request


@transaction.atomic
def send_back(*, request_id: UUID, reason: str, by: Principal, now: datetime, rev: int | None = None) -> PrivacyRequest:
    """The second person disagrees: back to work, with a note that says why."""
    request = steps.locked(request_id=request_id, rev=rev)
    permissions.check_can_approve(by, request)
    if not reason.strip():
        raise NotPossible("Say what has to change, so that your colleague can go on.")
    steps.take(request, Verb.RETURN, by=by, now=now, facts={"length": len(reason)})
    answers.note(request, reason, by=by, now=now)
    return request


@transaction.atomic
def approve(*, request_id: UUID, by: Principal, now: datetime, rev: int | None = None) -> PrivacyRequest:
    """Agree to the proposed answer and let it take effect.

    Raises permissions.NotAllowed if `by` may not decide it (own proposal and own phone intake included),
    lifecycle.WrongMoment if it is not waiting for a decision.
    """
    request = steps.locked_to_end(request_id=request_id, rev=rev)
    permissions.check_can_approve(by, request)
    if request.status != Status.IN_REVIEW or request.proposal is None:
        raise NotPossible("There is no proposed answer to approve. Send one for review first.")
    decision = Decision.from_json(request.proposal)
    _check_ready(request, decision, now=now)
    appeal_effects.check(request, decision, alone=False)
    return _take_effect(request, decision, by=by, now=now, event="request.approved")


@transaction.atomic
def decide(
    *, request_id: UUID, decision: Decision, by: Principal, now: datetime, rev: int | None = None
) -> PrivacyRequest:
    """Decide alone, where one person may; or, as the second person, decide what is in review.

    Access and deletion need a proposal by somebody else first, except a refusal for identity not shown.
    """
    request = steps.locked_to_end(request_id=request_id, rev=rev)
    permissions.check_can_decide(by, request)
    decision = law.filled(decision)
    if request.status in (Status.RECEIVED, Status.VERIFYING):
        return _deny_unverified(request, decision, by=by, now=now)
    if request.needs_two:
        if request.status != Status.IN_REVIEW:
            raise NotPossible("This right needs two people. Send your proposal for review first.")
        permissions.check_can_approve(by, request)
        if request.proposal is None or Decision.from_json(request.proposal) != decision:
            raise NotPossible("Two people must agree on one answer. Send this one back, and say what has to change.")
    _check_ready(request, decision, now=now)
    appeal_effects.check(request, decision, alone=not _agreed(request, decision, by))
    return _take_effect(request, decision, by=by, now=now, event="request.decided")


def _agreed(request: PrivacyRequest, decision: Decision, by: Principal) -> bool:
    """Whether somebody else proposed this very answer."""
    if request.proposal is None or request.proposed_by == by.user_id:
        return False
    return Decision.from_json(request.proposal) == decision


def preview(*, request_id: UUID, decision: Decision, by: Principal, now: datetime) -> Content | None:
    """The letter that this decision would send; None where none is sent. Nothing is changed. Raises Unsound."""
    with transaction.atomic():
        request = steps.locked(request_id=request_id)
        permissions.check_can_work(by, request)
        decision = law.filled(decision)
        law.check(decision, right=request.right, known=circumstances.of(request, now=now))
        letter = answers.letter_for(request, decision, now=now)
        return None if letter is None else letters.preview(letter[0], request, letter[1], now=now)


def _check_ready(request: PrivacyRequest, decision: Decision, *, now: datetime) -> None:
    if decision.outcome != "denied":
        agent_requests.check_permitted(request)
    law.check(decision, right=request.right, known=circumstances.of(request, now=now))
    if against := holding.faults(request, decision):
        raise law.Unsound(against)
    if unproven.tells(request, decision):
        raise NotPossible(unproven.TELLS)
    _check_gate(request, decision)
    if decision.outcome != "denied" and held.has_open_tasks(request.id):
        raise NotPossible("Some systems have not answered yet. Finish or mark their tasks first.")


def _check_gate(request: PrivacyRequest, decision: Decision) -> None:
    """What two people agree on may be agreed on during the wait, and takes effect after it; all else waits.

    What an appeal may bring about is checked with its effects (`appeal_effects`).
    """
    gate = release_gate.of(request).gate
    agreed = decision.outcome == "denied" or request.needs_two
    if gate is Gate.OPEN or request.appeal_of_id is not None or (gate is not Gate.STOPPED and agreed):
        return
    raise NotPossible(release_gate.WORDS[gate])


def _facts(decision: Decision) -> dict[str, Any]:
    grounds = sorted({item.ground for item in decision.items if item.ground} | ({decision.ground} - {""}))
    return {"outcome": decision.outcome, "items": len(decision.items), "grounds": grounds}


def _take_effect(
    request: PrivacyRequest, decision: Decision, *, by: Principal, now: datetime, event: str
) -> PrivacyRequest:
    request.decision, request.decided_by, request.decided_at = decision.as_json(), by.user_id, now
    request.primary_ground = decision.primary_ground
    for item in decision.items:
        fulfillment.set_item_outcome(
            request_id=request.id,
            category=item.category,
            system=item.system,
            outcome=item.outcome,
            ground=item.ground,
            cite=item.cite,
            until=item.until or None,
            by=by.actor,
            now=now,
        )
    lapsing.note(request, decision, by=by, now=now)
    facts = _facts(decision)
    if event == "request.approved":
        facts = {"outcome": decision.outcome, "proposed_by": str(request.proposed_by)}
    steps.record(request, event, by=by, now=now, facts=facts, detail=decision.as_json())
    appeal_effects.carry_out(request, decision, by=by, now=now)
    waits = decision.outcome != "denied" and request.appeal_of_id is None
    if waits and not release_gate.of(request).is_open:
        return _wait(request, by=by, now=now)
    if must_be_carried_out(request, decision):
        return _carry_out(request, by=by, now=now)
    return answers.give(request, by=by, now=now)


def _wait(request: PrivacyRequest, *, by: Principal, now: datetime) -> PrivacyRequest:
    """Decided, but the known contacts can still object: `release_going_on` takes it from here."""
    hold = release_holds.begin(request=request, now=now)
    ends_on = dates.received_on(hold.ends_at).isoformat() if hold else ""
    steps.take(request, Verb.WAIT_TO_RELEASE, by=by, now=now, facts={"ends_on": ends_on})
    return request


def must_be_carried_out(request: PrivacyRequest, decision: Decision) -> bool:
    """Whether systems have to erase something before the answer is true."""
    return request.right == Right.DELETION and any(item.outcome == "erased" for item in decision.items)


def _carry_out(request: PrivacyRequest, *, by: Principal, now: datetime) -> PrivacyRequest:
    steps.take(request, Verb.CARRY_OUT, by=by, now=now, open_tasks=True)
    return plan_erasure(request, by=by, now=now)


def plan_erasure(request: PrivacyRequest, *, by: Principal, now: datetime) -> PrivacyRequest:
    """The systems erase first; the letter that says so goes out when the last of them has confirmed.

    What one had erased before a hold stopped the rest is not asked for again.
    """
    decision = Decision.from_json(request.decision)
    wanted = {fulfillment.Place(item.category, item.system) for item in decision.items if item.outcome == "erased"}
    systems = {place.system for place in wanted - fulfillment.erased_places(request_id=request.id)}
    fulfillment.plan_deed(request_id=request.id, deed="erase", systems=sorted(systems), by=by.actor, now=now)
    if held.has_open_tasks(request.id):
        return request
    # Every system had erased it before: a hold stopped the rest then, and the decision was made anew.
    return answers.finish(request=request, by=by, now=now)


def _deny_unverified(request: PrivacyRequest, decision: Decision, *, by: Principal, now: datetime) -> PrivacyRequest:
    if decision.outcome != "denied" or decision.ground not in answers.IDENTITY_GROUNDS:
        raise NotPossible("Identity is not shown yet. Only a refusal for that reason can be decided now.")
    law.check(decision, right=request.right, known=circumstances.of(request, now=now))
    request.decision, request.decided_by, request.decided_at = decision.as_json(), by.user_id, now
    request.primary_ground = decision.primary_ground
    steps.record(request, "request.decided", by=by, now=now, facts=_facts(decision), detail=decision.as_json())
    return answers.give(request, by=by, now=now)
