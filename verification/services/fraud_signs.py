"""Signs of fraud at a check: noted when the person was looked up, explained away by an officer. Never a refusal."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor, ActorType
from audit.ids import new_id
from verification import signs
from verification.assurance import Tier
from verification.models import Check, Sign
from verification.signals import bar_moved, person_found, signs_seen, tier_reached
from verification.signs import Seen

from .checks import locked_check, request_settling
from .errors import NotAllowed

BY = Actor.system("verification.signs")
REASON = "fraud_signs"
DENIED = "call_back_denied"


def look(check: Check, *, now: datetime) -> list[str]:
    """Ask the floors above what they know, and note what is new. `check` is locked; it is saved if the bar moves.

    Only where a level of proof is asked for at all: what needs none is never held up. Gives the new codes.
    """
    if check.required == Tier.T0:
        return []
    found_now = {"on_file": list(check.on_file), "person_key": check.person_key or ""}
    answers = person_found.send(sender=Check, subject_ref=check.subject_ref, now=now, **found_now)
    # The stubs say that receivers answer with text; ours answer with what the signal asks for.
    found = [cast(Seen, one) for _receiver, seen in answers for one in seen or ()]
    return note(check, found, by=BY, now=now)


def note(check: Check, found: Iterable[Seen], *, by: Actor, now: datetime) -> list[str]:
    """Keep the signs that were not seen at this locked check before, and ask for more proof where they call for it."""
    known = set(Sign.objects.filter(subject_ref=check.subject_ref).values_list("code", flat=True))
    new = [one for one in found if one.code not in known]
    for one in new:
        sign = Sign(id=new_id(), subject_ref=check.subject_ref, code=one.code, count=one.count, seen_at=now)
        subject = sign.next_subject()
        sign.save(force_insert=True)
        facts: dict[str, ledger.FactValue] = {"code": one.code, "count": one.count}
        ledger.record("identity.sign_seen", actor=by, subject=subject, at=now, request=check.subject_ref, facts=facts)
    if any(signs.SIGNS[one.code].effect == signs.RAISE for one in new) and check.required == Tier.T2:
        _move(check, Tier.T3, by=by, now=now)
    if new:
        codes = [one.code for one in new]
        signs_seen.send(sender=Check, subject_ref=check.subject_ref, codes=codes, now=now)
    return [one.code for one in new]


@transaction.atomic
def note_sign(*, subject_ref: UUID, code: str, count: int = 1, by: Actor, now: datetime) -> list[str]:
    """Note one sign that a deed showed, such as a call back that was denied."""
    return note(locked_check(subject_ref), [Seen(code, count)], by=by, now=now)


@transaction.atomic
def dismiss_sign(*, subject_ref: UUID, code: str, reason: str, base: Tier, by: Actor, now: datetime) -> bool:
    """An officer explains a sign away. With the last one that asked for it, the level goes back to `base`.

    What was shown by then may be enough: then the work begins. False if it was done before. Raises `NotAllowed`
    without a name or a reason.
    """
    if by.type is not ActorType.STAFF or not by.id or not reason.strip():
        raise NotAllowed
    check = locked_check(subject_ref)
    sign = Sign.objects.select_for_update().filter(subject_ref=subject_ref, code=code).first()
    if sign is None or sign.dismissed_at is not None:
        return False
    sign.dismissed_at, sign.dismissed_by, sign.reason = now, by.id[:64], reason.strip()
    subject = sign.next_subject()
    sign.save()
    ledger.record(
        "identity.sign_dismissed", actor=by, subject=subject, at=now, request=subject_ref,
        facts={"code": code, "length": len(reason.strip())}, detail={"reason": reason.strip()},
    )  # fmt: skip
    if code == DENIED and check.person_only_at is not None:
        check.person_only_at = None
        _save_open(check, by=by, now=now)
        # What was shown while only a person could go on was kept, and counted for nothing.
        request_settling(check, now=now)
    if check.required > base and not _still_raised(subject_ref):
        _move(check, base, by=by, now=now)
        tier_reached.send(sender=Check, subject_ref=subject_ref, reached=Tier(check.reached), by=by, now=now)
    return True


def _still_raised(subject_ref: UUID) -> bool:
    left = Sign.objects.filter(subject_ref=subject_ref, dismissed_at=None).values_list("code", flat=True)
    return any(signs.SIGNS[code].effect == signs.RAISE for code in left)


def _save_open(check: Check, *, by: Actor, now: datetime) -> None:
    subject = check.next_subject()
    check.save()
    facts: dict[str, ledger.FactValue] = {"required": Tier(check.required).name}
    ledger.record("identity.reopened", actor=by, subject=subject, at=now, request=check.subject_ref, facts=facts)


def _move(check: Check, required: Tier, *, by: Actor, now: datetime) -> None:
    before, check.required = Tier(check.required), int(required)
    enough = check.reached >= required
    if check.status == Check.Status.PASSED and not enough:
        check.status, check.concluded_at = Check.Status.OPEN, None
    elif check.status in {Check.Status.OPEN, Check.Status.LOCKED} and enough:
        check.status, check.concluded_at = Check.Status.PASSED, now
    subject = check.next_subject()
    check.save()
    ledger.record(
        "identity.required_changed", actor=by, subject=subject, at=now, request=check.subject_ref, reason=REASON,
        facts={"previous": before.name, "required": required.name},
    )  # fmt: skip
    bar_moved.send(sender=Check, subject_ref=check.subject_ref, required=required, now=now)
