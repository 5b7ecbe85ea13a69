"""Papers go when they have served; the days are facts of the organisation (`[limits]` of the profile).

Judged identity documents go with the judgement or after `identity_paper_days`; other papers `paper_days` after they
were judged, their check was concluded, or every request of their submission is over; anything `paper_longest_days`
after it came.
A legal hold keeps all but identity documents: those serve nothing that a court would ask us for. A parent's proof may
be one, and goes like one.
"""

from datetime import datetime, timedelta

from django.db.models import Max
from django.db.models.functions import Coalesce

from accounts.principals import Principal
from requests_app.lifecycle import OPEN
from requests_app.models import HeldSubmission, Submission
from requests_app.profile import PROFILE
from requests_app.services import keeping
from verification import paper_selectors as known
from verification.services import papers

BATCH = 200
DAYS = {"identity_paper_days": 0, "paper_days": 30, "paper_longest_days": 120}


def destroy_due(*, now: datetime) -> int:
    """Destroy what has served. May be repeated. Gives how many papers."""
    days = {name: PROFILE.limits.get(name, usual) for name, usual in DAYS.items()}
    held = HeldSubmission.objects.filter(hold__ended_at=None).values("submission_id")
    served = papers.destroy_due(
        identity_days=days["identity_paper_days"],
        paper_days=days["paper_days"],
        longest_days=days["paper_longest_days"],
        kept=held,
        now=now,
    )
    return served + _of_requests_over(timedelta(days=days["paper_days"]), now=now)


def _of_requests_over(kept: timedelta, *, now: datetime) -> int:
    ended = Max(Coalesce("requests__answered_at", "requests__respond_at"))
    over = Submission.objects.filter(id__in=known.with_living_papers()).exclude(requests__status__in=OPEN)
    due = over.exclude(keeping.is_held()).annotate(ended=ended).filter(ended__lt=now - kept).order_by("id")
    by = Principal.system("sweep.papers").actor
    return sum(
        papers.destroy_of(subject_ref=submission_id, cause="request_over", by=by, now=now)
        for submission_id in list(due.values_list("id", flat=True)[:BATCH])
    )
