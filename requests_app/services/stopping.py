"""A legal hold comes while something is being erased: what no system has done yet is not done. Internal to services."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from accounts.principals import Principal
from audit.facts import FactValue
from audit.ids import new_id
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from requests_app.choices import Right
from requests_app.decision import Decision
from requests_app.models import KeptData, KeptState, LegalHold, PrivacyRequest
from requests_app.selectors.binding import is_european
from requests_app.services import holding, kept_rows, lapsing, steps


def stop_erasing(hold: LegalHold, submissions: Collection[UUID], *, by: Principal, now: datetime) -> None:
    """Call off open erasures of these submissions that the hold covers.

    A deletion that was being carried out goes back to the officers without its decision: what a letter said of it
    would not be true. What is erased after the answer, at the end of its ground or by a granted appeal, waits.
    """
    asked = PrivacyRequest.objects.filter(submission__in=submissions, right=Right.DELETION).order_by("id")
    for request_id in list(asked.values_list("id", flat=True)):
        if not _covered(hold, request_id):
            continue
        request = steps.locked_to_end(request_id=request_id)
        if covered := _covered(hold, request_id):
            _stop(request, hold, covered, by=by, now=now)


def _covered(hold: LegalHold, request_id: UUID) -> list[str]:
    """The systems of a hold that are asked to erase and have not."""
    erasing = [task for task in held.tasks_for(request_id) if (task.deed, task.status) == ("erase", "open")]
    return sorted({task.system for task in erasing if hold.covers(task.system)})


def _stop(request: PrivacyRequest, hold: LegalHold, covered: list[str], *, by: Principal, now: datetime) -> None:
    if request.is_open:
        stopped = fulfillment.cancel_tasks(request_id=request.id, by=by.actor, now=now)
        decide_anew(request, hold, stopped, by=by, now=now)
        return
    fulfillment.cancel_tasks(request_id=request.id, systems=covered, by=by.actor, now=now)
    lapsing.wait_again(request, hold, covered, by=by, now=now)
    _keep_granted(request, hold, covered, by=by, now=now)


def decide_anew(request: PrivacyRequest, hold: LegalHold, tasks: int, *, by: Principal, now: datetime) -> None:
    """Take a decision back that a legal hold has made impossible. `request` is locked, `tasks` were called off."""
    lapsing.drop(request, cause="decided_anew", by=by, now=now)
    request.decision = request.proposal = None
    request.decided_by = request.proposed_by = request.decided_at = None
    request.primary_ground = ""
    facts: dict[str, FactValue] = {"hold": hold.reason, "tasks": tasks}
    steps.record(request, "request.erasing_stopped", by=by, now=now, facts=facts)


def _keep_granted(
    request: PrivacyRequest, hold: LegalHold, covered: Collection[str], *, by: Principal, now: datetime
) -> None:
    """What an appeal granted is kept until the hold ends. The sweep then asks for it, as nobody decides it again."""
    for place in _granted_later(request, covered):
        ground = holding.ground_of([hold], place.system, european=is_european(request))
        fulfillment.set_item_outcome(
            request_id=request.id,
            category=place.category,
            system=place.system,
            outcome="kept",
            ground=ground,
            by=by.actor,
            now=now,
        )
        where = {"category": place.category, "system": place.system}
        kept_rows.add(KeptData(id=new_id(), request=request, ground=ground, on_hold=True, **where), by=by, now=now)


def _granted_later(request: PrivacyRequest, covered: Collection[str]) -> list[fulfillment.Place]:
    """Places in these systems that are to be erased though the answer kept them, and no row waits for them."""
    known = KeptData.objects.filter(request=request).exclude(state=KeptState.DROPPED)
    done = {kept_rows.place_of(row) for row in known}
    if request.decision is not None:
        items = Decision.from_json(request.decision).items
        done |= {fulfillment.Place(one.category, one.system) for one in items if one.outcome == "erased"}
    found = held.items_for(request.id)
    granted = {fulfillment.Place(one.category, one.system) for one in found if one.outcome == "erased"} - done
    return sorted((one for one in granted if one.system in covered), key=lambda one: (one.system, one.category))
