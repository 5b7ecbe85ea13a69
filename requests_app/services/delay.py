"""The date was missed: the person hears why, and by when we answer now. It stays late for ever."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit.facts import FactValue
from requests_app import permissions
from requests_app.models import PrivacyRequest
from requests_app.services import dates, letters, others, steps
from requests_app.services.work import NotPossible

# A later day is a slip of the keyboard: no regime gives anybody so much time.
LATEST = timedelta(days=366)


@transaction.atomic
def apologise(
    *, request_id: UUID, cause: str, new_due: date, by: Principal, now: datetime, rev: int | None = None
) -> PrivacyRequest:
    """Send a delay letter and keep the cause and who owns it. The legal date does not move.

    Raises permissions.NotAllowed, or NotPossible while the date is not missed or without a cause and a coming day.
    """
    request = steps.locked(request_id=request_id, rev=rev)
    permissions.check_can_work(by, request)
    today = dates.received_on(now)
    if not request.is_open or now <= request.respond_at:
        raise NotPossible("The date is not missed. Extend it in time, or answer.")
    if not cause.strip():
        raise NotPossible("Say in plain words why we are late. The person reads it.")
    if new_due <= today:
        raise NotPossible("Give a coming day by which we answer.")
    if new_due > today + LATEST:
        raise NotPossible("Check the day by which we answer. It must lie within a year.")
    request.delay_cause = cause
    letters.send(
        "delay",
        request,
        {
            "right": request.right,
            "received_on": request.day_zero,
            "original_due": request.respond_by,
            "new_due": new_due,
            "cause": cause,
            "regulator": others.regulator(request),
            "court_remedy": others.court_remedy(request),
        },
        by=by,
        now=now,
    )
    days_late = (today - request.respond_by).days
    facts: dict[str, FactValue] = {"letter": "delay", "duty": "respond", "days_late": days_late}
    steps.record(request, "request.delay_letter_sent", by=by, now=now, facts=facts, detail={"cause": cause})
    return request
