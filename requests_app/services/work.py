"""Working on a request: assign, note, close, reopen, withdraw, and hear that the systems are done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from audit.actors import Subject
from audit.facts import FactValue
from audit.ids import new_id
from requests_app import permissions
from requests_app.lifecycle import Verb
from requests_app.models import Note, PrivacyRequest
from requests_app.services import checks_over, dates, lapsing, letters, steps
from requests_app.services.identity import resume
from requests_app.services.impossible import NotPossible as NotPossible
from verification import selectors as checks

CLOSE_REASONS = ("spam", "test", "not_a_privacy_request")


def check_still_known(request: PrivacyRequest) -> None:
    """Raise NotPossible where what showed who the person is was deleted after its time (11 CCR 7060(d))."""
    check = checks.state_of(request.submission_id) if request.required_tier else None
    if check is not None and check.forgotten_at is not None:
        raise NotPossible(
            "What showed who this person is was deleted when the time to appeal was over. Ask them for a new request."
        )


@transaction.atomic
def assign(
    *, request_id: UUID, assignee: UUID | None, by: Principal, now: datetime, rev: int | None = None
) -> PrivacyRequest:
    """Make a person responsible; None makes nobody responsible."""
    request = steps.locked(request_id=request_id, rev=rev)
    permissions.check_can_work(by, request)
    if not request.is_open:
        raise NotPossible("This request is answered. There is nothing left to assign.")
    previous, request.assignee = request.assignee, assignee
    event = "request.assigned" if assignee else "request.unassigned"
    facts = {"previous": str(previous or "")}
    if assignee:
        facts["assignee"] = str(assignee)
    steps.record(request, event, by=by, now=now, facts=facts)
    return request


@dataclass(frozen=True)
class Bulk:
    """What one deed on many requests came to: how many were done, and why the others were not."""

    done: int
    skipped: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def assign_many(*, references: Sequence[str], assignee: UUID, by: Principal, now: datetime) -> Bulk:
    """Make one person responsible for many requests. Each is recorded; what does not fit is skipped with a reason."""
    skipped: list[tuple[str, str]] = []
    found = PrivacyRequest.objects.filter(reference__in=references).select_related("submission").order_by("id")
    seen = [request for request in found if permissions.can_see(by, request)]
    for request in seen:
        try:
            assign(request_id=request.id, assignee=assignee, by=by, now=now)
        except (NotPossible, permissions.NotAllowed) as refused:
            skipped.append((request.reference, str(refused)))
    done = len(seen) - len(skipped)
    facts: dict[str, FactValue] = {
        "verb": "assign",
        "selected": len(references),
        "done": done,
        "skipped": len(references) - done,
    }
    ledger.record("bulk.done", actor=by.actor, subject=Subject.event("bulk"), at=now, facts=facts)
    return Bulk(done, tuple(skipped))


@transaction.atomic
def add_note(*, request_id: UUID, body: str, by: Principal, now: datetime, rev: int | None = None) -> PrivacyRequest:
    """Write a note for colleagues. It never leaves."""
    request = steps.locked(request_id=request_id, rev=rev)
    permissions.check_can_note(by, request)
    note = Note(id=new_id(), request=request, body=body, at=now, author=by.person)
    subject = note.next_subject()
    note.save(force_insert=True)
    detail = {"body": body}
    ledger.record("note.written", actor=by.actor, subject=subject, at=now, request=request.id, detail=detail)
    steps.record(request, "request.note_added", by=by, now=now, facts={"note": str(note.id), "length": len(body)})
    return request


@transaction.atomic
def close(*, request_id: UUID, reason: str, by: Principal, now: datetime, rev: int | None = None) -> PrivacyRequest:
    """Close what is no request of a right: spam or a test. It never counts in the figures."""
    request = steps.locked_to_end(request_id=request_id, rev=rev)
    permissions.check_can_work(by, request)
    if reason not in CLOSE_REASONS:
        raise NotPossible("Choose why this is not a privacy request: spam, test, or not_a_privacy_request.")
    request.close_reason = reason
    steps.take(request, Verb.CLOSE, by=by, now=now, reason=reason)
    return request


@transaction.atomic
def reopen(*, request_id: UUID, by: Principal, now: datetime, rev: int | None = None) -> PrivacyRequest:
    """Take up again what was denied or closed. The day of receipt stays.

    Raises NotPossible where identity must be known and no longer is.
    """
    checks_over.hold(request_id=request_id)
    request = steps.locked_to_end(request_id=request_id, rev=rev)
    permissions.check_can_decide(by, request)
    check_still_known(request)
    lapsing.call_off(request, cause="reopened", by=by, now=now)
    request.decision = request.proposal = None
    request.decided_by = request.proposed_by = None
    request.decided_at = request.answered_at = None
    request.primary_ground = request.close_reason = ""
    steps.take(request, Verb.REOPEN, by=by, now=now)
    resume(request=request, now=now)
    return request


@transaction.atomic
def withdraw(
    *, request_id: UUID, by: Principal, now: datetime, channel: str = "web", rev: int | None = None
) -> PrivacyRequest:
    """The person takes the request back, at any time before the answer. Confirmed in writing."""
    request = steps.locked_to_end(request_id=request_id, rev=rev)
    permissions.check_can_withdraw(by, request)
    steps.take(request, Verb.WITHDRAW, by=by, now=now, facts={"channel": channel})
    context = {
        "right": request.right,
        "withdrawn_on": dates.received_on(now),
        # Taking the request back does not take the person off the list: only asking to be contacted again does.
        "still_stopped": list(request.kinds) if request.suppressions.exists() else [],
    }
    letters.send("withdrawal", request, context, by=by, now=now)
    return request
