"""When the clock looks at each request next: kept by the verbs that move a day, and healed where one is missing.

A plan may be too early, never too late: whoever looks in vain plans anew.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import connection

from audit import together
from requests_app import owing
from requests_app.lifecycle import FINAL, OPEN, Status
from requests_app.models import DutyMark, DutyPlan, PrivacyRequest
from requests_app.owing import Duty, Standing
from requests_app.profile import LADDER, PROFILE
from verification.assurance import Tier

BATCH = 5_000
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
# Requests that somebody holds are left out: nobody waits for anybody.
_HEAL = """
WITH batch AS MATERIALIZED (
  SELECT r.id, r.received_at
  FROM requests_app_privacyrequest AS r LEFT JOIN requests_app_dutyplan AS p ON p.request_id = r.id
  WHERE r.status = ANY(%(open)s) AND r.id > %(after)s
  AND (p.request_id IS NULL OR p.ladder <> %(ladder)s OR (r.breached_at IS NULL
       AND (p.due_at IS NULL OR p.due_at > r.respond_at + interval '1 second')))
  ORDER BY r.id LIMIT %(most)s FOR KEY SHARE OF r SKIP LOCKED
), planned AS (
  INSERT INTO requests_app_dutyplan (request_id, due_at, ladder) SELECT id, received_at, %(ladder)s FROM batch
  ON CONFLICT (request_id) DO UPDATE SET due_at = EXCLUDED.due_at, ladder = EXCLUDED.ladder
)
SELECT id, (SELECT count(*) FROM batch) FROM batch ORDER BY id DESC LIMIT 1
"""


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
        suspected=request.required_tier > Tier.T2 <= request.reached_tier,
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


def heal() -> int:
    """Let the next sweep look at every open request without a plan, with one of another ladder, or with one that is
    later than its legal day. Gives how many.

    This is also what fills the table after an upgrade, a restore, or rows that came by another way: set by set, in
    short transactions. Nothing can have been due before the receipt, whatever our clock says; whoever looks plans the
    next look.
    """
    healed, after = 0, UUID(int=0)
    while True:
        with connection.cursor() as cursor:
            given = {"ladder": LADDER.version, "open": list(OPEN), "most": BATCH, "after": after}
            cursor.execute(_HEAL, given)  # type: ignore[arg-type]  # the driver knows lists and ids
            after, found = cursor.fetchone() or (after, 0)
        healed += found
        if found < BATCH:
            return healed + _forget_finished()


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
