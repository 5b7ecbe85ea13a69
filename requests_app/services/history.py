"""What the same person asked before: shown to who decides, with what the law leaves free. Reads only."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.principals import Principal
from requests_app import free_requests
from requests_app.calendars import months_after
from requests_app.choices import Right, Scope
from requests_app.free_requests import FreeUse
from requests_app.lifecycle import Status
from requests_app.models import PrivacyRequest
from requests_app.selectors.binding import regimes_of
from requests_app.selectors.queue import visible
from requests_app.services import same_person

GIVEN = (Status.COMPLETED, Status.PARTLY_COMPLETED)
MONTHS = 12
# 11 CCR 7023(g): the same correction need not be looked at again for six months after its refusal.
CORRECTION_RESTS = 6


@dataclass(frozen=True)
class History:
    """Earlier requests of the same person within twelve months, newest first, and what was free of them.

    `rows` are those that the reader may know of; `unseen` how many others there are.
    """

    rows: list[PrivacyRequest]
    unseen: int
    free: FreeUse


def law_right(request: PrivacyRequest) -> str:
    """The right as the regimes name it, for counting."""
    return "portability" if request.scope == Scope.PORTABILITY else str(request.right)


def history(*, request: PrivacyRequest, by: Principal) -> History:
    """The last twelve months of the person who makes this request."""
    earlier = earlier_requests(request)
    seen = set(visible(by).filter(id__in=[one.id for one in earlier]).values_list("id", flat=True))
    rows = [one for one in earlier if one.id in seen]
    return History(rows, len(earlier) - len(rows), free_use(request, earlier))


def earlier_requests(request: PrivacyRequest, *, months: int = MONTHS) -> list[PrivacyRequest]:
    """Requests of the same person that arrived in the months before this one, newest first; no spam, no appeals."""
    since = months_after(request.day_zero, -months)
    others = [request.submission_id, *_other_submissions(request)]
    rows = PrivacyRequest.objects.filter(
        submission_id__in=others,
        day_zero__gt=since,
        day_zero__lte=request.day_zero,
        received_at__lte=request.received_at,
    )
    rows = rows.exclude(id=request.id).exclude(status=Status.CLOSED).exclude(right=Right.APPEAL)
    return list(rows.order_by("-received_at", "-id"))


def _other_submissions(request: PrivacyRequest) -> list[UUID]:
    """Found by the keyed hashes of contact points; without a full name nobody is taken for the same."""
    me = same_person.who(request.submission)
    return [one.id for one in same_person.submissions_of(me, other_than=request.submission_id)] if me else []


def free_use(request: PrivacyRequest, earlier: list[PrivacyRequest] | None = None) -> FreeUse:
    """What was used of the free requests of this right towards the same company when this one arrived."""
    rows = earlier_requests(request) if earlier is None else earlier
    return free_requests.use(
        received_on=request.day_zero,
        answered=[one.day_zero for one in rows if counts(one, request)],
        right=law_right(request),
        regimes=regimes_of(request),
    )


def counts(earlier: PrivacyRequest, request: PrivacyRequest) -> bool:
    """Whether an earlier request used one of the free ones: the same right, same company, and an answer given.

    One refused, taken back or still open gave the person nothing that could be counted against them; nor did a part of
    the same act of asking, or one that only repeated another.
    """
    same = (earlier.right, earlier.company) == (request.right, request.company)
    own = earlier.submission_id != request.submission_id and earlier.duplicate_of_id is None
    return same and own and earlier.status in GIVEN


def correction_refused(request: PrivacyRequest) -> bool:
    """Whether a correction of the same person was refused in the six months before this one (11 CCR 7023(g))."""
    since = months_after(request.day_zero, -CORRECTION_RESTS)
    return any(
        one.right == Right.CORRECTION and one.status == Status.DENIED and one.decided_at and _day(one) >= since
        for one in earlier_requests(request)
    )


def _day(request: PrivacyRequest) -> date:
    assert request.decided_at is not None  # noqa: S101 - for the type checker: asked for above
    return request.decided_at.date()
