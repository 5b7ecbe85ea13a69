"""A call to the number on file: asked for without a look, found by a worker, made by a member of staff.

The number is shown to whoever calls it, on record and with a reason. Nobody leaves a message that
says what it is about.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from audit import ledger
from audit.actors import Actor, ActorType
from audit.ids import new_id
from jobs import services as jobs
from verification.assurance import Tier
from verification.methods import call_back
from verification.models import CallBack, Check
from verification.signals import asking_denied

from .checks import locked_check, raise_bar
from .errors import NotAllowed, NotOpen
from .one_person import SHOWN_FOR
from .settling import ask, look_up, weigh

BY = Actor.system("verification.find_number")
REASONS = ("in_window", "asked_now", "again")
OUTCOMES = ("confirmed", "not_reached", "denied", "no_number")
# Three business days are promised for a call. By then every wish is over, so a wish that has ended and one that waits
# cannot be told apart by asking again.
ASK_AGAIN = timedelta(days=7)
MAX_CALLS = 3
# How long a wish that ended without a call is still told of.
RESTS_FOR = timedelta(days=7)


class NotShown(NotAllowed):
    """Only who saw the number for this call can say how it went."""


@dataclass(frozen=True)
class Waiting:
    """One open wish, for staff. Nothing of what is on file but whether there is a number that may be called."""

    id: UUID
    subject_ref: UUID
    asked_at: datetime
    window: str
    language: str
    finding: str
    calls: int
    shown_to: str
    shown_at: datetime | None


@dataclass(frozen=True)
class Resting:
    """One wish for which nobody calls now. `why`: passed, over, or person (somebody has to look first)."""

    id: UUID
    subject_ref: UUID
    asked_at: datetime
    why: str
    # A colleague may take it off the list; one that ended by itself leaves it after `RESTS_FOR`.
    open: bool


@transaction.atomic
def ask_for_call_back(*, subject_ref: UUID, window: str, channel: str, by: Actor, now: datetime) -> datetime:
    """Ask to be called at the number on file; gives the instant since which that is wished.

    A second wish while one is open changes nothing but the time of day. Does the same whether or not anybody is
    known. Raises `NotOpen`, and `ValueError` for a time of day that is none.
    """
    if window not in call_back.WINDOWS:
        raise ValueError("The time of day must be one of those offered.")
    check = locked_check(subject_ref)
    if not call_back.offered(check):
        raise NotOpen
    wishes = CallBack.objects.select_for_update().filter(subject_ref=subject_ref)
    wish = wishes.order_by("-asked_at", "-id").first()
    if wish is not None and wish.outcome and wish.asked_at + ASK_AGAIN <= now:
        wish = None  # sooner, one that is over answers as one that waits: how it went is not told
    if wish is not None and wish.window == window:
        return wish.asked_at
    language = str(check.contact.get("language") or "en")[:5]
    wish = wish or CallBack(id=new_id(), subject_ref=subject_ref, asked_at=now, asked_by=by.id[:64], language=language)
    wish.window = window
    _save(wish, "identity.call_back_asked", by, now, channel=channel, window=window or "any", language=language)
    key = f"find_number:{wish.id}"
    jobs.enqueue("verification.find_number", args={"wish": str(wish.id)}, now=now, dedupe_key=key)
    return wish.asked_at


@transaction.atomic
def find_number(*, wish_id: UUID, now: datetime) -> CallBack:
    """The worker's part: is there a number that may be called? May be repeated."""
    subject_ref = CallBack.objects.values_list("subject_ref", flat=True).filter(id=wish_id).first()
    answer = ask(subject_ref) if subject_ref else None
    wish, check = _locked(wish_id)
    if wish.outcome or wish.finding != CallBack.Finding.WAITING:
        return wish
    goes_on = check.status == Check.Status.OPEN and check.forgotten_at is None and check.person_only_at is None
    if goes_on:
        weigh(check, by=BY, now=now, facts_points=look_up(check, now=now, answer=answer))
    if not goes_on or check.status != Check.Status.OPEN:
        return _ended(wish, CallBack.Outcome.OVER, by=BY, now=now)
    wish.finding, _number = call_back.number_of(check)
    wish.settled_at = now
    return _save(wish, "identity.call_back_settled", BY, now, finding=str(wish.finding))


def waiting_call_backs() -> list[Waiting]:
    """The open wishes, the oldest first, where the check still waits for proof. For staff."""
    # Where the check is over, nobody is to be called; should it open again, the wish is back. Who is being called
    # stays: what they say is heard to the end.
    open_checks = Check.objects.filter(status=Check.Status.OPEN, person_only_at=None).values("subject_ref")
    wanted = Q(subject_ref__in=open_checks) | ~Q(shown_to="")
    rows = CallBack.objects.filter(wanted, outcome="").order_by("asked_at", "id")[:500]
    return [_seen(row) for row in rows]


def resting_call_backs(*, now: datetime, subject_ref: UUID | None = None) -> list[Resting]:
    """The wishes for which nobody calls now, the latest first, of all checks or of one. For staff."""
    open_now = Q(outcome="", shown_to="")
    # By the worker, because the check was over before it had looked. What a colleague put away is done.
    ended = Q(outcome=CallBack.Outcome.OVER, ended_by=BY.id[:64], ended_at__gt=now - RESTS_FOR)
    rows = CallBack.objects.filter(open_now | ended).order_by("-asked_at", "-id")
    if subject_ref is not None:
        rows = rows.filter(subject_ref=subject_ref)
    wishes = list(rows[:500])
    known = {one.subject_ref: one for one in Check.objects.filter(subject_ref__in=[w.subject_ref for w in wishes])}
    found = [(wish, _rests(known[wish.subject_ref])) for wish in wishes if wish.subject_ref in known]
    return [Resting(one.id, one.subject_ref, one.asked_at, why, open=not one.outcome) for one, why in found if why]


def _rests(check: Check) -> str:
    if check.forgotten_at is not None:
        return ""  # long over: nothing of it is kept to be told
    if check.status == Check.Status.OPEN:
        return "person" if check.person_only_at else ""
    return {Check.Status.PASSED.value: "passed", Check.Status.FAILED.value: "over"}.get(check.status, "person")


@transaction.atomic
def put_away_call_back(*, wish_id: UUID, by: Actor, now: datetime) -> CallBack:
    """Take a wish off the list for which nobody has to call any more. Raises `NotOpen` while a call may still come."""
    wish, check = _locked(wish_id)
    if wish.outcome or wish.shown_to or _rests(check) not in ("passed", "over"):
        raise NotOpen
    return _ended(wish, CallBack.Outcome.OVER, by=by, now=now)


def waiting_call_back(wish_id: UUID) -> Waiting | None:
    """One open wish, or None."""
    row = CallBack.objects.filter(id=wish_id, outcome="").first()
    return None if row is None else _seen(row)


@transaction.atomic
def show_number(*, wish_id: UUID, reason: str, by: Actor, now: datetime) -> str:
    """The number to call now, for the member of staff who calls it. `reason` is a code of `REASONS`.

    Raises `NotAllowed` without a name or reason, `NotOpen` where there is no number that may be called.
    """
    if by.type is not ActorType.STAFF or reason not in REASONS:
        raise NotAllowed
    wish, check = _locked(wish_id)
    # Asked of the check at this moment: what was on file a week ago may be somebody else's number today.
    finding, number = call_back.number_of(check)
    if wish.outcome or check.status != Check.Status.OPEN or finding != CallBack.Finding.CALLABLE:
        raise NotOpen
    wish.shown_to, wish.shown_at = by.id[:64], now
    _save(wish, "identity.number_shown", by, now, reason=reason)
    return number


@transaction.atomic
def record_call_back(*, wish_id: UUID, outcome: str, by: Actor, now: datetime) -> CallBack:
    """Say how the call went. `outcome` is a code of `OUTCOMES`.

    Confirmed: the number on file counts from now on. Not reached: twice more, then it ends. Denied: somebody asked in
    that person's name; the check needs a person and the highest proof from here. Raises `NotOpen`, `NotAllowed`,
    `NotShown`, `ValueError`.
    """
    if outcome not in OUTCOMES:
        raise ValueError("Say how the call went.")
    if by.type is not ActorType.STAFF:
        raise NotAllowed
    wish, check = _locked(wish_id)
    if wish.outcome:
        raise NotOpen
    if outcome == CallBack.Outcome.NO_NUMBER:
        return _without_number(wish, check, by=by, now=now)
    if wish.shown_to != by.id[:64] or wish.shown_at is None or wish.shown_at + SHOWN_FOR < now:
        raise NotShown
    wish.calls += 1
    if outcome == CallBack.Outcome.NOT_REACHED and wish.calls < MAX_CALLS:
        wish.shown_to = ""
        return _save(wish, "identity.call_back_done", by, now, outcome=outcome, calls=wish.calls)
    _ended(wish, CallBack.Outcome(outcome), by=by, now=now)
    if outcome == CallBack.Outcome.CONFIRMED and check.status == Check.Status.OPEN:
        weigh(check, by=by, now=now)
    if outcome == CallBack.Outcome.DENIED:
        _denied(check, by=by, now=now)
    return wish


def _without_number(wish: CallBack, check: Check, *, by: Actor, now: datetime) -> CallBack:
    """Put a wish away that cannot be fulfilled, also one whose number changed since; the requester is not told why."""
    finding, _number = call_back.number_of(check)
    may_come = wish.finding == CallBack.Finding.WAITING or finding == CallBack.Finding.CALLABLE
    if check.status == Check.Status.OPEN and may_come:
        raise NotOpen
    return _ended(wish, CallBack.Outcome.NO_NUMBER, by=by, now=now)


def _denied(check: Check, *, by: Actor, now: datetime) -> None:
    """Whoever holds the number on file says that they did not ask: a person decides, and only the highest proof will
    do. From outside nothing changes: not the ways that are offered, nor, below T2, what is asked for."""
    if check.required >= Tier.T2 or check.status == Check.Status.PASSED:
        raise_bar(subject_ref=check.subject_ref, required=Tier.T3, reason="asking_denied", by=by, now=now)
        check.refresh_from_db()
    check.person_only_at = check.person_only_at or now
    subject = check.next_subject()
    check.save()
    facts = {"channel": "phone"}
    ledger.record("identity.not_me", actor=by, subject=subject, at=now, request=check.subject_ref, facts=facts)
    asking_denied.send(sender=Check, subject_ref=check.subject_ref, by=by, now=now)


def _locked(wish_id: UUID) -> tuple[CallBack, Check]:
    found = CallBack.objects.filter(id=wish_id).values_list("subject_ref", flat=True).first()
    if found is None:
        raise NotOpen
    check = locked_check(found)
    return CallBack.objects.select_for_update().get(id=wish_id), check


def _ended(wish: CallBack, outcome: CallBack.Outcome, *, by: Actor, now: datetime) -> CallBack:
    wish.outcome, wish.ended_at, wish.ended_by = outcome, now, by.id[:64]
    return _save(wish, "identity.call_back_ended", by, now, outcome=str(outcome), calls=wish.calls)


def _save(wish: CallBack, event: str, by: Actor, now: datetime, **facts: ledger.FactValue) -> CallBack:
    subject = wish.next_subject()
    wish.save()
    ledger.record(event, actor=by, subject=subject, at=now, request=wish.subject_ref, facts=facts)
    return wish


def _seen(row: CallBack) -> Waiting:
    return Waiting(
        id=row.id, subject_ref=row.subject_ref, asked_at=row.asked_at, window=row.window, language=row.language,
        finding=row.finding, calls=row.calls, shown_to=row.shown_to, shown_at=row.shown_at,
    )  # fmt: skip
