"""A notice of the law did not reach its reader: who of our people hears of it, and what is left to do.

The alarm is written with the letter's own entry: where that stands, somebody is told. The mail itself says how many
there are and names nobody (`services.notices`).
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from audit import ledger
from audit.actors import Actor, Subject
from audit.facts import FactValue
from notifications.models import Letter
from requests_app.ladder import To
from requests_app.models import PrivacyRequest, RequestDeadline, StaffNotice
from requests_app.services import dates
from requests_app.services.duties.readers import Readers

BY = Actor.system("letters.returned")
NOTICE = "extension"


def not_delivered(letter: Letter, *, now: datetime) -> None:
    """Tell the assignee and the leads while there is time to send it by post. Codes and messages stay on the page."""
    if not letter.statutory or letter.request_ref is None:
        return
    request = PrivacyRequest.objects.filter(id=letter.request_ref).first()
    if request is None:
        return
    if letter.kind == NOTICE:
        _unmet(request.id)
    day = post_by(letter.post_by, now=now)
    told = tell(request, f"undelivered.{letter.kind}", day=day, now=now)
    facts: dict[str, FactValue] = {
        "kind": letter.kind, "channel": letter.channel, "post_by": day.isoformat(), "recipients": told,
    }  # fmt: skip
    ledger.record("letter.alarmed", actor=BY, subject=Subject.event("alarm"), at=now, request=request.id, facts=facts)


def gone(letter: Letter, *, now: datetime) -> None:
    """The notice of more time has left the house: its duty is met, under every regime."""
    if letter.kind == NOTICE and letter.request_ref is not None:
        _notices(letter.request_ref).filter(met_at=None).update(met_at=now)


def post_by(planned: date | None, *, now: datetime) -> date:
    """The day by which paper has to be in the post: the planned one, never one that is past."""
    today = dates.received_on(now)
    return max(planned or today, today)


def tell(request: PrivacyRequest, duty: str, *, day: date, now: datetime) -> int:
    """Put a notice for the assignee and each lead into the outbox for our own people. Gives how many hear of it."""
    people = Readers(now=now).of((To.ASSIGNEE, To.LEAD), assignee=request.assignee, company=request.company)
    StaffNotice.objects.bulk_create(_rows(people, request, duty, day, now), ignore_conflicts=True)
    return len(people)


def _rows(people: Iterable[UUID], request: PrivacyRequest, duty: str, day: date, now: datetime) -> list[StaffNotice]:
    return [
        StaffNotice(person=person, request_id=request.id, duty=duty[:40], due_by=day, made_at=now)
        for person in people
    ]  # fmt: skip


def _unmet(request_id: UUID) -> None:
    # It was sent, and the ledger keeps that; but nobody has read it, so the duty is open again.
    _notices(request_id).update(met_at=None)


def _notices(request_id: UUID) -> QuerySet[RequestDeadline]:
    return RequestDeadline.objects.filter(request_id=request_id, duty=dates.EXTENSION_NOTICE)
