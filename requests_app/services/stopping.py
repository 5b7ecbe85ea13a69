"""A legal hold comes while something is being erased: what no system has done yet is not done. Internal to services."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from accounts.principals import Principal
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from requests_app.choices import Right
from requests_app.lifecycle import OPEN
from requests_app.models import KeptData, KeptState, LegalHold, PrivacyRequest
from requests_app.services import lapsing, steps


def stop_erasing(hold: LegalHold, submissions: Collection[UUID], *, by: Principal, now: datetime) -> None:
    """Call off open erasures of these submissions that the hold covers.

    A deletion that was being carried out goes back to the officers without its decision: what a letter said of it
    would not be true. Kept data that was about to be erased waits again.
    """
    asked = PrivacyRequest.objects.filter(submission__in=submissions, right=Right.DELETION)
    running = KeptData.objects.filter(state=KeptState.RUNNING).values("request")
    for request_id in asked.filter(status__in=OPEN).union(asked.filter(id__in=running)).values_list("id", flat=True):
        request = steps.locked_to_end(request_id=request_id)
        erasing = [task for task in held.tasks_for(request.id) if task.status == "open" and task.deed == "erase"]
        if not any(hold.covers(task.system) for task in erasing):
            continue
        fulfillment.cancel_tasks(request_id=request.id, by=by.actor, now=now)
        if request.is_open:
            _decide_anew(request, hold, len(erasing), by=by, now=now)
        else:
            lapsing.wait_again(request, hold, by=by, now=now)


def _decide_anew(request: PrivacyRequest, hold: LegalHold, tasks: int, *, by: Principal, now: datetime) -> None:
    lapsing.drop(request, cause="decided_anew", by=by, now=now)
    request.decision = request.proposal = None
    request.decided_by = request.proposed_by = request.decided_at = None
    request.primary_ground = ""
    facts = {"hold": hold.reason, "tasks": tasks}
    steps.record(request, "request.erasing_stopped", by=by, now=now, facts=facts)
