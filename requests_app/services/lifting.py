"""The end of a restriction: the person is told before the data is used again (GDPR art. 18(3))."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from audit.facts import FactValue
from audit.ids import new_id
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from notifications import selectors as outbox
from notifications.rendering import Content
from requests_app import permissions
from requests_app.choices import Right
from requests_app.lifecycle import Status
from requests_app.models import PrivacyRequest, RestrictionLift
from requests_app.services import dates, letters, steps
from requests_app.services.work import NotPossible

# Art. 18(3) says "before" and no number: two weeks let a letter arrive and an objection come back.
NOTICE = timedelta(days=14)
LATEST = timedelta(days=366)
GONE = frozenset({"sent", "posted"})
GRANTED = frozenset({Status.COMPLETED, Status.PARTLY_COMPLETED})
BATCH = 200


@transaction.atomic
def announce(
    *, request_id: UUID, lift_on: date, reason: str, by: Principal, now: datetime, rev: int | None = None
) -> RestrictionLift:
    """Tell the person that a granted restriction ends on a day, and why. Nothing is used before that day.

    Raises permissions.NotAllowed, or NotPossible: no granted restriction, nobody known to tell, no reason, a day less
    than two weeks ahead.
    """
    request = steps.locked(request_id=request_id, rev=rev)
    permissions.check_can_decide(by, request)
    _check(request, lift_on, reason, now)
    if RestrictionLift.objects.filter(request=request, called_off_at=None).exists():
        raise NotPossible("The end of this restriction is announced already.")
    letter = letters.send("restriction_lift", request, _context(lift_on, reason), by=by, now=now)
    lift = RestrictionLift(
        id=new_id(),
        request=request,
        lift_on=lift_on,
        reason=reason.strip(),
        letter=letter.id,
        announced_at=now,
        announced_by=by.user_id,
    )
    facts: dict[str, FactValue] = {"lift_on": lift_on.isoformat(), "letter": str(letter.id)}
    _record(lift, "restriction.lift_announced", facts, by=by, now=now, words=lift.reason)
    return lift


def preview(*, request_id: UUID, lift_on: date, reason: str, by: Principal, now: datetime) -> Content:
    """The notice as it would be sent. Nothing is changed. Raises as `announce` does."""
    with transaction.atomic():
        request = steps.locked(request_id=request_id)
        permissions.check_can_decide(by, request)
        _check(request, lift_on, reason, now)
        return letters.preview("restriction_lift", request, _context(lift_on, reason), now=now)


def _check(request: PrivacyRequest, lift_on: date, reason: str, now: datetime) -> None:
    today = dates.received_on(now)
    if request.right != Right.RESTRICTION or request.status not in GRANTED:
        raise NotPossible("Only a restriction that was granted can end.")
    if request.submission.purged_at is not None:
        raise NotPossible("What was known of this person was erased: nobody can be told before. The restriction stays.")
    if not reason.strip():
        raise NotPossible("Say in plain words why the restriction ends. The person reads it.")
    if lift_on < today + NOTICE:
        raise NotPossible("The person must know before: choose a day at least two weeks ahead.")
    if lift_on > today + LATEST:
        raise NotPossible("Check the day. It must lie within a year.")


def _context(lift_on: date, reason: str) -> dict[str, object]:
    return {"lifted_on": lift_on, "reason": reason.strip()}


@transaction.atomic
def call_off(*, request_id: UUID, by: Principal, now: datetime, rev: int | None = None) -> RestrictionLift:
    """The restriction stays, for example because the person does not agree. Write to them through the messages."""
    request = steps.locked(request_id=request_id, rev=rev)
    permissions.check_can_decide(by, request)
    waiting = RestrictionLift.objects.select_for_update().filter(request=request, called_off_at=None, opened_at=None)
    lift = waiting.first()
    if lift is None:
        raise NotPossible("No end of this restriction is announced, or it has come already.")
    lift.called_off_at = now
    _record(lift, "restriction.lift_called_off", {"lift_on": lift.lift_on.isoformat()}, by=by, now=now)
    return lift


def lift_due(*, now: datetime) -> int:
    """On its day, tell the systems to use the data again; each announced end once. Gives how many.

    Where the notice has not left, or came back, the restriction stays: told before means told.
    """
    today, lifted = dates.received_on(now), 0
    waiting = RestrictionLift.objects.filter(opened_at=None, called_off_at=None, lift_on__lte=today).order_by("id")
    after = UUID(int=0)
    # Page by page: those whose notice never left must not stand before the others for ever.
    while lifted < BATCH and (page := list(waiting.filter(id__gt=after).values_list("id", "request_id")[:BATCH])):
        after = page[-1][0]
        lifted += sum(_lift(request_id, now=now) for _id, request_id in page)
    return lifted


@transaction.atomic
def _lift(request_id: UUID, *, now: datetime) -> int:
    request, by = steps.locked_to_end(request_id=request_id), Principal.system("sweep.restrictions")
    waiting = RestrictionLift.objects.select_for_update().filter(request=request, opened_at=None, called_off_at=None)
    lift = waiting.first()
    if lift is None or not was_told(lift):
        return 0
    restricted = [task for task in held.tasks_for(request.id) if (task.deed, task.status) == ("restrict", "done")]
    systems = sorted({task.system for task in restricted})
    tasks = fulfillment.plan_deed(request_id=request.id, deed="lift", systems=systems, by=by.actor, now=now)
    lift.opened_at = now
    lift.done_at = None if tasks else now
    facts: dict[str, FactValue] = {"lift_on": lift.lift_on.isoformat(), "tasks": len(tasks)}
    _record(lift, "restriction.lifted", facts, by=by, now=now)
    return 1


def was_told(lift: RestrictionLift) -> bool:
    """Whether the notice of this end, or the one that replaced it, left and did not come back."""
    sent = [one for one in outbox.letters_for(lift.request_id) if one.kind == "restriction_lift"]
    return any(one.status in GONE and one.created_at >= lift.announced_at for one in sent)


@transaction.atomic
def tasks_finished(*, request_id: UUID, now: datetime) -> int:
    """The last system uses the data again."""
    opened = RestrictionLift.objects.select_for_update().filter(request=request_id, done_at=None)
    lift = opened.exclude(opened_at=None).first()
    if lift is None:
        return 0
    lift.done_at = now
    by = Principal.system("systems")
    _record(lift, "restriction.lift_done", {"lift_on": lift.lift_on.isoformat()}, by=by, now=now)
    return 1


def _record(
    lift: RestrictionLift, event: str, facts: dict[str, FactValue], *, by: Principal, now: datetime, words: str = ""
) -> None:
    subject, detail = lift.next_subject(), {"reason": words} if words else None
    ledger.record(event, actor=by.actor, subject=subject, at=now, request=lift.request_id, facts=facts, detail=detail)
    lift.save(force_insert=lift.rev == 1)
