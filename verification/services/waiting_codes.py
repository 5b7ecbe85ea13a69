"""How many codes one mailbox gets, whoever asks: soon enough for its owner, too few to be a flood.

Anybody can name anybody's mailbox. So what one check uses up is its own: three codes an hour, and no other check loses
a place by it. Against a flood the mailbox has a day's measure: its first ten codes go out at once, and the first of
each further check up to thirty. Beyond that nobody is refused: codes wait, and every twenty minutes one mail brings
them all, each beside the reference it belongs to. That is 30 + 72 mails in 24 hours at the very most, and nobody's
code is more than twenty minutes late. A text has room for one code and costs money: beyond the measure it has to wait
for the day to pass, and the mailbox goes on. What staff send in a call is theirs to answer for and goes at once.

Counted are codes that went to a contact point, never what is known about it, under a lock named after it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from audit import ledger
from audit.actors import Actor, ActorType
from audit.facts import FactValue
from jobs import services as jobs
from notifications import services as notifications
from notifications.services import Recipient
from verification.methods import contacts, one_time
from verification.methods.one_time import IDENTITY
from verification.models import Check, Code, Contact

from .checks import locked_check
from .errors import TooManyCodes

BY = Actor.system("verification.send_waiting_codes")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def check_own_measure(*, subject_ref: UUID, purpose: str, contact_index: bytes, now: datetime) -> None:
    """Lock the contact point, and raise `TooManyCodes` where this very subject got its three codes in this hour.

    Codes for other purposes than a check are asked for by whoever opened a request already, and are counted for the
    contact point alone.
    """
    lock(contact_index)
    recent = Code.objects.filter(contact_index=contact_index, purpose=purpose, created_at__gt=now - HOUR)
    own = recent.filter(subject_ref=subject_ref) if purpose == IDENTITY else recent
    sent = sorted(own.values_list("created_at", flat=True))
    if len(sent) >= one_time.CODES_PER_HOUR:
        raise TooManyCodes(sent[-one_time.CODES_PER_HOUR] + HOUR)


def wait(check: Check, contact: Contact, *, by: Actor, now: datetime) -> datetime | None:
    """None where a code goes out now; else the instant at which it comes with others. The contact point is locked.

    Raises `TooManyCodes` for a phone number that got its measure.
    """
    if by.type is ActorType.STAFF:
        return None
    sent = _lately(bytes(contact.value_index), now)
    first = not any(ref == check.subject_ref for _at, ref in sent)
    most = one_time.FIRST_CODES_PER_DAY if first else one_time.CODES_PER_DAY
    if len(sent) < most:
        return None
    if contact.kind != Contact.Kind.EMAIL:
        raise TooManyCodes(sent[-most][0] + DAY)
    return _join(contact, sent[-1][0], now)


@transaction.atomic
def send_waiting(*, contact_id: UUID, now: datetime) -> int:
    """The worker's part: one mail with the codes that wait for the mailbox of this contact point, for each language.

    Gives how many codes went out. May be repeated.
    """
    waits = Contact.objects.filter(id=contact_id, wanted_at__isnull=False).exclude(value_index=b"")
    index = waits.values_list("value_index", flat=True).first()
    if not index:
        return 0  # erased meanwhile, or it went with the mail of another
    refs = sorted(_waiting(bytes(index)).values_list("check_row__subject_ref", flat=True))
    checks = {check.id: check for check in (locked_check(ref) for ref in refs)}
    lock(bytes(index))
    wanted = list(_waiting(bytes(index)).filter(check_row__in=checks).order_by("wanted_at", "id"))
    _waiting(bytes(index)).filter(id__in=[one.id for one in wanted]).update(wanted_at=None)
    pairs = [(checks[one.check_row_id], one) for one in wanted if checks[one.check_row_id].status == Check.Status.OPEN]
    pairs.sort(key=lambda pair: _language(pair[0]))
    for language, group in groupby(pairs, key=lambda pair: _language(pair[0])):
        _send(list(group), language, now=now)
    return len(pairs)


def lock(contact_index: bytes) -> None:
    """Counting and sending are one step for each contact point: the lock is of this transaction, named after it."""
    with connection.cursor() as cursor:
        name = int.from_bytes(contact_index[:8], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [name])


def _lately(contact_index: bytes, now: datetime) -> list[tuple[datetime, UUID]]:
    rows = Code.objects.filter(contact_index=contact_index, purpose=IDENTITY, created_at__gt=now - DAY)
    return sorted(rows.values_list("created_at", "subject_ref"))


def _waiting(contact_index: bytes) -> QuerySet[Contact]:
    return Contact.objects.filter(value_index=contact_index, wanted_at__isnull=False)


def _join(contact: Contact, last: datetime, now: datetime) -> datetime:
    """Let a contact point wait for the next mail to its mailbox, which leaves when the last is old enough."""
    leaves_at = max(now, last + one_time.TOGETHER_EVERY)
    if contact.wanted_at is None:
        Contact.objects.filter(id=contact.id).update(wanted_at=now)
    # Opaque ids alone: the job of one contact point sends for all that wait for the same mailbox.
    key = f"send_waiting_codes:{contact.id}:{int(leaves_at.timestamp())}"
    args: dict[str, str | int] = {"contact": str(contact.id)}
    jobs.enqueue("verification.send_waiting_codes", args=args, now=now, run_after=leaves_at, dedupe_key=key)
    return leaves_at


def _send(pairs: Sequence[tuple[Check, Contact]], language: str, *, now: datetime) -> None:
    (check, contact), method = pairs[0], contacts.METHODS[Contact.Kind.EMAIL]
    rows = []
    for each, point in pairs:
        code, digits = method.start(subject_ref=each.subject_ref, purpose=IDENTITY, value=point.value, now=now)
        _record(each, point, code, now=now)
        rows.append({"reference": _reference(each), "code": digits})
    minutes = int(method.LIFETIME.total_seconds() // 60)
    # A mailbox that several people named is greeted by nobody's name.
    to = Recipient(name=str(check.contact.get("name") or "") if len(pairs) == 1 else "", email=contact.value,
                   language=language)  # fmt: skip
    notifications.queue(
        method.LETTER, about=check.subject_ref, request=check.subject_ref, to=to, by=BY, now=now, prefer="email",
        statutory=False, context={**rows[0], "valid_minutes": minutes, "others": rows[1:]},
    )  # fmt: skip


def _record(check: Check, contact: Contact, code: Code, *, now: datetime) -> None:
    subject = code.next_subject()
    code.save(force_insert=True)
    facts: dict[str, FactValue] = {"purpose": IDENTITY, "channel": "email"}
    ledger.record("identity.code_sent", actor=BY, subject=subject, at=now, request=check.subject_ref, facts=facts)


def _language(check: Check) -> str:
    return str(check.contact.get("language") or "en")


def _reference(check: Check) -> str:
    return str(check.contact.get("reference") or str(check.subject_ref)[-8:])
