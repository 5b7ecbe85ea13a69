"""What every verb shares: lock the row, take the step, record it, name the next step. Internal to services."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from accounts.principals import Principal
from audit import ledger
from audit.canonical import JSON
from audit.ledger import FactValue, Receipt
from fulfillment import services as fulfillment
from fulfillment.selectors import has_open_tasks
from requests_app import lifecycle
from requests_app.lifecycle import Step, Verb
from requests_app.models import PrivacyRequest
from requests_app.next_step import Facts, next_step
from requests_app.permissions import NotFound
from requests_app.services import checks_over, pauses, plans, release_gate


class Stale(Exception):
    """Somebody changed the request since it was read. Nothing was changed; read it again."""


def locked(*, request_id: UUID | None = None, reference: str | None = None, rev: int | None = None) -> PrivacyRequest:
    """The row under a lock. Raises NotFound, or Stale where `rev` is given and is not the current one."""
    rows = PrivacyRequest.objects.select_for_update(of=("self",)).select_related("submission", "appeal_of")
    found = rows.filter(id=request_id).first() if request_id else rows.filter(reference=reference).first()
    if found is None:
        raise NotFound
    if rev is not None and found.rev != rev:
        raise Stale
    return found


def locked_to_end(*, request_id: UUID, rev: int | None = None) -> PrivacyRequest:
    """The row under a lock for a deed that may end it: the tasks are held first, as the stewards' deeds do."""
    fulfillment.lock_tasks(request_id=request_id)
    return locked(request_id=request_id, rev=rev)


def take(
    request: PrivacyRequest,
    verb: Verb,
    *,
    by: Principal,
    now: datetime,
    reason: str | None = None,
    facts: Mapping[str, FactValue] | None = None,
    open_tasks: bool | None = None,
    detail: Mapping[str, JSON] | None = None,
) -> Step:
    """Take one step of the lifecycle, record it and save the row. Raises lifecycle.WrongMoment.

    `open_tasks` says whether systems have work, where the caller knows; else the table is asked.
    """
    step = lifecycle.advance(request.status, verb)
    before = request.status
    request.apply(step, at=now)
    if verb is Verb.REOPEN:
        plans.keep(request)
    if step.target in lifecycle.FINAL:
        # Nothing is searched or erased for a request that is over.
        fulfillment.cancel_tasks(request_id=request.id, by=by.actor, now=now)
    clock = pauses.follow(request, step, now=now)
    record(
        request,
        step.event,
        by=by,
        now=now,
        before=before,
        after=str(step.target),
        reason=reason,
        facts=facts,
        open_tasks=open_tasks,
        detail=detail,
    )
    for event, moved in clock:
        record(request, event, by=by, now=now, facts=moved, open_tasks=open_tasks)
    checks_over.follow(request, step, by=by, now=now)
    return step


def record(
    request: PrivacyRequest,
    event: str,
    *,
    by: Principal,
    now: datetime,
    before: str | None = None,
    after: str | None = None,
    reason: str | None = None,
    facts: Mapping[str, FactValue] | None = None,
    open_tasks: bool | None = None,
    detail: Mapping[str, JSON] | None = None,
) -> Receipt:
    """Record a change of this row under its next revision, and save it. One instant for row and entry.

    `detail` are people's own words: the leaf commits to them, they lie encrypted beside it.
    """
    point_ahead(request, now=now, open_tasks=open_tasks)
    receipt = ledger.record(
        event,
        actor=by.actor,
        subject=request.next_subject(),
        at=now,
        request=request.id,
        before=before,
        after=after,
        reason=reason,
        facts=facts,
        detail=detail,
    )
    request.save()
    return receipt


def point_ahead(request: PrivacyRequest, *, now: datetime, open_tasks: bool | None = None) -> None:
    """Name the next step and whose turn it is."""
    ahead = next_step(
        Facts(
            status=request.status,
            right=request.right,
            assigned=request.assignee is not None,
            carrying_out=request.decision is not None and request.is_open,
            open_tasks=_open_tasks(request) if open_tasks is None else open_tasks,
            unread=request.unread_messages > 0 and request.is_open,
            gate=_gate(request),
        )
    )
    if (ahead.step, ahead.blocked_by) != (request.next_step, request.blocked_by):
        request.next_step, request.blocked_by, request.waiting_since = ahead.step, ahead.blocked_by, now


def _gate(request: PrivacyRequest) -> str:
    """What stands before the release; empty where nothing does. Asked only where it can decide the next step."""
    if not request.is_open or request.appeal_of_id is not None or not release_gate.needed(request):
        return ""
    gate = release_gate.of(request).gate
    settled = gate is release_gate.Gate.STOPPED and release_gate.is_left_to_the_clock(request)
    return "" if settled or gate is release_gate.Gate.OPEN else str(gate)


def _open_tasks(request: PrivacyRequest) -> bool:
    return request.status == lifecycle.Status.IN_PROGRESS and has_open_tasks(request.id)
