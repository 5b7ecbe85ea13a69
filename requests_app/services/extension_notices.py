"""The notice of more time: an extension holds only if its notice left before the day that it moves.

Two business days before that day, and again when the day has passed, somebody hears of a notice that lies here still.
Each is told once, however often and by however many this runs.
"""

import logging
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor, Subject
from audit.facts import FactValue
from notifications import selectors as outbox
from requests_app.calendars import business_days_after, business_days_before
from requests_app.lifecycle import OPEN
from requests_app.models import DutyMark, PrivacyRequest, RequestDeadline
from requests_app.services import dates, undelivered

log = logging.getLogger(__name__)

BY = Actor.system("sweep.extension_notices")
WARN_AHEAD = 2  # business days


def watch(*, now: datetime) -> int:
    """Raise the alarm for every notice that is due soon and has not left. Gives how many were raised.

    Raises, at the end, the last trouble that one of them made; the others are told meanwhile.
    """
    told, trouble = 0, None
    for request_id in _late_ones(dates.received_on(now)):
        try:
            told += _alarm(request_id, now=now)
        except Exception as error:  # one of them must not hold up the others
            log.error("the alarm for request %s failed: %s", request_id, type(error).__name__)
            trouble = error
    if trouble is not None:
        raise trouble
    return told


def _late_ones(today: date) -> Iterable[UUID]:
    # From the letters that wait, which are few, to their requests: no look at a million deadlines.
    rows = RequestDeadline.objects.filter(
        duty=dates.EXTENSION_NOTICE,
        met_at=None,
        by__lte=business_days_after(today, WARN_AHEAD),
        request_id__in=outbox.requests_with_unsent(undelivered.NOTICE),
        request__status__in=OPEN,
    )
    return rows.order_by("request_id").values_list("request_id", flat=True).distinct()


@transaction.atomic
def _alarm(request_id: UUID, *, now: datetime) -> bool:
    request = PrivacyRequest.objects.select_for_update(skip_locked=True).filter(id=request_id).first()
    row = RequestDeadline.objects.filter(request_id=request_id, duty=dates.EXTENSION_NOTICE).order_by("by").first()
    if request is None or row is None or row.met_at is not None or not request.is_open:
        return False
    today = dates.received_on(now)
    if business_days_before(row.by, WARN_AHEAD) > today:
        return False
    step = "missed" if today > row.by else "unsent"
    if not _first_time(request_id, f"extension_notice.{step}", row.by, now):
        return False
    people = undelivered.tell(request, f"notice.{step}", day=row.by, now=now)
    facts: dict[str, FactValue] = {"by": row.by.isoformat(), "days_left": (row.by - today).days, "recipients": people}
    event, subject = f"request.extension_notice_{step}", Subject.event("alarm")
    ledger.record(event, actor=BY, subject=subject, at=now, request=request_id, facts=facts)
    return True


def _first_time(request_id: UUID, duty: str, day: date, now: datetime) -> bool:
    mark = DutyMark(request_id=request_id, duty=duty, due_by=day, at=now)
    DutyMark.objects.bulk_create([mark], ignore_conflicts=True)
    return DutyMark.objects.filter(id=mark.id).exists()
