"""Spam or tests, many rows at once: shown first, then each closed by itself. Nobody is written to."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from audit.actors import Subject
from audit.facts import FactValue
from requests_app import permissions
from requests_app.lifecycle import Verb, WrongMoment, possible
from requests_app.models import Inquiry, PrivacyRequest
from requests_app.reference import Mistyped, parse
from requests_app.services import inquiry_closing, reading, work
from requests_app.services.chosen_rows import BROKEN, CHANGED, UNKNOWN, BadChoice, Chosen, check_choice
from requests_app.services.correspondence import check_may_work_on_inquiries
from requests_app.services.inquiry_closing import REASONS
from requests_app.services.steps import Stale
from requests_app.services.work import NotPossible

log = logging.getLogger(__name__)
NO_QUESTION = "You see no question or complaint of this number."
OVER = "It is answered, withdrawn or closed already."
NO_REASON = "Choose why nobody waits for an answer: spam or test."


@dataclass(frozen=True)
class Line:
    """What would or did become of one. `outcome`: closes, done, before (the same order did it), refused."""

    reference: str
    outcome: str
    why: str = ""
    rev: int | None = None
    id: UUID | None = None
    kind: str = ""


Close = Callable[[Chosen, str, Principal, datetime], Line]


def foresee_requests(*, references: Sequence[str], by: Principal) -> list[Line]:
    """What of the chosen requests would be closed, and what not and why. Nothing is changed. Raises BadChoice."""
    return [_request(one, by) for one in check_choice(references, what="row")]


def foresee_inquiries(*, references: Sequence[str], by: Principal) -> list[Line]:
    """The same for questions and complaints. Raises BadChoice, permissions.NotAllowed."""
    check_may_work_on_inquiries(by)
    return [_inquiry(one) for one in check_choice(references, what="row")]


def close_requests(*, chosen: Sequence[Chosen], reason: str, by: Principal, now: datetime) -> list[Line]:
    """Close each request in a transaction of its own. What somebody changed since the look is left alone.

    Sent a second time, the same order changes nothing and says so. Raises BadChoice.
    """
    return _each(chosen, reason, _close_request, by=by, now=now)


def close_inquiries(*, chosen: Sequence[Chosen], reason: str, by: Principal, now: datetime) -> list[Line]:
    """The same for questions and complaints. Raises BadChoice, permissions.NotAllowed."""
    check_may_work_on_inquiries(by)
    return _each(chosen, reason, _close_inquiry, by=by, now=now)


def _each(chosen: Sequence[Chosen], reason: str, close: Close, *, by: Principal, now: datetime) -> list[Line]:
    if reason not in REASONS:
        raise BadChoice(NO_REASON)
    known = {one.reference: one for one in chosen}
    lines = [close(known[one], reason, by, now) for one in check_choice([*known], what="row")]
    done = sum(line.outcome == "done" for line in lines)
    facts: dict[str, FactValue] = {
        "verb": "close", "selected": len(lines), "done": done, "skipped": len(lines) - done,
    }  # fmt: skip
    with transaction.atomic():
        ledger.record("bulk.done", actor=by.actor, subject=Subject.event("bulk"), at=now, facts=facts)
    return lines


def _request(reference: str, by: Principal) -> Line:
    try:
        found = reading.find(reference, by=by)
    except (Mistyped, permissions.NotFound):
        return Line(reference, "refused", UNKNOWN)
    line = Line(found.reference, "closes", rev=found.rev, id=found.id, kind=found.right)
    try:
        permissions.check_can_work(by, found)
    except permissions.NotAllowed as refused:
        return replace(line, outcome="refused", why=str(refused))
    return line if Verb.CLOSE in possible(found.status) else replace(line, outcome="refused", why=OVER)


def _inquiry(reference: str) -> Line:
    try:
        found = Inquiry.objects.filter(reference=parse(reference)).first()
    except Mistyped:
        found = None
    if found is None:
        return Line(reference, "refused", NO_QUESTION)
    line = Line(found.reference, "closes", rev=found.rev, id=found.id, kind=found.kind)
    why = inquiry_closing.why_not(found)
    return replace(line, outcome="refused", why=why) if why else line


def _close_request(chosen: Chosen, reason: str, by: Principal, now: datetime) -> Line:
    line = _request(chosen.reference, by)
    if line.id is None:
        return line
    before = PrivacyRequest.objects.filter(id=line.id, status="closed", close_reason=reason).exists()
    if before or line.outcome == "refused":
        return replace(line, outcome="before", why="") if before else line
    request_id = line.id
    return _done(line, lambda: work.close(request_id=request_id, reason=reason, by=by, now=now, rev=chosen.rev))


def _close_inquiry(chosen: Chosen, reason: str, by: Principal, now: datetime) -> Line:
    line = _inquiry(chosen.reference)
    if line.id is None:
        return line
    before = Inquiry.objects.filter(id=line.id, close_reason=reason).exists()
    if before or line.outcome == "refused":
        return replace(line, outcome="before", why="") if before else line
    inquiry_id = line.id
    return _done(
        line, lambda: inquiry_closing.close(inquiry_id=inquiry_id, reason=reason, by=by, now=now, rev=chosen.rev)
    )


def _done(line: Line, close: Callable[[], object]) -> Line:
    try:
        close()
    except Stale:
        return replace(line, outcome="refused", why=CHANGED)
    except (NotPossible, WrongMoment, permissions.NotAllowed) as refused:
        return replace(line, outcome="refused", why=str(refused))
    except Exception as trouble:  # whatever it is, the next one must not wait for it
        log.error("a closing among many failed: %s", type(trouble).__name__)
        return replace(line, outcome="refused", why=BROKEN)
    return replace(line, outcome="done")
