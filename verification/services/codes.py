"""One-time codes: for the check itself, and for other purposes such as opening a package."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import connection, transaction

from audit import ledger
from audit.actors import Actor, Subject
from notifications import services as notifications
from notifications.services import Recipient
from verification.methods import email_code
from verification.models import Attempt, Check, Code

from .checks import locked_check, request_settling
from .errors import Locked, NoContact, NotOpen, TooManyCodes

IDENTITY = "identity"


class CodeResult(StrEnum):
    """What became of a typed code."""

    ACCEPTED = "accepted"
    WRONG = "wrong"
    EXPIRED = "expired"
    LOCKED = "locked"


@dataclass(frozen=True)
class CodeOutcome:
    """The answer to one try. `tries_left` counts for the present code."""

    result: CodeResult
    tries_left: int = 0
    locked_until: datetime | None = None

    @property
    def accepted(self) -> bool:
        """Whether the code was right."""
        return self.result is CodeResult.ACCEPTED


@transaction.atomic
def send_code(*, subject_ref: UUID, by: Actor, now: datetime) -> None:
    """Send a code to the address typed in the request; an older code dies with it.

    Does the same whether or not anybody is known under that address. Raises `NotOpen`, `NoContact`, `Locked`
    while the lock lasts, `TooManyCodes` after three in an hour to one address.
    """
    check = locked_check(subject_ref)
    if check.status != Check.Status.OPEN:
        raise NotOpen
    if not check.has_email:
        raise NoContact
    if check.locked_until is not None and check.locked_until > now:
        raise Locked(check.locked_until)
    contact = check.contact
    to = Recipient(
        name=str(contact.get("name") or ""),
        email=str(contact["email"]),
        postal_address=None,
        language=str(contact.get("language") or "en"),
    )
    reference = str(contact.get("reference") or str(subject_ref)[-8:])
    _issue("verification_code", IDENTITY, subject_ref, subject_ref, to, reference, by, now)
    check.code_sent_at, check.locked_until = now, None
    subject = check.next_subject()
    check.save()
    ledger.record("identity.code_asked", actor=by, subject=subject, at=now, request=subject_ref)


@transaction.atomic
def try_code(*, subject_ref: UUID, code: str, by: Actor, now: datetime) -> CodeOutcome:
    """Judge one guess at the newest code of the check. What it proves is weighed by the worker.

    Raises `NotOpen` when the check is concluded or needs a person.
    """
    check = locked_check(subject_ref)
    if check.status != Check.Status.OPEN:
        raise NotOpen
    if check.locked_until is not None and check.locked_until > now:
        return CodeOutcome(CodeResult.LOCKED, 0, check.locked_until)
    outcome = _judge(IDENTITY, subject_ref, subject_ref, code, by, now)
    if outcome.accepted:
        check.email_proved_at = now
        _save(check, "identity.contact_proved", by=by, now=now)
        request_settling(check, now=now)
    elif outcome.result is CodeResult.LOCKED or (outcome.result is CodeResult.WRONG and not outcome.tries_left):
        return _lock(check, by=by, now=now, was=outcome)
    return outcome


@transaction.atomic
def issue_code(
    *, purpose: str, subject_ref: UUID, to: Recipient, reference: str, by: Actor, now: datetime,
    request: UUID | None = None,
) -> None:  # fmt: skip
    """Send a one-time code for another purpose, such as `package`. Letter kind: `<purpose>_code`.

    `reference` is what the letter calls the request. Raises `NoContact` without an address, `TooManyCodes`
    after three in an hour to one address.
    """
    if not to.email:
        raise NoContact
    _issue(f"{purpose}_code", purpose, subject_ref, request or subject_ref, to, reference, by, now)


@transaction.atomic
def use_code(
    *, purpose: str, subject_ref: UUID, code: str, by: Actor, now: datetime, request: UUID | None = None
) -> CodeOutcome:
    """Judge and consume a code of that purpose: bound to the subject, once, five tries."""
    return _judge(purpose, subject_ref, request or subject_ref, code, by, now)


def _issue(
    letter: str, purpose: str, subject_ref: UUID, request: UUID, to: Recipient, reference: str, by: Actor, now: datetime
) -> None:
    row, digits = email_code.start(subject_ref=subject_ref, purpose=purpose, email=to.email or "", now=now)
    _throttle(row, now)
    subject = row.next_subject()
    row.save(force_insert=True)
    ledger.record("identity.code_sent", actor=by, subject=subject, at=now, request=request, facts={"purpose": purpose})
    minutes = int(email_code.LIFETIME.total_seconds() // 60)
    notifications.queue(
        letter, about=subject_ref, request=request, to=to, by=by, now=now, prefer="email", statutory=False,
        context={"reference": reference, "code": digits, "valid_minutes": minutes},
    )  # fmt: skip


def _throttle(row: Code, now: datetime) -> None:
    # Counting and inserting must be one step per address: the lock is of this transaction, and named after it.
    with connection.cursor() as cursor:
        lock_name = int.from_bytes(row.contact_index[:8], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_name])
    hour = timedelta(hours=1)
    recent = Code.objects.filter(contact_index=row.contact_index, purpose=row.purpose, created_at__gt=now - hour)
    sent = sorted(recent.values_list("created_at", flat=True))
    if len(sent) >= email_code.CODES_PER_HOUR:
        raise TooManyCodes(sent[-email_code.CODES_PER_HOUR] + hour)


def _judge(purpose: str, subject_ref: UUID, request: UUID, typed: str, by: Actor, now: datetime) -> CodeOutcome:
    digits = email_code.clean(typed)
    judged = email_code.attempt(subject_ref=subject_ref, purpose=purpose, typed=digits, now=now) if digits else None
    if judged is None:
        return _not_judged(purpose, subject_ref, digits, now)
    result = CodeResult.ACCEPTED if judged.right else CodeResult.WRONG
    Attempt.objects.create(subject_ref=subject_ref, method=email_code.SLUG, outcome=result, at=now)
    ledger.record(
        "identity.code_accepted" if judged.right else "identity.code_refused",
        actor=by, subject=Subject(Code.ledger_type, judged.code_id, judged.rev), at=now,
        request=request, facts={"purpose": purpose, "tries_left": judged.tries_left},
    )  # fmt: skip
    return CodeOutcome(result, judged.tries_left)


def _not_judged(purpose: str, subject_ref: UUID, digits: str, now: datetime) -> CodeOutcome:
    newest = Code.objects.filter(subject_ref=subject_ref, purpose=purpose).order_by("-created_at", "-id").first()
    if newest is None or newest.used_at is not None or newest.expires_at <= now:
        return CodeOutcome(CodeResult.EXPIRED)
    left = email_code.MAX_TRIES - newest.tries
    # What cannot be a code is wrong, and costs nothing: a slip of the finger is no guess.
    return CodeOutcome(CodeResult.WRONG, left) if left and not digits else CodeOutcome(CodeResult.LOCKED)


def _lock(check: Check, *, by: Actor, now: datetime, was: CodeOutcome) -> CodeOutcome:
    failures = Attempt.objects.filter(
        subject_ref=check.subject_ref, method=email_code.SLUG, outcome=CodeResult.WRONG
    ).count()
    if failures >= email_code.MAX_FAILURES:
        check.status = Check.Status.LOCKED
        _save(check, "identity.needs_person", by=by, now=now)
        return CodeOutcome(CodeResult.LOCKED)
    check.locked_until = now + email_code.LOCK
    _save(check, "identity.locked", by=by, now=now)
    return CodeOutcome(was.result, 0, check.locked_until)


def _save(check: Check, event: str, *, by: Actor, now: datetime) -> None:
    subject = check.next_subject()
    check.save()
    ledger.record(event, actor=by, subject=subject, at=now, request=check.subject_ref)
