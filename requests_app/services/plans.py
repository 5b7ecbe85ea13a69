"""When the clock looks at each request next: kept by the verbs that move a day, and healed where one is missing.

A plan may be too early, never too late: whoever looks in vain plans anew.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from audit import together
from requests_app import owing
from requests_app.lifecycle import FINAL, OPEN, Status
from requests_app.models import DutyMark, DutyPlan, PrivacyRequest
from requests_app.owing import Duty, Standing
from requests_app.profile import LADDER, PROFILE

BATCH = 1000
# After so long the rest is left to the next sweep, so that worker and pump are free for others.
LONGEST_SECONDS = 60
# Marks that were once written under another name.
RENAMED = {"escalate": "escalate.two_business_days"}
WANTED = (
    "status", "day_zero", "acknowledge_by", "respond_by", "respond_at", "acknowledged_at", "breached_at",
    "submission__filed_at",
)  # fmt: skip
_UPSERT = (
    "INSERT INTO requests_app_dutyplan (request_id, due_at, ladder) "
    "SELECT v.id, v.due_at, %s FROM unnest(%s::uuid[], %s::timestamptz[]) AS v (id, due_at) "
    "ON CONFLICT (request_id) DO UPDATE SET due_at = EXCLUDED.due_at, ladder = EXCLUDED.ladder"
)


def keep(request: PrivacyRequest) -> None:
    """Plan a request that is being filed, taken up again, or has got another day. In the caller's transaction.

    What was done already is not asked for: the plan is then too early, and the next sweep moves it on.
    """
    due_at = owing.next_at(_owed(_before_the_check(request), ()))
    waiting = _waiting(request)
    if waiting is not None:
        waiting.due_at = due_at
        return
    plan = DutyPlan(request=request, due_at=due_at, ladder=LADDER.version)
    if request._state.adding and together.hold(plan):
        return
    write({request.id: due_at})


def again(request: PrivacyRequest) -> None:
    """Plan anew what is being filed, now that a duty is done; what lies in the table already is left to the sweep."""
    if _waiting(request) is not None:
        keep(request)


def owed(request: PrivacyRequest, done: Iterable[str]) -> list[Duty]:
    """Everything that is still owed for a request, with what was done for its legal day."""
    return _owed(standing_of(request), done)


def standing_of(request: PrivacyRequest) -> Standing:
    """What of the row decides what is owed."""
    return Standing(
        status=request.status,
        filed_at=request.submission.filed_at,
        day_zero=request.day_zero,
        acknowledge_by=request.acknowledge_by,
        respond_by=request.respond_by,
        respond_at=request.respond_at,
        acknowledged=request.acknowledged_at is not None,
        breached=request.breached_at is not None,
    )


def done_for(requests: Sequence[PrivacyRequest]) -> dict[UUID, set[str]]:
    """The marks of each request that count for its legal day as it stands now. One question for all.

    What is done once counts whatever day its mark has: older releases marked it with the day of the answer.
    """
    found: dict[UUID, set[str]] = defaultdict(set)
    days = {request.id: request.respond_by for request in requests}
    marks = DutyMark.objects.filter(request_id__in=days).values_list("request_id", "duty", "due_by")
    for request_id, duty, due_by in marks.iterator():
        if duty in owing.ONCE or days[request_id] == due_by:
            found[request_id].add(RENAMED.get(duty, duty))
    return found


def write(plans: dict[UUID, datetime | None]) -> None:
    """Write many plans in one statement."""
    if plans:
        with connection.cursor() as cursor:
            cursor.execute(_UPSERT, [LADDER.version, list(plans), list(plans.values())])


def drop(requests: Collection[UUID]) -> None:
    """Forget the plans of requests that are over. Who takes one up again plans it anew."""
    if requests:
        DutyPlan.objects.filter(request_id__in=requests).delete()


def heal(*, now: datetime) -> int:
    """Plan every open request that has no plan, one of another ladder, or one later than its legal day. How many.

    This is also what fills the table after an upgrade, a restore, or rows that came by another way. `now` decides
    nothing: what is long due is planned for then, and done by the next sweep.
    """
    healed, after, until = 0, UUID(int=0), monotonic() + LONGEST_SECONDS
    while monotonic() < until:
        with transaction.atomic():
            rows = _unplanned().filter(id__gt=after).order_by("id").select_for_update(skip_locked=True, of=("self",))
            batch = list(rows.select_related("submission").only(*WANTED)[:BATCH])
            done = done_for(batch)
            write({row.id: owing.next_at(owed(row, done.get(row.id, ()))) for row in batch})
        healed += len(batch)
        if len(batch) < BATCH:
            return healed + _forget_finished()
        after = batch[-1].id
    return healed


def _unplanned() -> QuerySet[PrivacyRequest]:
    late = Q(breached_at=None) & (Q(plan__due_at=None) | Q(plan__due_at__gt=F("respond_at") + timedelta(seconds=1)))
    return PrivacyRequest.objects.filter(status__in=OPEN).filter(Q(plan=None) | ~Q(plan__ladder=LADDER.version) | late)


def _forget_finished() -> int:
    """Plans that nobody will look at again: nothing was owed any more, and then the request ended."""
    ended = DutyPlan.objects.filter(due_at=None, request__status__in=FINAL).values("request_id")[:BATCH]
    return DutyPlan.objects.filter(request_id__in=ended).delete()[0]


def _owed(standing: Standing, done: Iterable[str]) -> list[Duty]:
    return owing.owed(standing, done=frozenset(done), ladder=LADDER, zone_name=PROFILE.time_zone)


def _before_the_check(request: PrivacyRequest) -> Standing:
    """A request that was just received may wait for a check in a moment: what that would owe counts already."""
    standing = standing_of(request)
    if standing.status == Status.RECEIVED and request.required_tier > 0:
        return replace(standing, status=Status.VERIFYING)
    return standing


def _waiting(request: PrivacyRequest) -> DutyPlan | None:
    return next((plan for plan in together.held(DutyPlan) if plan.request_id == request.id), None)
