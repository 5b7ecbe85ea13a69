"""Who of ours has to look: kept data that was not erased by its day, and a direction that ends soon."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from requests_app.ladder import To
from requests_app.models import KeptData, KeptState, LegalHold, StaffNotice
from requests_app.services import dates
from requests_app.services.duties.readers import Readers

OVERDUE, ENDING = "kept.overdue", "hold.ending"
# An authority has to direct it again: that takes time.
AHEAD = timedelta(days=14)
BATCH = 500


def tell_leads(*, now: datetime) -> int:
    """Put into the next mail to the leads what nobody told them of yet. Gives how many notices were written."""
    today, readers = dates.received_on(now), Readers(now=now)
    late = KeptData.objects.filter(state=KeptState.RUNNING, due_by__lt=today).exclude(_told(OVERDUE, "due_by"))
    ending = LegalHold.objects.filter(ended_at=None, until__gte=today, until__lte=today + AHEAD, request__isnull=False)
    ending = ending.exclude(_told(ENDING, "until"))
    rows = _rows(OVERDUE, late.values_list("request", "request__company", "due_by").distinct()[:BATCH], readers, now)
    rows += _rows(ENDING, ending.values_list("request", "request__company", "until").distinct()[:BATCH], readers, now)
    StaffNotice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _told(duty: str, day: str) -> Exists:
    return Exists(StaffNotice.objects.filter(request=OuterRef("request"), duty=duty, due_by=OuterRef(day)))


def _rows(
    duty: str, found: Iterable[tuple[UUID, str, date | None]], readers: Readers, now: datetime
) -> list[StaffNotice]:
    return [
        StaffNotice(person=person, request_id=request, duty=duty, due_by=day, made_at=now)
        for request, company, day in found
        if day is not None
        for person in sorted(readers.of([To.LEAD], assignee=None, company=company))
    ]
