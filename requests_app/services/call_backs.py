"""Calls that dropped: who is to be called again and when, how each try went, and who took over from whom."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from audit.actors import Subject
from audit.facts import FactValue
from requests_app import permissions
from requests_app.models import Draft
from requests_app.services import calls
from requests_app.services.work import NotPossible

OUTCOMES = ("reached", "no_answer", "message_left", "wrong_number")
# Nobody is called more often than this; a call that stays open for a month is erased as every unfinished form is.
MOST_TRIES = 3


@dataclass(frozen=True)
class CallBack:
    """One dropped call. What was typed is seen by who took it alone; the others see when to call and how often."""

    call: calls.Call
    mine: bool
    tries: tuple[dict[str, str], ...]

    @property
    def may_try(self) -> bool:
        """Whether one more try is left, and the last one found nobody."""
        return len(self.tries) < MOST_TRIES and not any(one["outcome"] == "wrong_number" for one in self.tries)


def waiting(*, by: Principal, now: datetime) -> list[CallBack]:
    """The dropped calls of all agents, one's own first, then the oldest first."""
    calls.check_may_take(by)
    rows = Draft.objects.filter(kind=calls.KIND, submission=None, expires_at__gt=now).order_by("touched_at")
    found = [_of(draft, by) for draft in rows[:200] if draft.answers.get("dropped")]
    return sorted(found, key=lambda one: not one.mine)


@transaction.atomic
def tried(*, call_id: UUID, outcome: str, by: Principal, now: datetime) -> CallBack:
    """Note how one try to call back went. Raises NotFound, NotPossible."""
    draft = _locked(call_id, by=by, now=now)
    if draft.owner != by.user_id:
        raise permissions.NotFound
    if outcome not in OUTCOMES:
        raise NotPossible("Choose how the try went.")
    if not _of(draft, by).may_try:
        raise NotPossible("There were enough tries. Delete the call, or wait for the caller.")
    tries = [*draft.answers.get("tries", []), {"outcome": outcome, "at": now.isoformat()}]
    draft.answers = {**draft.answers, "tries": tries, "dropped": outcome != "reached"}
    draft.save()
    _record(draft, "call.back_tried", {"outcome": outcome, "tries": len(tries)}, by=by, now=now)
    return _of(draft, by)


@transaction.atomic
def take_over(*, call_id: UUID, by: Principal, now: datetime) -> None:
    """Take a dropped call from a colleague who is not there. Raises NotFound for one that did not drop."""
    draft = _locked(call_id, by=by, now=now)
    if draft.owner == by.user_id:
        return
    previous, draft.owner = draft.owner, by.user_id
    draft.save()
    _record(draft, "call.taken_over", {"previous": str(previous)}, by=by, now=now)


def _locked(call_id: UUID, *, by: Principal, now: datetime) -> Draft:
    calls.check_may_take(by)
    rows = Draft.objects.select_for_update().filter(id=call_id, kind=calls.KIND, submission=None, expires_at__gt=now)
    draft = rows.first()
    if draft is None or not draft.answers.get("dropped"):
        raise permissions.NotFound
    return draft


def _of(draft: Draft, by: Principal) -> CallBack:
    return CallBack(calls.seen(draft), draft.owner == by.user_id, tuple(draft.answers.get("tries", [])))


def _record(draft: Draft, event: str, facts: dict[str, FactValue], *, by: Principal, now: datetime) -> None:
    known: dict[str, FactValue] = {"call": str(draft.id), **facts}
    ledger.record(event, actor=by.actor, subject=Subject.event("call"), at=now, facts=known)
