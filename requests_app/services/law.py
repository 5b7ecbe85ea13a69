"""Changing a number of the law: proposed by one person, tried out on the open requests, approved by another."""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from accounts.roles import Permission
from audit import ledger
from audit.actors import Actor
from audit.facts import FactValue
from jobs.services import enqueue
from requests_app import law_changes
from requests_app.deadlines import Assessment
from requests_app.law_changes import Change, RegimesInvalid
from requests_app.lifecycle import OPEN
from requests_app.models import LawChange, PrivacyRequest
from requests_app.permissions import NotAllowed
from requests_app.selectors.law import approved
from requests_app.services import dates

log = logging.getLogger(__name__)
REASON_AT_LEAST = 10
BATCH = 200
# A page shows what a change would do to so many of the open requests, the nearest dates first.
LOOK_AT = 5_000


class NotAllRedated(Exception):
    """Some open requests could not be dated anew; the job tries again."""


class Unsound(ValueError):
    """The change cannot be used; the message says why and what to do. Nothing was kept."""


@dataclass(frozen=True)
class WhatIf:
    """What a change would do to the open requests: how many move from which day to which, how many keep theirs."""

    looked_at: int
    all_open: int
    earlier: tuple[tuple[date, date, int], ...]
    later: int
    same: int


@transaction.atomic
def propose(*, change: Change, reason: str, by: Principal, now: datetime) -> LawChange:
    """Propose a change. Raises Unsound with a sentence, or permissions.NotAllowed."""
    author = _may(by, Permission.RULES_PROPOSE)
    if len(reason.strip()) < REASON_AT_LEAST:
        raise Unsound("Say in a sentence why the number changes.")
    _check(change)
    row = LawChange(
        regime=change.regime, right=change.right, what=change.what, value=change.value.strip().lower(),
        cite=change.cite.strip(), effective_from=change.effective_from, reason=reason.strip(),
        proposed_by=author, proposed_at=now,
    )  # fmt: skip
    _record("law.change_proposed", row, by=by.actor, now=now)
    row.save()
    return row


@transaction.atomic
def approve(*, change_id: UUID, by: Principal, now: datetime) -> LawChange:
    """Let a change count. It gets the next number; open requests that it brings an earlier day are dated anew.

    Raises Unsound when it no longer fits, permissions.NotAllowed for whoever proposed it.
    """
    _may(by, Permission.RULES_APPROVE)
    # All of them are locked: two approvals at once get two numbers, and the second sees the first.
    rows = {row.id: row for row in LawChange.objects.select_for_update().order_by("id")}
    row = _waiting(rows.get(change_id), by=by)
    _check(row.as_change())
    row.number = 1 + max((one.number or 0 for one in rows.values()), default=0)
    row.decided_by, row.decided_at = by.user_id, now
    _record("law.change_approved", row, by=by.actor, now=now, number=row.number)
    row.save()
    # Once more in an hour: what was being filed in this moment read the old rules, and shows only when committed.
    for turn, after in enumerate((now, now + timedelta(hours=1))):
        key = f"law.redate/{row.id}/{turn}"
        enqueue("law.redate", args={"change": str(row.id)}, now=now, run_after=after, dedupe_key=key)
    return row


@transaction.atomic
def refuse(*, change_id: UUID, by: Principal, now: datetime) -> LawChange:
    """Let a proposed change fall. Its proposer may do so too. Raises Unsound when it was decided already."""
    _may(by, Permission.RULES_PROPOSE)
    row = LawChange.objects.select_for_update().filter(id=change_id).first()
    if row is None or row.decided_at is not None:
        raise Unsound("This change was decided already. Reload the page to see how.")
    row.decided_by, row.decided_at = by.user_id, now
    _record("law.change_refused", row, by=by.actor, now=now)
    row.save()
    return row


def what_if(change: Change) -> WhatIf:
    """What the change would do to the open requests, without doing it. Raises Unsound."""
    _check(change)
    changes = (*approved(), change)
    moved: Counter[tuple[date, date]] = Counter()
    later = same = 0
    touched = _open_since(change.effective_from)
    for request in touched.order_by("respond_at")[:LOOK_AT]:
        rules = law_changes.book(changes, request.day_zero)
        new = dates.assess_by(request, rules, extended=dates.extended_regimes(request)).respond_by
        if new < request.respond_by:
            moved[request.respond_by, new] += 1
        later += new > request.respond_by
        same += new == request.respond_by
    earlier = tuple((old, new, n) for (old, new), n in sorted(moved.items()))
    return WhatIf(sum(moved.values()) + later + same, touched.count(), earlier, later, same)


def redate(*, change_id: UUID, by: Actor, now: datetime) -> int:
    """Date open requests anew, where that brings an earlier day. Returns how many. May be repeated.

    A later day is never taken: it was promised, and moves only by an extension with its notice. A request that fails
    does not stop those behind it. Raises NotAllRedated at the end.
    """
    change = LawChange.objects.get(id=change_id)
    moved, failed = 0, 0
    for request_id in _ids_since(change.effective_from):
        try:
            moved += _redate_one(request_id, number=change.number or 0, by=by, now=now)
        except Exception as error:  # whatever it is, the others have their right to the earlier day
            log.warning("a request was not dated anew: %s", type(error).__name__)
            failed += 1
    if failed:
        raise NotAllRedated(f"{failed} open requests could not be dated anew")
    return moved


def _ids_since(day: date) -> Iterator[UUID]:
    """The open requests received since that day, batch by batch, so that a million take no memory."""
    rows = PrivacyRequest.objects.filter(status__in=OPEN, day_zero__gte=day).order_by("id")
    batch = list(rows.values_list("id", flat=True)[:BATCH])
    while batch:
        yield from batch
        batch = list(rows.filter(id__gt=batch[-1]).values_list("id", flat=True)[:BATCH])


@transaction.atomic
def _redate_one(request_id: UUID, *, number: int, by: Actor, now: datetime) -> bool:
    request = PrivacyRequest.objects.select_for_update(of=("self",)).select_related("submission").get(id=request_id)
    extended = dates.extended_regimes(request)
    if request.status not in OPEN or not _is_better(request, dates.assess(request, extended=extended, newest=True)):
        return False
    dated = dates.date_request(request, extended=extended, newest=True)
    dates.save_deadlines(request, dated)
    _record_redating(request, dated, number=number, by=by, now=now)
    request.save()
    return True


def _is_better(request: PrivacyRequest, new: Assessment) -> bool:
    """Whether one of the promised days comes earlier, and none later."""
    promised, owed = [request.respond_by], [new.respond_by]
    if request.acknowledged_at is None and request.acknowledge_by and new.acknowledge_by:
        promised, owed = [*promised, request.acknowledge_by], [*owed, new.acknowledge_by]
    pairs = list(zip(owed, promised, strict=True))
    return all(one <= was for one, was in pairs) and any(one < was for one, was in pairs)


def _record_redating(request: PrivacyRequest, dated: Assessment, *, number: int, by: Actor, now: datetime) -> None:
    facts: dict[str, FactValue] = {
        "regimes": sorted(row.regime.slug for row in dated.rows),
        "respond_by": dated.respond_by.isoformat(),
        "cause": f"law.{number}",
    }
    ledger.record(
        "request.deadlines_recalculated", actor=by, subject=request.next_subject(), at=now, request=request.id,
        facts=facts,
    )  # fmt: skip


def _open_since(day: date) -> Any:
    rows = PrivacyRequest.objects.filter(status__in=OPEN, day_zero__gte=day)
    return rows.select_related("submission")


def _check(change: Change) -> None:
    """Raise Unsound unless the change can be read, contradicts none that counts, and the whole still fits together."""
    for fault in _faults(change):
        raise Unsound(fault)


def _faults(change: Change) -> Iterator[str]:
    yield from law_changes.faults_of(change)
    counting = approved()
    other = law_changes.contradiction(counting, change)
    if other:
        same = f"Change {other.number} already sets this value from the same day to “{other.value}”."
        yield f"{same} Choose another day."
    yield from _broken_days((*counting, change), change.effective_from)


def _broken_days(changes: tuple[Change, ...], start: date) -> Iterator[str]:
    """Look at every day from which the rules are others: they must fit together, and leave nobody without a right."""
    for day in law_changes.boundaries(changes, start):
        try:
            rules = law_changes.book(changes, day)
        except RegimesInvalid as fault:
            yield f"This does not fit the other rules: {'; '.join(fault.faults)}."
            return
        lost = law_changes.unprotected(rules, day)
        if lost:
            yield f"From {day.isoformat()} on nobody would owe everybody an answer to: {', '.join(lost)}."


def _waiting(row: LawChange | None, *, by: Principal) -> LawChange:
    if row is None or row.decided_at is not None:
        raise Unsound("This change was decided already. Reload the page to see how.")
    if not row.may_be_decided_by(by.user_id):
        raise NotAllowed("Somebody else must approve what you proposed.")
    return row


def _may(by: Principal, permission: Permission) -> UUID:
    if not by.may(permission) or by.user_id is None:
        raise NotAllowed("Your role does not change the law's numbers.")
    return by.user_id


def _record(event: str, row: LawChange, *, by: Actor, now: datetime, **more: int) -> None:
    facts: dict[str, FactValue] = {
        "regime": row.regime, "right": row.right, "what": row.what, "value": row.value.replace(" ", "_"),
        "effective_from": row.effective_from.isoformat(), **more,
    }  # fmt: skip
    ledger.record(event, actor=by, subject=row.next_subject(), at=now, facts=facts)
