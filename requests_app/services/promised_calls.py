"""Watching the promise to call: whoever asks to be called at the number on file is called within some business days.

The desk hears of it the business day before, the leads once the day has passed, each time once for one wish and day.
The mail says how many there are and names nobody (`services.notices`).
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from accounts.roles import Role
from accounts.selectors import with_role
from requests_app.calendars import business_days_after, business_days_before
from requests_app.ladder import To
from requests_app.models import PrivacyRequest, StaffNotice
from requests_app.profile import PROFILE
from requests_app.services import dates
from requests_app.services.duties.readers import Readers
from verification import services as verification

DUE, LATE = "call_back.due", "call_back.late"


def promised_by(asked_at: datetime) -> date:
    """The business day by which somebody is called who asked at this instant, in our own zone."""
    return business_days_after(dates.received_on(asked_at), PROFILE.call_back_days)


def duty_of(asked_at: datetime, *, today: date) -> str:
    """`call_back.due` on the promised day and the business day before, `call_back.late` after it, else empty."""
    by = promised_by(asked_at)
    if today > by:
        return LATE
    return DUE if today >= business_days_before(by, 1) else ""


def counts(*, now: datetime) -> tuple[int, int]:
    """How many promised calls come due by the next business day, and how many are late. Numbers, and nobody's name."""
    today = dates.received_on(now)
    found = [duty_of(wish.asked_at, today=today) for wish in verification.waiting_call_backs()]
    return found.count(DUE), found.count(LATE)


def watch(*, now: datetime) -> int:
    """Put into the next mails which promised calls come due or are late. Safe to repeat. Gives how many are new."""
    today, due = dates.received_on(now), dict[UUID, tuple[str, date]]()
    for wish in verification.waiting_call_backs():
        if duty := duty_of(wish.asked_at, today=today):
            due[wish.subject_ref] = duty, promised_by(wish.asked_at)
    rows = _rows(due, now=now) if due else []
    before = StaffNotice.objects.count() if rows else 0
    StaffNotice.objects.bulk_create(rows, ignore_conflicts=True)
    return StaffNotice.objects.count() - before if rows else 0


def _rows(due: dict[UUID, tuple[str, date]], *, now: datetime) -> list[StaffNotice]:
    """One notice for each reader of each wish, at the first request of its submission."""
    readers = Readers(now=now)
    desk = [user for user in with_role(Role.CALL_SUPERVISOR, now=now) if user.email]
    first: dict[UUID, PrivacyRequest] = {}
    for request in PrivacyRequest.objects.filter(submission_id__in=due).order_by("id"):
        first.setdefault(request.submission_id, request)
    return [
        StaffNotice(person=person, request_id=request.id, duty=duty, due_by=by, made_at=now)
        for request, (duty, by) in ((first[ref], due[ref]) for ref in due if ref in first)
        for person in _people(duty, request, [user.id for user in desk], readers)
    ]


def _people(duty: str, request: PrivacyRequest, desk: Sequence[UUID], readers: Readers) -> set[UUID]:
    """The supervisors of the desk; the leads too once it is late, and where the desk has nobody to reach."""
    leads = readers.of([To.LEAD], assignee=None, company=request.company)
    return {*desk} | leads if duty == LATE or not desk else {*desk}
