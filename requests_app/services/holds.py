"""Legal holds: placed by one person, ended by two. While one binds, nothing about the person is erased."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from audit.facts import FactValue
from audit.ids import new_id
from fulfillment import selectors as held
from requests_app import permissions
from requests_app.choices import HoldReason, Right
from requests_app.models import LegalHold, PrivacyRequest, Submission
from requests_app.selectors.binding import is_european
from requests_app.services import dates, holding, same_person, steps, stopping
from requests_app.services.work import NotPossible
from verification import selectors as checks

# Cal. Civ. Code 1798.145(a)(1)(B): the direction of an authority stops deletion for 90 days, and again if renewed.
PERIOD = timedelta(days=90)
# A renewal rests on a new direction: nobody stores them up.
RENEWED_IN_LAST = timedelta(days=30)
BATCH = 200


@transaction.atomic
def place(
    *,
    request_id: UUID,
    reason: str,
    matter: str,
    by: Principal,
    now: datetime,
    may_tell: bool = True,
    systems: Sequence[str] = (),
    rev: int | None = None,
) -> LegalHold:
    """Stop all erasure of what is held about the person of a request, in these systems or in all.

    Erasing that has begun for them stops too, as far as no system has done it. Raises permissions.NotAllowed, or
    NotPossible without a matter, or for a system that nobody knows.
    """
    request = steps.locked_to_end(request_id=request_id, rev=rev)
    permissions.check_can_hold(by, request)
    _check(request, reason, matter, systems)
    today = dates.received_on(now)
    hold = LegalHold(
        id=new_id(),
        request=request,
        reason=reason,
        matter=matter.strip(),
        may_tell=may_tell or reason != HoldReason.AUTHORITY,
        systems=sorted(set(systems)),
        since=now,
        placed_by=by.user_id,
        until=today + PERIOD if reason == HoldReason.AUTHORITY else None,
    )
    keys = holding.keys_of(request.submission)
    hold.name, hold.suffix, hold.points, hold.person = keys.name, keys.suffix, list(keys.points), keys.person
    _record(hold, "request.hold_placed", _placed(hold), by=by, now=now, words={"matter": hold.matter}, new=True)
    _take_effect(hold, request, by=by, now=now)
    return hold


def _check(request: PrivacyRequest, reason: str, matter: str, systems: Sequence[str]) -> None:
    if reason not in set(HoldReason):
        raise NotPossible("Choose why: litigation, or the direction of an authority.")
    if not matter.strip():
        raise NotPossible("Give the number of the matter or case. It stays inside.")
    if set(systems) - {one.slug for one in held.systems()}:
        raise NotPossible("Choose systems from the list.")
    if request.submission.purged_at is not None:
        raise NotPossible("What was known of this person was erased. Place the hold at a newer request of theirs.")


def _placed(hold: LegalHold) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {"hold": hold.reason, "may_tell": hold.may_tell, "systems": list(hold.systems)}
    return facts | ({"until": hold.until.isoformat()} if hold.until else {})


def _take_effect(hold: LegalHold, request: PrivacyRequest, *, by: Principal, now: datetime) -> None:
    """Bind what is known of the person, and stop what is being erased for them."""
    who = same_person.who(request.submission)
    others = same_person.submissions_of(who, other_than=request.submission_id) if who else []
    bound = [request.submission, *others]
    holding.bind((hold, submission) for submission in bound)
    stopping.stop_erasing(hold, [one.id for one in bound], by=by, now=now)


@transaction.atomic
def know_person(*, submission_id: UUID, now: datetime) -> int:
    """Somebody showed who they are: bind their request, and tell the holds on them whom the directory means.

    A hold that was placed before that knows names and points only. Gives how many holds learned it.
    """
    holding.note(submission_id=submission_id)
    submission, check = Submission.objects.filter(id=submission_id).first(), checks.state_of(submission_id)
    person = holding.keys_of(submission).person if submission else ""
    if not person or check is None or check.reached < check.required:
        return 0
    rows = LegalHold.objects.select_for_update(of=("self",)).filter(ended_at=None, person="")
    unknown = list(rows.filter(bound__submission=submission_id).order_by("id"))
    for hold in unknown:
        hold.person = person
        _record(hold, "request.hold_person_known", {"hold": hold.reason}, by=Principal.system("identity"), now=now)
    return len(unknown)


@transaction.atomic
def renew(*, hold_id: UUID, by: Principal, now: datetime, rev: int | None = None) -> LegalHold:
    """Another 90 days after the present last day, on a new direction of the authority.

    Raises permissions.NotAllowed, NotFound, steps.Stale, or NotPossible outside the last 30 days.
    """
    hold = _locked(hold_id, by, rev)
    if hold.until is None:
        raise NotPossible("A hold for a lawsuit has no last day. It binds until two persons end it.")
    if not may_be_renewed(hold.until, now=now):
        raise NotPossible("Renew it in its last 30 days, when the authority has directed it again.")
    hold.until += PERIOD
    hold.renewals += 1
    facts: dict[str, FactValue] = {"until": hold.until.isoformat(), "renewals": hold.renewals}
    _record(hold, "request.hold_renewed", facts, by=by, now=now)
    return hold


def may_be_renewed(until: date | None, *, now: datetime) -> bool:
    """Whether a hold with this last day is in its last 30 days."""
    return until is not None and dates.received_on(now) >= until - RENEWED_IN_LAST


@transaction.atomic
def ask_release(*, hold_id: UUID, why: str, by: Principal, now: datetime, rev: int | None = None) -> LegalHold:
    """Ask a second person to end a hold. `why` stays inside."""
    hold = _locked(hold_id, by, rev)
    if hold.release_asked_by is not None:
        raise NotPossible("Somebody has asked for its end already. A second person decides.")
    if not why.strip():
        raise NotPossible("Say why the hold may end. A second person reads it.")
    hold.release_asked_by, hold.release_asked_at, hold.release_why = by.user_id, now, why.strip()
    facts: dict[str, FactValue] = {"length": len(hold.release_why)}
    _record(hold, "request.hold_release_asked", facts, by=by, now=now, words={"why": hold.release_why})
    return hold


@transaction.atomic
def keep(*, hold_id: UUID, by: Principal, now: datetime, rev: int | None = None) -> LegalHold:
    """Let the hold stand: nobody asks for its end any more."""
    hold = _locked(hold_id, by, rev)
    if hold.release_asked_by is None:
        raise NotPossible("Nobody has asked for the end of this hold.")
    facts: dict[str, FactValue] = {"length": len(hold.release_why), "asked_by": str(hold.release_asked_by)}
    hold.release_asked_by, hold.release_asked_at, hold.release_why = None, None, ""
    _record(hold, "request.hold_kept", facts, by=by, now=now)
    return hold


@transaction.atomic
def release(*, hold_id: UUID, by: Principal, now: datetime, rev: int | None = None) -> LegalHold:
    """End a hold, as the second person. What was kept for it alone is then erased by the sweep.

    Raises permissions.NotAllowed for whoever asked for the end, as after it a deletion is carried out.
    """
    hold = _locked(hold_id, by, rev)
    if hold.release_asked_by is None:
        raise NotPossible("Ask for the end of the hold first. A second person then ends it.")
    if by.user_id == hold.release_asked_by:
        raise permissions.NotAllowed("You asked for the end of this hold. A second person must end it.")
    hold.ended_at, hold.end_cause = now, "released"
    facts: dict[str, FactValue] = {"hold": hold.reason, "asked_by": str(hold.release_asked_by)}
    _record(hold, "request.hold_released", facts, by=by, now=now)
    return hold


def lapse_due(*, now: datetime) -> int:
    """End the holds whose last day has passed without a renewal. Gives how many; run twice, each ends once."""
    today, by, ended = dates.received_on(now), Principal.system("sweep.holds"), 0
    due = LegalHold.objects.filter(ended_at=None, until__lt=today).order_by("until", "id")
    for hold_id in list(due.values_list("id", flat=True)[:BATCH]):
        ended += _lapse(hold_id, today, by=by, now=now)
    return ended


@transaction.atomic
def _lapse(hold_id: UUID, today: date, *, by: Principal, now: datetime) -> int:
    rows = LegalHold.objects.select_for_update(skip_locked=True)
    hold = rows.filter(id=hold_id, ended_at=None, until__lt=today).first()
    if hold is None or hold.until is None:
        return 0
    hold.ended_at, hold.end_cause = now, "lapsed"
    facts: dict[str, FactValue] = {"hold": hold.reason, "until": hold.until.isoformat()}
    _record(hold, "request.hold_lapsed", facts, by=by, now=now)
    return 1


@dataclass(frozen=True)
class KeptFor:
    """What a decision says of data that a hold keeps. `until` is empty where the hold has no last day."""

    ground: str
    until: str


def kept_for(request: PrivacyRequest, systems: Collection[str]) -> dict[str, KeptFor]:
    """How data of a deletion, or of an appeal against one, is decided while a hold binds, by system.

    A system that none covers is left out.
    """
    if (request.appeal_of or request).right != Right.DELETION:
        return {}
    binding = holding.holds_on(request.submission)
    found = {system: [hold for hold in binding if hold.covers(system)] for system in systems}
    european = is_european(request)
    grounds = {s: holding.ground_of(covering, s, european=european) for s, covering in found.items() if covering}
    return {system: KeptFor(ground, _last(ground, found[system])) for system, ground in grounds.items()}


def _last(ground: str, covering: Sequence[LegalHold]) -> str:
    # What is kept for claims ends with the hold, on whatever day that is.
    days = [hold.until for hold in covering if hold.until] if ground == "DEL-LEHOLD" else []
    return max(days).isoformat() if days else ""


def _locked(hold_id: UUID, by: Principal, rev: int | None) -> LegalHold:
    """An active hold that this principal may change. One at a request out of their sight does not exist for them."""
    rows = LegalHold.objects.select_for_update(of=("self",)).select_related("request__submission")
    hold = rows.filter(id=hold_id).first()
    if hold is None:
        raise permissions.NotFound
    if hold.request is not None:
        permissions.check_can_hold(by, hold.request)
    else:
        permissions.check_can_hold_anybody(by)
    if rev is not None and hold.rev != rev:
        raise steps.Stale
    if not hold.is_active:
        raise NotPossible("This hold has ended.")
    return hold


def _record(
    hold: LegalHold,
    event: str,
    facts: dict[str, FactValue],
    *,
    by: Principal,
    now: datetime,
    words: dict[str, str] | None = None,
    new: bool = False,
) -> None:
    # Words lie under the key of a request: a hold that came back without its request has none to seal them with.
    detail = dict(words) if words and hold.request_id else None
    subject = hold.next_subject()
    ledger.record(event, actor=by.actor, subject=subject, at=now, request=hold.request_id, facts=facts, detail=detail)
    hold.save(force_insert=new)
