"""Deletions that were decided before kept data had rows: what their letters dated is erased on its day as well."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.principals import Principal
from fulfillment import selectors as held
from fulfillment.services import Place
from requests_app.choices import Right
from requests_app.decision import GRANTING, Decision
from requests_app.grounds import LAPSING
from requests_app.lifecycle import ANSWERED, Status
from requests_app.models import KeptData, PrivacyRequest
from requests_app.services import kept_rows, lapsing, steps

BATCH = 200


def heal(*, now: datetime) -> int:
    """Write the missing rows, a request per transaction. Gives how many requests that were; run again, it finds none.

    Where somebody took the request up again, or an appeal changed it, rows exist or the data is not kept any more.
    """
    healed, after = 0, UUID(int=0)
    while page := list(_without_rows().filter(id__gt=after).values_list("id", flat=True)[:BATCH]):
        after = page[-1]
        healed += sum(_heal(request_id, now=now) for request_id in page)
    return healed


def _without_rows() -> QuerySet[PrivacyRequest]:
    dated = Q(id__in=held.kept_until_a_day()) | Q(status=Status.DENIED, primary_ground__in=LAPSING)
    answered = PrivacyRequest.objects.filter(dated, right=Right.DELETION, status__in=ANSWERED)
    known = answered.filter(submission__purged_at=None, decided_at__isnull=False)
    return known.exclude(Exists(KeptData.objects.filter(request=OuterRef("id")))).order_by("id")


@transaction.atomic
def _heal(request_id: UUID, *, now: datetime) -> int:
    request = steps.locked(request_id=request_id)
    if request.decision is None or not _without_rows().filter(id=request_id).exists():
        return 0
    granted = {Place(one.category, one.system) for one in held.items_for(request.id) if one.outcome in GRANTING}
    rows = lapsing.planned(request, Decision.from_json(request.decision))
    missing = [row for row in rows if row.until and kept_rows.place_of(row) not in granted]
    for row in missing:
        kept_rows.add(row, by=Principal.system("sweep.kept_heal"), now=now)
    return int(bool(missing))
