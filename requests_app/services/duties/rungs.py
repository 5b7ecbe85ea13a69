"""Duties that only remind, flag or propose: a mark, an entry and notices each, written together for a whole batch."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from audit import ledger
from audit.actors import Actor, Subject
from audit.facts import FactValue
from audit.ids import new_id
from requests_app.choices import Scope
from requests_app.ladder import To
from requests_app.models import PrivacyRequest
from requests_app.owing import Duty, Kind
from requests_app.profile import LADDER
from requests_app.services import dates
from requests_app.services.duties.readers import Readers
from verification.assurance import Tier

_MARK = (
    "INSERT INTO requests_app_dutymark (id, request_id, duty, due_by, at) "
    "SELECT v.*, %s FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::date[]) AS v"
)
_NOTICE = (
    "INSERT INTO requests_app_staffnotice (id, person, request_id, duty, due_by, made_at) "
    "SELECT v.*, %s FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::date[]) AS v"
)
_FLAG = (
    "UPDATE requests_app_privacyrequest AS r SET rev = v.rev, breached_at = %s "
    "FROM unnest(%s::uuid[], %s::int[]) AS v (id, rev) WHERE r.id = v.id"
)
Cells = tuple[object, ...]


def is_rung(request: PrivacyRequest, duty: Duty) -> bool:
    """Whether this duty writes no letter and begins no work."""
    if duty.kind is Kind.PROPOSE_DENIAL:
        return not can_narrow(request)
    return duty.kind in _DEEDS


def can_narrow(request: PrivacyRequest) -> bool:
    """Not enough was shown for a copy, but enough to tell the kinds of data: that is answered (7024(a))."""
    return request.scope == Scope.SPECIFIC_PIECES and request.reached_tier >= Tier.T1


class Rungs:
    """The rungs of one batch. What they leave is written at its end, one statement a table.

    The table of marks refuses a duty a second time, and with it the whole batch.
    """

    def __init__(self, *, readers: Readers, now: datetime) -> None:
        self.readers, self.now = readers, now
        self.marks: list[Cells] = []
        self.notices: list[Cells] = []
        self.late: list[Cells] = []

    def carry_out(self, request: PrivacyRequest, duty: Duty) -> None:
        """Record the duty, mark it as done, and put a notice for everybody it reaches into the outbox."""
        _DEEDS[duty.kind](request, duty, self.now)
        if duty.kind is Kind.BREACH:
            request.breached_at = self.now
            self.late.append((str(request.id), request.rev))
        done: Cells = (str(request.id), duty.mark, request.respond_by)
        self.marks.append((str(new_id()), *done))
        for person in self.readers.of(_to(duty), assignee=request.assignee, company=request.company):
            self.notices.append((str(new_id()), str(person), *done))

    def write(self) -> None:
        """Write marks, notices, and into the rows of the late ones that they are, under the recorded revisions."""
        for statement, rows in ((_MARK, self.marks), (_NOTICE, self.notices), (_FLAG, self.late)):
            if rows:
                with connection.cursor() as cursor:
                    cursor.execute(statement, [self.now, *map(list, zip(*rows, strict=True))])


def _to(duty: Duty) -> tuple[To, ...]:
    if duty.rung is not None:
        return duty.rung.to
    return LADDER.breach_to if duty.kind is Kind.BREACH else LADDER.propose_denial_to


def _remind(request: PrivacyRequest, duty: Duty, now: datetime) -> None:
    facts = {**_facts_of(request, duty, now), "by": _last_day(request, duty).isoformat()}
    _record("request.reminder_sent", Subject.event("reminder"), "sweep.remind", request.id, now, facts)


def _escalate(request: PrivacyRequest, duty: Duty, now: datetime) -> None:
    facts = _facts_of(request, duty, now)
    _record("request.escalated", Subject.event("escalation"), "sweep.escalate", request.id, now, facts)


def _breach(request: PrivacyRequest, _duty: Duty, now: datetime) -> None:
    late = (dates.received_on(now) - request.respond_by).days
    facts: dict[str, FactValue] = {"duty": "respond", "by": request.respond_by.isoformat(), "days_late": late}
    _record("request.breached", request.next_subject(), "sweep.breach", request.id, now, facts)


def _propose(request: PrivacyRequest, _duty: Duty, now: datetime) -> None:
    facts: dict[str, FactValue] = {"ground": "ID-UNVERIFIED", "respond_by": request.respond_by.isoformat()}
    _record("request.denial_proposed", Subject.event("proposal"), "sweep.unverified", request.id, now, facts)


_DEEDS: dict[Kind, Callable[[PrivacyRequest, Duty, datetime], None]] = {
    Kind.REMIND: _remind,
    Kind.ESCALATE: _escalate,
    Kind.BREACH: _breach,
    Kind.PROPOSE_DENIAL: _propose,
}


def _facts_of(request: PrivacyRequest, duty: Duty, now: datetime) -> dict[str, FactValue]:
    assert duty.rung is not None  # noqa: S101  # reminders and escalations come from the ladder alone
    left = (_last_day(request, duty) - dates.received_on(now)).days
    to: list[str] = [one.value for one in duty.rung.to]
    return {"step": duty.rung.code, "duty": duty.rung.duty, "to": to, "days_left": left}


def _last_day(request: PrivacyRequest, duty: Duty) -> date:
    wants_acknowledgement = duty.rung is not None and duty.rung.duty == "acknowledge"
    return request.acknowledge_by if wants_acknowledgement and request.acknowledge_by else request.respond_by


def _record(
    event: str, subject: Subject, by: str, request_id: UUID, now: datetime, facts: dict[str, FactValue]
) -> None:
    ledger.record(event, actor=Actor.system(by), subject=subject, at=now, request=request_id, facts=facts)
