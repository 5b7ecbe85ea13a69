"""Data past its time that a legal hold keeps, told in the ledger once; the end of a hold's own words. Internal."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.principals import Principal
from audit import ledger
from audit.actors import Subject
from requests_app.models import HeldSubmission, LegalHold, Submission
from requests_app.services import holding

BATCH = 200


def is_held(submission: str = "pk") -> Exists:
    """Whether an active hold is known to bind a submission, for use within a query; `submission` names its column."""
    return Exists(HeldSubmission.objects.filter(submission=OuterRef(submission), hold__ended_at=None))


def held(submission_id: UUID) -> bool:
    """The same looked at by the person's keys; what is found is noted for the queries."""
    return bool(holding.holds_on(Submission.objects.get(id=submission_id)))


def record_kept(over: QuerySet[Submission], *, by: Principal, now: datetime) -> int:
    """Say of each submission that is `over` and held that it was kept, once for each hold. Gives how many."""
    fresh = HeldSubmission.objects.filter(hold__ended_at=None, kept_at=None, submission__in=over.values("id"))
    return sum(_record(row_id, by=by, now=now) for row_id in list(fresh.values_list("id", flat=True)[:BATCH]))


def forget_ended(*, before: datetime, by: Principal, now: datetime) -> int:
    """Erase case number, reasons and keys of holds that ended `before`; that they were stays. Gives how many."""
    over = LegalHold.objects.filter(ended_at__lt=before, purged_at=None).order_by("ended_at")
    return sum(_forget(hold_id, by=by, now=now) for hold_id in list(over.values_list("id", flat=True)[:BATCH]))


@transaction.atomic
def _forget(hold_id: UUID, *, by: Principal, now: datetime) -> int:
    hold = LegalHold.objects.select_for_update(skip_locked=True).filter(id=hold_id, purged_at=None).first()
    if hold is None or hold.ended_at is None:
        return 0
    hold.matter, hold.release_why, hold.purged_at = "", "", now
    hold.name, hold.suffix, hold.points, hold.person = "", "", [], ""
    facts: dict[str, ledger.FactValue] = {"kind": hold.ledger_type, "rows": 1, "age_days": (now - hold.ended_at).days}
    subject = hold.next_subject()
    ledger.record("retention.purged", actor=by.actor, subject=subject, at=now, request=hold.request_id, facts=facts)
    hold.save()
    return 1


@transaction.atomic
def _record(row_id: int, *, by: Principal, now: datetime) -> int:
    rows = HeldSubmission.objects.select_for_update(skip_locked=True, of=("self",)).select_related("hold")
    row = rows.filter(id=row_id, kept_at=None).first()
    if row is None:
        return 0
    row.kept_at = now
    row.save()
    facts: dict[str, ledger.FactValue] = {"kind": "submission", "rows": 1, "ground": row.hold.reason}
    subject = Subject.event("retention")
    ledger.record("retention.kept", actor=by.actor, subject=subject, at=now, request=row.submission_id, facts=facts)
    return 1
