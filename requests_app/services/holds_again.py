"""After a restore from an older backup: each legal hold is again as it was, before anybody is served."""

import base64
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from requests_app.models import KeptData, KeptState, LegalHold, PrivacyRequest
from requests_app.selectors.holds import SEALED
from requests_app.services import holding, lapsing, same_person, stopping
from vault.fields import Sealed

INSTANTS = ("since", "release_asked_at", "ended_at", "purged_at")
PEOPLE = ("placed_by", "release_asked_by")
PLAIN = ("reason", "may_tell", "systems", "renewals", "end_cause", "name", "suffix", "points", "person")


@transaction.atomic
def hold_again(*, hold_id: UUID, kept: Mapping[str, Any], by: Principal, now: datetime) -> bool:
    """Bring one hold to the state that `selectors.holds.sealed` kept. False if it is in that state.

    Without the key of its day the case number stays empty; the hold binds all the same, by the keys of the person.
    """
    hold = LegalHold.objects.select_for_update().filter(id=hold_id).first()
    fresh = hold is None
    hold = hold or LegalHold(id=hold_id)
    before = None if fresh else _state(hold)
    _restore(hold, kept)
    if _state(hold) == before:
        return False
    subject = hold.next_subject()
    facts: dict[str, ledger.FactValue] = {"hold": hold.reason, "ended": not hold.is_active}
    facts |= {"until": hold.until.isoformat()} if hold.until else {}
    ledger.record(
        "request.hold_replayed", actor=by.actor, subject=subject, at=now, request=hold.request_id, facts=facts
    )
    hold.save(force_insert=fresh)
    if hold.is_active:
        _take_effect(hold, by=by, now=now)
    return True


def _state(hold: LegalHold) -> tuple[object, ...]:
    """What tells two states of a hold apart."""
    return (
        hold.until,
        hold.renewals,
        hold.release_asked_by,
        hold.ended_at,
        hold.end_cause,
        hold.purged_at,
        hold.person,
    )


def _restore(hold: LegalHold, kept: Mapping[str, Any]) -> None:
    for name in PLAIN:
        setattr(hold, name, kept[name])
    for name in INSTANTS:
        setattr(hold, name, datetime.fromisoformat(kept[name]) if kept[name] else None)
    for name in PEOPLE:
        setattr(hold, name, UUID(kept[name]) if kept[name] else None)
    hold.until = date.fromisoformat(kept["until"]) if kept["until"] else None
    asked = kept["request_id"]
    hold.request = PrivacyRequest.objects.filter(id=asked).first() if asked else None
    for name in SEALED:
        setattr(hold, name, _opened(hold, name, kept[name]))


def _opened(hold: LegalHold, name: str, sealed: str) -> str:
    hold.__dict__[name] = Sealed(base64.b64decode(sealed))
    try:
        return str(getattr(hold, name))
    except ValueError:  # its key is not at hand
        return ""


def _take_effect(hold: LegalHold, *, by: Principal, now: datetime) -> None:
    """Bind what this database knows of the person, and stop what it was erasing for them."""
    bound = {hold.request.submission} if hold.request else set()
    if hold.name and hold.points:
        points = frozenset(bytes.fromhex(one) for one in hold.points)
        bound |= set(same_person.submissions_of(same_person.Who(bytes.fromhex(hold.name), hold.suffix, points)))
    holding.bind((hold, submission) for submission in bound)
    stopping.stop_erasing(hold, [one.id for one in bound], by=by, now=now)


@transaction.atomic
def erased_again(*, kept_id: UUID, by: Principal, now: datetime) -> bool:
    """Kept data that was erased after the backup counts as erased: nobody is asked, or written to, twice."""
    row = KeptData.objects.select_for_update().filter(id=kept_id).first()
    if row is None or row.state == KeptState.ERASED:
        return False
    lapsing.count_as_erased(row, by=by, now=now)
    return True
