"""The wait is over: what was decided meanwhile takes effect, and what could not begin begins."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from requests_app.choices import Right
from requests_app.decision import Decision
from requests_app.lifecycle import ANSWERED, Status
from requests_app.models import HoldState, PrivacyRequest, ReleaseHold
from requests_app.services import answers, delivery, holding, identity, release_gate, review, steps, stopping
from requests_app.services.release_holds import BATCH, BY, covered

log = logging.getLogger(__name__)


def end_due(*, now: datetime) -> int:
    """End the waits whose time is over, each in a transaction of its own. Gives how many.

    One that fails is tried again with the next sweep, and keeps up nobody else's.
    """
    due = ReleaseHold.objects.filter(state=HoldState.WAITING, ends_at__lte=now).order_by("ends_at", "id")
    return sum(_tried(hold_id, now=now) for hold_id in list(due.values_list("id", flat=True)[:BATCH]))


def _tried(hold_id: UUID, *, now: datetime) -> int:
    try:
        return _end(hold_id, now=now)
    except Exception as error:  # whatever it is, the answers of others go out
        log.error("the wait %s could not end: %s", hold_id, type(error).__name__)
        return 0


@transaction.atomic
def _end(hold_id: UUID, *, now: datetime) -> int:
    rows = ReleaseHold.objects.select_for_update(skip_locked=True)
    hold = rows.filter(id=hold_id, state=HoldState.WAITING, ends_at__lte=now).first()
    if hold is None:
        return 0
    hold.state, hold.over_at = HoldState.OVER, now
    subject = hold.next_subject()
    hold.save()
    ledger.record(
        "release_hold.over", actor=BY.actor, subject=subject, at=now, request=hold.submission_id,
        facts={"hours": hold.hours},
    )  # fmt: skip
    go_on(submission_id=hold.submission_id, by=BY, now=now)
    return 1


@transaction.atomic
def go_on(*, submission_id: UUID, by: Principal, now: datetime) -> int:
    """Let every request of a submission go on that the gate held up, and no longer does. Gives how many did."""
    return sum(_go_on(one.id, by=by, now=now) for one in covered(submission_id))


def _go_on(request_id: UUID, *, by: Principal, now: datetime) -> bool:
    request = steps.locked_to_end(request_id=request_id)
    gate = release_gate.of(request)
    if not gate.is_open:
        _name_what_is_next(request, str(gate.gate), by=by, now=now)
        return False
    if request.status in ANSWERED:
        return _package(request.id, now=now)
    if request.status not in (Status.IN_PROGRESS, Status.AWAITING_REQUESTER):
        return False
    if request.right == Right.CORRECTION and request.decision is None:
        return identity.give_work(request=request, by=by, now=now)
    if request.decision is None or request.status != Status.IN_PROGRESS:
        return False
    decision = Decision.from_json(request.decision)
    if holding.faults(request, decision):
        # A legal hold came during the wait: what was to be erased must stay, and the answer is found anew.
        stopping.decide_anew(request, holding.holds_on(request.submission)[0], 0, by=by, now=now)
        return True
    steps.record(request, "request.release_went_on", by=by, now=now)
    if review.must_be_carried_out(request, decision):
        review.plan_erasure(request, by=by, now=now)
    else:
        answers.give(request, by=by, now=now)
    return True


def _name_what_is_next(request: PrivacyRequest, gate: str, *, by: Principal, now: datetime) -> None:
    """Something else than the clock holds up a decided request: whose turn it is has changed."""
    before = request.next_step
    steps.point_ahead(request, now=now)
    if request.is_open and request.next_step != before:
        steps.record(request, "request.release_held_up", by=by, now=now, facts={"cause": gate})


def _package(request_id: UUID, *, now: datetime) -> bool:
    """A package that was built while the gate was shut is released; one that a stop took back is built anew."""
    package = held.package_for(request_id)
    if package is not None and package.status == "built":
        delivery.package_built(request_id=request_id, now=now)
        return True
    return False


@transaction.atomic
def proof_reached(*, submission_id: UUID, by: Principal, now: datetime) -> int:
    """More proof came for work that had begun: what waited for it goes on. Gives how many requests did."""
    reached = identity.note_level(submission_id=submission_id, by=by, now=now)
    return go_on(submission_id=submission_id, by=by, now=now) if reached else 0


def build_again(*, request_id: UUID, by: Principal, now: datetime) -> None:
    """A stop took the package back, and was a false alarm: it is put together once more."""
    request = steps.locked(request_id=request_id)
    given = request.decision is not None and Decision.from_json(request.decision).outcome != "denied"
    if request.status in ANSWERED and request.right == Right.ACCESS and given and held.package_for(request.id) is None:
        facts = answers.package_facts(request)
        fulfillment.build_package(request_id=request.id, facts=facts, by=by.actor, now=now)
