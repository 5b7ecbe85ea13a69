"""The systems have answered: an opt-out is complete, a deletion is true, or an officer can decide."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from fulfillment.selectors import tasks_for
from requests_app.choices import Right
from requests_app.decision import DecidedItem, Decision
from requests_app.lifecycle import Status
from requests_app.models import PrivacyRequest
from requests_app.services import answers, release_gate, steps


@transaction.atomic
def tasks_finished(*, request_id: UUID, now: datetime) -> PrivacyRequest | None:
    """The last open task of a request is done. What follows depends on the right and on what was decided."""
    request = steps.locked(request_id=request_id)
    by = Principal.system("systems")
    if request.status != Status.IN_PROGRESS:
        return None
    if request.decision is not None and not release_gate.of(request).is_open:
        # Decided, and held up by the clock, a stop or a sign: a system that answered late changes nothing in that.
        return None
    if request.decision is not None:
        return answers.finish(request=request, by=by, now=now)
    if request.right == Right.OPT_OUT:
        return _complete_opt_out(request, by=by, now=now)
    steps.record(request, "request.systems_answered", by=by, now=now)
    return request


def _complete_opt_out(request: PrivacyRequest, *, by: Principal, now: datetime) -> PrivacyRequest:
    items = tuple(DecidedItem("contact", task.system, "suppressed") for task in tasks_for(request.id))
    decision = Decision("completed", "", items)
    request.decision, request.decided_at = decision.as_json(), now
    return answers.give(request, by=by, now=now)
