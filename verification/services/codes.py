"""One-time codes: for the check itself, and for other purposes such as opening a package."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor, ActorType, Subject
from audit.facts import FactValue
from notifications import services as notifications
from notifications.services import Preference, Recipient
from verification.methods import contacts, email_code, one_time, sms_code
from verification.methods.one_time import IDENTITY
from verification.models import Attempt, Check, Code, Contact

from . import waiting_codes
from .checks import locked_check, request_settling
from .contact_points import contact_of
from .errors import Locked, NoContact, NotOpen, TooManyCodes

BY_CODE = (email_code.SLUG, sms_code.SLUG)


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
def send_code(*, subject_ref: UUID, by: Actor, now: datetime, contact_id: UUID | None = None) -> datetime | None:
    """Send a code to a contact point of the request, the first e-mail address unless one is named.

    An older code for it dies; codes of other contact points live on. Does the same whether or not anybody is known
    under it. None where the code is on its way; else the instant at which it comes with others, to a mailbox that got
    many (`waiting_codes`). Raises `NotOpen`, `NoContact` where nothing can be sent there, `Locked` while it rests after
    too many tries, `TooManyCodes` after three of this check in an hour, or three in a day to one that was named later.
    """
    check = locked_check(subject_ref)
    if check.status != Check.Status.OPEN:
        raise NotOpen
    contact = contact_of(check, contact_id)
    if not contacts.reachable(contact):
        raise NoContact
    resting = _rests_until(subject_ref, bytes(contact.value_index), now)
    if resting is not None:
        raise Locked(resting)
    if contact.further:
        _spare_strangers(check, contact, now)
    reference = str(check.contact.get("reference") or str(subject_ref)[-8:])
    method = contacts.METHODS[contact.kind]
    index = bytes(contact.value_index)
    waiting_codes.check_own_measure(subject_ref=subject_ref, purpose=IDENTITY, contact_index=index, now=now)
    comes_at = waiting_codes.wait(check, contact, by=by, now=now)
    facts: dict[str, FactValue] = {"method": method.SLUG, "contact": str(contact.id)}
    if comes_at is not None:
        _save(check, "identity.code_asked", by=by, now=now, facts=facts)
        return comes_at
    code, digits = method.start(subject_ref=subject_ref, purpose=IDENTITY, value=contact.value, now=now)
    to = _recipient(check, contact)
    _issue(method.LETTER, code, digits, subject_ref, to, reference, by, now)
    _save(check, "identity.code_asked", by=by, now=now, facts=facts)
    return None


@transaction.atomic
def try_code(*, subject_ref: UUID, code: str, by: Actor, now: datetime, contact_id: UUID | None = None) -> CodeOutcome:
    """Judge one guess at the newest code of one contact point. What it proves is weighed by the worker.

    Raises `NotOpen` when the check is concluded or needs a person, `NoContact`.
    """
    check = locked_check(subject_ref)
    if check.status != Check.Status.OPEN:
        raise NotOpen
    contact = contact_of(check, contact_id)
    index = bytes(contact.value_index)
    resting = _rests_until(subject_ref, index, now)
    if resting is not None:
        return CodeOutcome(CodeResult.LOCKED, 0, resting)
    method = contacts.METHODS[contact.kind].SLUG
    outcome = _judge(IDENTITY, subject_ref, subject_ref, code, by, now, method=method, contact_index=index)
    facts: dict[str, FactValue] = {"method": method, "contact": str(contact.id)}
    if outcome.accepted:
        _save(check, "identity.contact_proved", by=by, now=now, facts=facts)
        request_settling(check, now=now)
        return outcome
    return _after_failure(check, outcome, facts, by=by, now=now)


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
    code, digits = email_code.start(subject_ref=subject_ref, purpose=purpose, value=to.email, now=now)
    waiting_codes.check_own_measure(
        subject_ref=subject_ref, purpose=purpose, contact_index=bytes(code.contact_index), now=now
    )
    _issue(f"{purpose}_code", code, digits, request or subject_ref, replace(to, phone=None), reference, by, now)


@transaction.atomic
def use_code(
    *, purpose: str, subject_ref: UUID, code: str, by: Actor, now: datetime, request: UUID | None = None
) -> CodeOutcome:
    """Judge and consume a code of that purpose: bound to the subject, once, five tries."""
    return _judge(purpose, subject_ref, request or subject_ref, code, by, now)


def _recipient(check: Check, contact: Contact) -> Recipient:
    """The person at this one contact point, so that the letter can go nowhere else."""
    name, language = str(check.contact.get("name") or ""), str(check.contact.get("language") or "en")
    if contact.kind == Contact.Kind.PHONE:
        return Recipient(name=name, phone=contact.value, language=language)
    return Recipient(name=name, email=contact.value, language=language)


def _issue(
    letter: str, row: Code, digits: str, request: UUID, to: Recipient, reference: str, by: Actor, now: datetime
) -> None:
    subject = row.next_subject()
    row.save(force_insert=True)
    prefer: Preference = "sms" if to.phone else "email"
    facts: dict[str, FactValue] = {"purpose": row.purpose, "channel": prefer}
    ledger.record("identity.code_sent", actor=by, subject=subject, at=now, request=request, facts=facts)
    minutes = int((row.expires_at - now).total_seconds() // 60)
    # A code that an agent sends is read back in that call; all others say that nobody will ever ask for them.
    spoken = {"by_phone": True} if row.purpose == IDENTITY and by.type is ActorType.STAFF else {}
    notifications.queue(
        letter, about=row.subject_ref, request=request, to=to, by=by, now=now, prefer=prefer, statutory=False,
        context={"reference": reference, "code": digits, "valid_minutes": minutes, **spoken},
    )  # fmt: skip


def _spare_strangers(check: Check, contact: Contact, now: datetime) -> None:
    """Nobody who was only named, by somebody who may not know them, gets a code every hour."""
    codes = Code.objects.filter(
        subject_ref=check.subject_ref, purpose=IDENTITY, contact_index=bytes(contact.value_index)
    )
    day = timedelta(days=1)
    sent = sorted(codes.filter(created_at__gt=now - day).values_list("created_at", flat=True))
    if len(sent) >= one_time.CODES_PER_DAY_UNPROVED and not codes.filter(used_at__isnull=False).exists():
        raise TooManyCodes(sent[-one_time.CODES_PER_DAY_UNPROVED] + day)


def _judge(
    purpose: str, subject_ref: UUID, request: UUID, typed: str, by: Actor, now: datetime, *,
    method: str = email_code.SLUG, contact_index: bytes | None = None,
) -> CodeOutcome:  # fmt: skip
    which = {"subject_ref": subject_ref, "purpose": purpose, "contact_index": contact_index}
    digits = one_time.clean(typed)
    judged = one_time.judge(**which, typed=digits, now=now) if digits else None  # type: ignore[arg-type]  # the same keys as one_time.judge takes
    if judged is None:
        return _not_judged(purpose, subject_ref, digits, now, contact_index)
    result = CodeResult.ACCEPTED if judged.right else CodeResult.WRONG
    Attempt.objects.create(subject_ref=subject_ref, method=method, outcome=result, at=now)
    ledger.record(
        "identity.code_accepted" if judged.right else "identity.code_refused",
        actor=by, subject=Subject(Code.ledger_type, judged.code_id, judged.rev), at=now,
        request=request, facts={"purpose": purpose, "tries_left": judged.tries_left},
    )  # fmt: skip
    return CodeOutcome(result, judged.tries_left, judged.locked_until)


def _not_judged(
    purpose: str, subject_ref: UUID, digits: str, now: datetime, contact_index: bytes | None
) -> CodeOutcome:
    newest = _newest(purpose, subject_ref, contact_index)
    if newest is None or newest.used_at is not None or newest.expires_at <= now:
        return CodeOutcome(CodeResult.EXPIRED)
    left = one_time.MAX_TRIES - newest.tries
    # What cannot be a code is wrong, and costs nothing: a slip of the finger is no guess.
    return CodeOutcome(CodeResult.WRONG, left) if left and not digits else CodeOutcome(CodeResult.LOCKED)


def _newest(purpose: str, subject_ref: UUID, contact_index: bytes | None) -> Code | None:
    codes = Code.objects.filter(subject_ref=subject_ref, purpose=purpose)
    if contact_index is not None:
        codes = codes.filter(contact_index=contact_index)
    return codes.order_by("-created_at", "-id").first()


def _rests_until(subject_ref: UUID, contact_index: bytes, now: datetime) -> datetime | None:
    newest = _newest(IDENTITY, subject_ref, contact_index)
    until = newest.locked_until if newest else None
    return until if until is not None and until > now else None


def _after_failure(
    check: Check, outcome: CodeOutcome, facts: dict[str, FactValue], *, by: Actor, now: datetime
) -> CodeOutcome:
    """The last wrong try closes the contact point for a while; so many of them that only a person can go on."""
    tried = Attempt.objects.filter(subject_ref=check.subject_ref, method__in=BY_CODE, outcome=CodeResult.WRONG)
    if tried.count() >= one_time.MAX_FAILURES:
        check.status = Check.Status.LOCKED
        _save(check, "identity.needs_person", by=by, now=now, facts={"method": facts["method"]})
        return CodeOutcome(CodeResult.LOCKED)
    if outcome.result is CodeResult.WRONG and outcome.locked_until is not None:
        _save(check, "identity.locked", by=by, now=now, facts=facts)
    return outcome


def _save(check: Check, event: str, *, by: Actor, now: datetime, facts: dict[str, FactValue]) -> None:
    subject = check.next_subject()
    check.save()
    ledger.record(event, actor=by, subject=subject, at=now, request=check.subject_ref, facts=facts)
