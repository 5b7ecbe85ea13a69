"""What a deletion had to leave is erased when its ground ends, without anybody asking; then the person is told.

The day of the end is the end of all duties to keep together (rules.md section 4). A legal hold stops it meanwhile.
Run twice, at once or a week late, the sweep asks the systems exactly once.
"""

import logging
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.principals import Principal
from audit.facts import FactValue
from audit.ids import new_id
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from fulfillment.services import Place
from requests_app.calendars import business_days_after
from requests_app.choices import Right
from requests_app.decision import Decision
from requests_app.grounds import LAPSING
from requests_app.lifecycle import ANSWERED
from requests_app.models import HeldSubmission, KeptData, KeptState, LegalHold, PrivacyRequest
from requests_app.services import dates, holding, kept_rows, released, steps

log = logging.getLogger(__name__)
BATCH = 200
# No law counts these days: the ground is over, and the stewards get two weeks.
ERASED_IN_BUSINESS_DAYS = 10


def note(request: PrivacyRequest, decision: Decision, *, by: Principal, now: datetime) -> int:
    """Write down what a decided deletion keeps, and when that ends; data without an end has no row. Gives how many.

    What was erased after an earlier answer, before the request was taken up again, is not waited for.
    """
    gone = {kept_rows.place_of(row) for row in KeptData.objects.filter(request=request, state=KeptState.ERASED)}
    noted = [row for row in planned(request, decision) if row.has_end and kept_rows.place_of(row) not in gone]
    for row in noted:
        kept_rows.add(row, by=by, now=now)
    return len(noted)


def promise(request: PrivacyRequest, decision: Decision) -> str:
    """How much of what is kept is erased without being asked for again: `all`, only what is `dated`, or `none`."""
    ends = [row.has_end for row in planned(request, decision)]
    return "none" if not any(ends) else "all" if all(ends) else "dated"


def planned(request: PrivacyRequest, decision: Decision) -> list[KeptData]:
    """A row, not stored, for every place that a decision about a deletion keeps; those without an end too."""
    kept = _kept(request, decision) if request.right == Right.DELETION else {}
    holds = holding.holds_on(request.submission) if kept else []
    return [_row(request, place, *why, holds) for place, why in kept.items()]


def _kept(request: PrivacyRequest, decision: Decision) -> dict[Place, tuple[str, str]]:
    """Every place that is kept, with its ground and last day. A refusal as a whole keeps all that was found."""
    kept = {
        Place(item.category, item.system): (item.ground, item.until)
        for item in sorted(decision.items, key=lambda item: item.until)
        if item.outcome == "kept"
    }
    if decision.outcome == "denied" and not decision.refused:
        found = held.items_for(request.id)
        return {Place(item.category, item.system): (decision.ground, decision.until) for item in found}
    return kept


def _row(request: PrivacyRequest, place: Place, ground: str, until: str, holds: list[LegalHold]) -> KeptData:
    binding = [hold for hold in holds if hold.covers(place.system)] if ground in holding.RESTING else []
    return KeptData(
        id=new_id(),
        request=request,
        category=place.category,
        system=place.system,
        ground=ground,
        until=_own_day(date.fromisoformat(until) if until and ground in LAPSING else None, binding),
        on_hold=bool(binding),
    )


def _own_day(until: date | None, binding: list[LegalHold]) -> date | None:
    """The day of its own until which data stays; that of the hold itself, or one before it, is none."""
    ends = [hold.until for hold in binding if hold.until]
    last = max(ends) if ends and len(ends) == len(binding) else None
    return None if until and last and until <= last else until


def run_due(*, now: datetime) -> int:
    """Have everything erased whose ground is over, a request per transaction. Gives how many requests that were.

    One that fails is undone alone, and told at the end: the data of the others goes in time.
    """
    due = _due(dates.received_on(now)).order_by("request_id").values_list("request_id", flat=True).distinct()
    done, trouble, after = 0, None, UUID(int=0)
    # Page by page: those that cannot go yet, or fail, must not stand before the others for ever.
    while done < BATCH and (page := list(due.filter(request_id__gt=after)[:BATCH])):
        after = page[-1]
        for request_id in page:
            try:
                done += _run(request_id, now=now)
            except Exception as error:  # whatever it is, it must not keep the data of others
                log.error("erasing what request %s kept failed: %s", request_id, type(error).__name__)
                trouble = error
    if trouble is not None:
        raise trouble
    return done


def _due(today: date) -> QuerySet[KeptData]:
    binding = HeldSubmission.objects.filter(submission=OuterRef("request__submission"), hold__ended_at=None)
    covering = binding.filter(Q(hold__systems=[]) | Q(hold__systems__contains=[OuterRef("system")]))
    # Written so that each half has its own index.
    over = Q(on_hold=True) & (Q(until=None) | Q(until__lt=today)) | Q(on_hold=False, until__lt=today)
    waiting = KeptData.objects.filter(over, state=KeptState.WAITING, request__status__in=ANSWERED)
    busy = KeptData.objects.filter(request=OuterRef("request"), system=OuterRef("system"), state=KeptState.RUNNING)
    return waiting.exclude(Exists(covering)).exclude(Exists(busy))


@transaction.atomic
def _run(request_id: UUID, *, now: datetime) -> int:
    request = steps.locked_to_end(request_id=request_id)
    by, today = Principal.system("sweep.kept"), dates.received_on(now)
    rows = list(_due(today).filter(request=request).select_for_update(of=("self",)).order_by("id"))
    rows = _free(request, rows)
    if not rows:
        return 0
    due_by = business_days_after(today, ERASED_IN_BUSINESS_DAYS)
    asked = fulfillment.erase_later(
        request_id=request.id,
        places=[kept_rows.place_of(row) for row in rows],
        due_by=due_by,
        by=by.actor,
        now=now,
        details=(rows[0].carried or {}).get("details"),
    )
    for row in rows:
        if kept_rows.place_of(row) in asked:
            row.state, row.due_by = KeptState.RUNNING, due_by
            kept_rows.record(
                row, "request.ground_lapsed", {**kept_rows.facts_of(row), "by": due_by.isoformat()}, by=by, now=now
            )
        else:
            kept_rows.end(row, "kept.dropped", {"cause": "system_retired"}, by=by, now=now)
    return 1


def _free(request: PrivacyRequest, rows: list[KeptData]) -> list[KeptData]:
    """Those that no hold binds, looked at once more by the person's keys, and whose system is not at work already."""
    if not rows:
        return []
    carried = rows[0].carried
    keys = holding.Keys.from_json(carried["keys"]) if carried else None
    holds = holding.holds_on(request.submission, keys=keys)
    busy = set(KeptData.objects.filter(request=request, state=KeptState.RUNNING).values_list("system", flat=True))
    return [row for row in rows if row.system not in busy and not any(hold.covers(row.system) for hold in holds)]


@transaction.atomic
def tasks_finished(*, request_id: UUID, now: datetime) -> int:
    """The systems have erased what was kept: now it is true, and the person is told. Gives how many rows that were."""
    if not KeptData.objects.filter(request=request_id, state=KeptState.RUNNING).exists():
        return 0
    return _finish(steps.locked(request_id=request_id), now=now)


def _finish(request: PrivacyRequest, *, now: datetime) -> int:
    """End the rows of a locked request whose systems have answered, and tell the person of them."""
    running = KeptData.objects.select_for_update().filter(request=request, state=KeptState.RUNNING)
    rows = list(running.order_by("system", "category"))
    by = Principal.system("systems")
    results = fulfillment.results_of(request_id=request.id, systems={row.system for row in rows})
    done = {row: results[row.system].outcome for row in rows if row.system in results}
    outcomes = {kept_rows.place_of(row): outcome for row, outcome in done.items()}
    fulfillment.forget_places(request_id=request.id, results=outcomes, by=by.actor, now=now)
    if done:
        released.tell(request, outcomes, carried=next(iter(done)).carried, by=by, now=now)
    for row, outcome in done.items():
        late = (dates.received_on(now) - row.due_by).days if row.due_by else 0
        kept_rows.end(row, "kept.erased", {"result": outcome, "days_late": max(0, late)}, by=by, now=now)
    return len(done)


def wait_again(
    request: PrivacyRequest, hold: LegalHold, systems: Collection[str], *, by: Principal, now: datetime
) -> None:
    """A hold came while these systems were asked to erase: the rows wait for its end.

    Where no other system is left to answer, the person hears now of what was erased before the hold came.
    """
    running = KeptData.objects.select_for_update().filter(request=request, state=KeptState.RUNNING)
    for row in running.filter(system__in=systems).order_by("id"):
        row.state, row.due_by = KeptState.WAITING, None
        facts: dict[str, FactValue] = {"category": row.category, "system": row.system, "hold": hold.reason}
        kept_rows.record(row, "kept.held_back", facts, by=by, now=now)
    if not held.has_open_tasks(request.id):
        _finish(request, now=now)


def call_off(request: PrivacyRequest, *, cause: str, by: Principal, now: datetime) -> None:
    """An answered request is taken up again: no system erases for the old answer any more.

    What one has erased already is gone, and the person is told. `cause` is a code.
    """
    fulfillment.cancel_tasks(request_id=request.id, by=by.actor, now=now)
    _finish(request, now=now)
    drop(request, cause=cause, by=by, now=now)


def drop(request: PrivacyRequest, *, cause: str, by: Principal, now: datetime) -> int:
    """The decision that kept it does not stand any more. `cause` is a code. Gives how many rows that were."""
    there = KeptData.objects.select_for_update().filter(
        request=request, state__in=[KeptState.WAITING, KeptState.RUNNING]
    )
    for row in there.order_by("id"):
        kept_rows.end(row, "kept.dropped", {"cause": cause}, by=by, now=now)
    return len(there)


def drop_places(request: PrivacyRequest, places: Collection[Place], *, cause: str, by: Principal, now: datetime) -> int:
    """The end of a ground is no longer waited for in these places. Gives how many rows that were."""
    waiting = KeptData.objects.select_for_update().filter(request=request, state=KeptState.WAITING).order_by("id")
    over = [row for row in waiting if kept_rows.place_of(row) in places]
    for row in over:
        kept_rows.end(row, "kept.dropped", {"cause": cause}, by=by, now=now)
    return len(over)


def carry(request: PrivacyRequest, *, by: Principal, now: datetime) -> int:
    """Before all else of a request is erased: keep with the rows what it takes to erase in time, and to write.

    Where no answer stands there is nothing to wait for. Gives how many rows wait on.
    """
    if request.status not in ANSWERED:
        drop(request, cause="no_answer", by=by, now=now)
        return 0
    waiting = KeptData.objects.select_for_update().filter(
        request=request, state=KeptState.WAITING, carried__isnull=True
    )
    rows = list(waiting.order_by("id"))
    kept = _carried(request) if rows else {}
    for row in rows:
        row.carried = kept
        kept_rows.record(row, "kept.carried", kept_rows.facts_of(row), by=by, now=now)
    return len(rows)


def _carried(request: PrivacyRequest) -> dict[str, Any]:
    return {
        **released.recipient_kept(request),
        "details": fulfillment.person_of(request_id=request.id),
        "keys": holding.keys_of(request.submission).as_json(),
    }


def count_as_erased(row: KeptData, *, by: Principal, now: datetime) -> None:
    """A locked row whose data is gone, and whose letter went out, though this database did not know it."""
    kept_rows.end(row, "kept.erased_again", {}, by=by, now=now)
