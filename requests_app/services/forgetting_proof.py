"""What people gave to show who they are is deleted as soon as practical after it has served (11 CCR 7060(d)).

It has served when nothing can come of it any more: every request of the submission is over, the time to appeal has
passed, no package waits to be opened, and a month has gone for whoever wrote late. The record of the request stays
its twenty-four months (`retention`), with outcome, level, kinds of points and the signed declaration (7062(c)).
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce

from accounts.principals import Principal
from fulfillment import selectors as held
from requests_app.lifecycle import OPEN
from requests_app.models import PrivacyRequest, Submission
from requests_app.services import holding, keeping
from requests_app.services.answers import APPEAL_DAYS
from verification import selectors as checks
from verification.services import forgetting

# "As soon as practical" (11 CCR 7060(d)) has no number; a month after the last day to appeal is this house's.
AFTER_APPEAL = timedelta(days=30)
KEPT = timedelta(days=APPEAL_DAYS) + AFTER_APPEAL
RULE = "11_ccr_7060"
BATCH = 200


def forget_due(*, now: datetime) -> int:
    """Delete what has served, a submission per transaction. Gives how many submissions there were."""
    due = list(_due(now).values_list("id", flat=True)[:BATCH])
    return sum(_forget(submission_id, now=now) for submission_id in due)


def _due(now: datetime) -> QuerySet[Submission]:
    ended = Max(Coalesce("requests__answered_at", "requests__respond_at"))
    known = Submission.objects.filter(purged_at=None, id__in=checks.still_known()).exclude(keeping.is_held())
    over = known.exclude(requests__status__in=OPEN).exclude(requests__id__in=held.with_open_package())
    return over.annotate(ended=ended).filter(ended__lt=now - KEPT).order_by("ended", "id")


@transaction.atomic
def _forget(submission_id: UUID, *, now: datetime) -> int:
    # An appeal or a reopening locks the request first: whoever comes second sees what the other did.
    requests = list(PrivacyRequest.objects.select_for_update().filter(submission_id=submission_id).order_by("id"))
    submission = _due(now).filter(id=submission_id).first()
    if submission is None or holding.holds_on(submission):
        return 0
    ended = max(request.answered_at or request.respond_at for request in requests)
    holding.remember_person(submission)
    rows = forgetting.forget_proof(
        subject_ref=submission_id,
        code_refs=[request.id for request in requests],
        by=Principal.system("sweep.forget_proof").actor,
        now=now,
        rule=RULE,
        age_days=(now - ended).days,
    )
    return int(rows > 0)
