"""The telephone system's calls held against the ledger: what was called and not written down, and the reverse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.principals import Principal
from audit import ledger, search
from audit.actors import ActorType, Subject
from audit.selectors import EntryView
from requests_app.models import ListedCall
from requests_app.services import days
from requests_app.services.watch import limits
from requests_app.services.watch.listing import check_can_reconcile

# What an agent's call leaves behind. The first ends a call and stands for one call; the others happen during one.
RECORDED = "call.recorded"
DURING = ("call.started", "caller.checked", "caller.refused", "status.told_by_phone", "inquiry.received")
KEPT = timedelta(days=730)
MOST = 50_000


@dataclass(frozen=True)
class Reconciled:
    """How calls and entries fit. `covered` is the time between the first and last listed call; None without a list."""

    matched: int
    without_entry: list[ListedCall]
    without_call: list[EntryView]
    short: int
    outbound: int
    unknown_agents: list[str]
    covered: tuple[datetime, datetime] | None


@transaction.atomic
def reconcile(*, since: date, until: date, by: Principal, now: datetime) -> Reconciled:
    """Hold the calls of a period (days, both included) against the entries. Recorded, with its counts.

    Raises `permissions.NotAllowed`.
    """
    check_can_reconcile(by)
    begin, end = days.start_of(since), days.end_of(until)
    calls = list(ListedCall.objects.filter(started_at__gte=begin, started_at__lt=end).order_by("started_at", "id"))
    slack = timedelta(days=1)
    query = search.Query(
        actor_type=ActorType.STAFF.value,
        since=begin - slack,
        until=end + slack,
        within=Q(action__in=(RECORDED, *DURING)),
    )
    found = match(calls, list(search.walk(query, most=MOST)), thresholds=limits.load()["calls"])
    facts: dict[str, ledger.FactValue] = {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "matched": found.matched,
        "without_entry": len(found.without_entry),
        "without_call": len(found.without_call),
        "short": found.short,
    }
    ledger.record("calls.reconciled", actor=by.actor, subject=Subject.event("call_list"), at=now, facts=facts)
    return found


def match(calls: Sequence[ListedCall], entries: Sequence[EntryView], *, thresholds: dict[str, int]) -> Reconciled:
    """Pair each recorded call with the nearest listed one of the same agent; the rest must overlap something else.

    Every listed call takes at most one recorded call and the reverse, nearest beginnings first.
    """
    near = timedelta(minutes=thresholds["tolerance_minutes"])
    recorded = [entry for entry in entries if entry.action == RECORDED]
    pairs = sorted(
        (abs(_begun(entry) - call.started_at), index, place)
        for index, call in enumerate(calls)
        for place, entry in enumerate(recorded)
        if _same_agent(call, entry) and abs(_begun(entry) - call.started_at) <= near
    )
    taken: dict[int, int] = {}
    for _gap, index, place in pairs:
        if index not in taken and place not in taken.values():
            taken[index] = place
    others = [entry for entry in entries if entry.action != RECORDED]
    seen = {index for index, call in enumerate(calls) if index in taken or _during(call, others, near)}
    lonely = [call for index, call in enumerate(calls) if index not in seen]
    needed = [call for call in lonely if call.inbound and call.seconds >= thresholds["shortest_seconds"]]
    covered = (calls[0].started_at, max(call.ended_at() for call in calls)) if calls else None
    unpaired = [entry for place, entry in enumerate(recorded) if place not in taken.values()]
    return Reconciled(
        matched=len(seen),
        without_entry=needed,
        without_call=[entry for entry in unpaired if covered and covered[0] - near <= _begun(entry) <= covered[1]],
        short=sum(call.inbound for call in lonely) - len(needed),
        outbound=sum(not call.inbound for call in lonely),
        unknown_agents=sorted({call.agent_label for call in calls if call.agent is None}),
        covered=covered,
    )


def forget_old(*, now: datetime) -> int:
    """Delete listed calls after two years; what they were held against stays in the ledger."""
    return ListedCall.objects.filter(started_at__lt=now - KEPT).delete()[0]


def _same_agent(call: ListedCall, entry: EntryView) -> bool:
    return call.agent is not None and str(call.agent) == entry.actor_id


def _during(call: ListedCall, entries: Sequence[EntryView], near: timedelta) -> bool:
    first, last = call.started_at - near, call.ended_at() + near
    return any(_same_agent(call, entry) and first <= entry.at <= last for entry in entries)


def _begun(entry: EntryView) -> datetime:
    """When the call began: it was recorded at its end, with its length."""
    seconds = entry.facts.get("seconds", 0)
    return entry.at - timedelta(seconds=seconds if isinstance(seconds, int) else 0)
