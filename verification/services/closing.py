"""A check ends with the last request that it is for, and opens again with one.

It shuts as it stands: that a request is over says nothing about who asked. No code goes out or is taken from then on,
no paper either, and what came is destroyed as the policy of papers says of a concluded check.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor
from verification.assurance import Tier
from verification.methods import one_time
from verification.models import Attempt, Check

REASON = "request_over"
BY_CODE = ("email_code", "sms_code")


def hold(*, subject_ref: UUID) -> None:
    """Take the lock of a check, if there is one, before those of its requests and its submission.

    Who holds a request and then wants its check, while somebody holds the check and wants the request, waits for ever.
    """
    Check.objects.select_for_update().filter(subject_ref=subject_ref).first()


@transaction.atomic
def close_check(*, subject_ref: UUID, by: Actor, now: datetime) -> bool:
    """Shut a check that still waits for proof, because nothing that needs it is open. False if there is none.

    Called with the requests locked, so a check that somebody holds just now is left to the sweep.
    """
    checks = Check.objects.select_for_update(skip_locked=True)
    waits = checks.filter(subject_ref=subject_ref, status__in=(Check.Status.OPEN, Check.Status.LOCKED))
    check = waits.first()
    if check is None:
        return False
    before, check.status = str(check.status), Check.Status.FAILED
    check.concluded_at = check.over_at = now
    _save(check, "identity.closed", before, by=by, now=now)
    return True


@transaction.atomic
def open_again(*, subject_ref: UUID, by: Actor, now: datetime) -> bool:
    """Something that needs the check is open again: so is the check, if it shut for want of that alone.

    After too many wrong codes only a person goes on, as before. Lock the check first (`hold`).
    """
    check = Check.objects.select_for_update().filter(subject_ref=subject_ref, forgotten_at=None).first()
    if check is None or check.over_at is None or check.status != Check.Status.FAILED:
        return False
    before, check.status = str(check.status), Check.Status.LOCKED if _too_many(check) else Check.Status.OPEN
    check.concluded_at = check.over_at = None
    if check.reached >= check.required:
        # Signs of fraud were explained away meanwhile: what was shown is enough now.
        check.status, check.concluded_at = Check.Status.PASSED, now
    _save(check, "identity.reopened", before, by=by, now=now)
    return True


def _too_many(check: Check) -> bool:
    wrong = Attempt.objects.filter(subject_ref=check.subject_ref, method__in=BY_CODE, outcome="wrong")
    return wrong.count() >= one_time.MAX_FAILURES


def _save(check: Check, event: str, before: str, *, by: Actor, now: datetime) -> None:
    facts: dict[str, ledger.FactValue] = {"required": Tier(check.required).name}
    if check.over_at is not None:
        facts["reached"] = Tier(check.reached).name
    subject = check.next_subject()
    check.save()
    ledger.record(
        event, actor=by, subject=subject, at=now, request=check.subject_ref, before=before, after=str(check.status),
        reason=REASON if check.over_at is not None else None, facts=facts,
    )  # fmt: skip
