"""What follows a stop: an officer finds out who asked. A false alarm goes on; somebody else's request is refused."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.principals import Principal
from audit import ledger
from fulfillment import services as fulfillment
from requests_app import permissions
from requests_app.decision import Decision
from requests_app.lifecycle import Status, Verb
from requests_app.models import HoldState, PrivacyRequest, ReleaseHold
from requests_app.services import answers, release_gate, release_going_on, release_holds, steps
from requests_app.services.work import NotPossible
from verification import services as verification
from verification.assurance import Tier

GROUND = "ID-UNVERIFIED"
STOPPED = (HoldState.STOPPED, HoldState.REFUSED)


@transaction.atomic
def stop_case(*, request_id: UUID, method: str, by: Principal, now: datetime) -> bool:
    """Stop at the word of somebody who called or wrote: who works on requests, or answers the telephone, may.

    Nothing is told to the caller, so nothing has to be shown first. Raises permissions.NotFound, NotAllowed,
    NotPossible where there is nothing to stop.
    """
    request = PrivacyRequest.objects.select_related("submission").filter(id=request_id).first()
    if request is None:
        raise permissions.NotFound
    permissions.check_can_note(by, request)
    if release_holds.stop(submission_id=request.submission_id, method=method, by=by, now=now):
        return True
    if ReleaseHold.objects.filter(submission_id=request.submission_id, state__in=STOPPED).exists():
        return False
    raise NotPossible("Nothing of this request gives out or changes data that would have to be stopped.")


@transaction.atomic
def clear(*, request_id: UUID, why: str, by: Principal, now: datetime) -> ReleaseHold:
    """A false alarm: what was stopped goes on where it stood, the rest of the wait included.

    Raises permissions.NotAllowed, NotPossible without a reason or a stop.
    """
    request, hold = _stopped(request_id, why, by=by)
    hold.state = HoldState.WAITING if hold.ends_at > now else HoldState.OVER
    _save(hold, "release_hold.cleared", {}, why, by=by, now=now)
    for one in release_holds.covered(request.submission_id):
        fresh = steps.locked(request_id=one.id)
        if fresh.is_open:
            steps.record(fresh, "request.release_went_on", by=by, now=now)
        if fresh.verified_at is not None:
            # Stopped before it was shown who asks, and shown since: the known contacts have their wait yet.
            hold = release_holds.begin(request=fresh, now=now) or hold
    release_going_on.go_on(submission_id=request.submission_id, by=by, now=now)
    for one in release_holds.covered(request.submission_id):
        release_going_on.build_again(request_id=one.id, by=by, now=now)
    return hold


@transaction.atomic
def refuse(*, request_id: UUID, why: str, by: Principal, now: datetime) -> ReleaseHold:
    """Somebody else asked: every open request that the wait covers is refused, with the belief on record.

    Where they had shown nothing yet, the clock refuses it on its day, in the words for everybody who shows nothing: an
    answer of its own would tell them that the person is known to us, and was asked.

    One person may: nothing is given or changed, and it can be taken up again (7026(e), 7060(f)). What would be given
    or changed otherwise still takes two. Raises permissions.NotAllowed, NotPossible without a reason or a stop.
    """
    request, hold = _stopped(request_id, why, by=by)
    hold.state = HoldState.REFUSED
    rows = [one for one in release_holds.covered(request.submission_id) if one.is_open]
    _save(hold, "release_hold.refused", {"rights": sorted({str(one.right) for one in rows})}, why, by=by, now=now)
    verification.raise_bar(subject_ref=request.submission_id, required=Tier.T3, reason="not_me", by=by.actor, now=now)
    for one in rows:
        shown = one.status != Status.VERIFYING or release_gate.has_shown_enough(one)
        (_deny if shown else _leave_to_the_clock)(one.id, by=by, now=now)
    return hold


def _leave_to_the_clock(request_id: UUID, *, by: Principal, now: datetime) -> None:
    steps.record(steps.locked(request_id=request_id), "request.left_to_the_clock", by=by, now=now)


def _stopped(request_id: UUID, why: str, *, by: Principal) -> tuple[PrivacyRequest, ReleaseHold]:
    request = PrivacyRequest.objects.select_related("submission", "appeal_of").filter(id=request_id).first()
    if request is None:
        raise permissions.NotFound
    permissions.check_can_decide(by, request)
    if not why.strip():
        raise NotPossible("Write down what you found out, and how.")
    hold = ReleaseHold.objects.select_for_update().filter(submission_id=request.submission_id).first()
    if hold is None or hold.state not in STOPPED:
        raise NotPossible("Nobody has stopped this request.")
    return request, hold


def _save(
    hold: ReleaseHold, event: str, more: dict[str, ledger.FactValue], why: str, *, by: Principal, now: datetime
) -> None:
    hold.resolved_at, hold.resolved_by, hold.why = now, by.user_id, why.strip()
    subject = hold.next_subject()
    hold.save()
    facts: dict[str, ledger.FactValue] = {"length": len(why.strip()), "method": hold.stopped_via, **more}
    ledger.record(
        event, actor=by.actor, subject=subject, at=now, request=hold.submission_id, facts=facts,
        detail={"why": why.strip()},
    )  # fmt: skip


def _deny(request_id: UUID, *, by: Principal, now: datetime) -> None:
    request = steps.locked_to_end(request_id=request_id)
    if request.status == Status.AWAITING_REQUESTER:
        steps.take(request, Verb.HEAR_BACK, by=by, now=now)
    decision = Decision("denied", _words(request), (), GROUND)
    request.decision, request.decided_by, request.decided_at = decision.as_json(), by.user_id, now
    request.primary_ground = decision.primary_ground
    facts: dict[str, ledger.FactValue] = {"outcome": "denied", "items": 0, "grounds": [GROUND]}
    steps.record(request, "request.decided", by=by, now=now, facts=facts, detail=decision.as_json())
    answers.give(request, by=by, now=now)


def _words(request: PrivacyRequest) -> str:
    with translation.override(request.submission.language):
        if fulfillment.erased_places(request_id=request.id):
            return _(
                "We have a documented reason to believe that somebody else made this request. So we stopped it, and "
                "nothing more is given out, changed or deleted."
            )
        return _(
            "We have a documented reason to believe that somebody else made this request. So we gave out nothing and "
            "changed nothing."
        )
