"""After a restore from an older backup: what somebody had stopped is stopped again, before anybody is served."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from requests_app.models import HoldState, ReleaseHold, Submission
from requests_app.release_rules import MOST
from requests_app.services import release_holds

STOPPED = (HoldState.STOPPED, HoldState.REFUSED)


@transaction.atomic
def stop_again(
    *, hold_id: UUID, submission_id: UUID | None, stopped_at: datetime, by: Principal, now: datetime
) -> bool:
    """Stop one wait again, an officer's refusal too: an officer looks once more. False if it is stopped.

    A submission that the backup does not hold has nothing to stop. The token of the warning is gone where the wait
    itself was; the telephone is not.
    """
    hold = ReleaseHold.objects.select_for_update().filter(id=hold_id).first()
    if hold is not None and hold.state in STOPPED:
        return False
    fresh = hold is None
    if hold is None:
        submission = Submission.objects.filter(id=submission_id).first() if submission_id else None
        if submission is None or ReleaseHold.objects.filter(submission=submission).exists():
            return False
        hold = ReleaseHold(
            id=hold_id, submission=submission, hours=MOST, began_at=stopped_at,
            ends_at=stopped_at + timedelta(hours=MOST), token_hash=release_holds.hash_of(secrets.token_urlsafe(32)),
        )  # fmt: skip
    hold.state, hold.stopped_at, hold.stopped_via = HoldState.STOPPED, stopped_at, "restore"
    subject = hold.next_subject()
    hold.save(force_insert=fresh)
    facts = {"method": "restore"}
    ledger.record(
        "release_hold.replayed", actor=by.actor, subject=subject, at=now, request=hold.submission_id, facts=facts
    )
    release_holds.freeze_all(hold.submission_id, by=by, now=now)
    return True
