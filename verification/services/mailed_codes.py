"""A code by post: asked for without a look, sent by a worker where an address is on file, entered once."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from audit import ledger
from audit.actors import Actor
from audit.ids import new_id
from jobs import services as jobs
from notifications import services as notifications
from notifications.rendering import local_day
from notifications.services import Recipient
from verification.methods import mailed_code
from verification.models import Attempt, Check, PostedCode

from .checks import locked_check, request_settling
from .codes import CodeOutcome, CodeResult
from .errors import Locked, NotOpen
from .settling import ask, look_up, weigh

LETTER = "mailed_code"
BY = Actor.system("verification.mail_code")
PRINT_WITHIN = timedelta(days=2)


@transaction.atomic
def ask_for_mailed_code(*, subject_ref: UUID, channel: str, by: Actor, now: datetime) -> datetime:
    """Ask for a code by post to the address on file; gives the instant until which it would work.

    Does the same whether or not anybody is known. `channel` says how it was asked for: web, phone or api. Raises
    `NotOpen`, and `Locked` while the last letter is younger than `mailed_code_every_days`.
    """
    check = locked_check(subject_ref)
    if not mailed_code.offered(check):
        raise NotOpen
    last, limits = _newest(subject_ref), mailed_code.limits()
    if last is not None and last.asked_at + limits.every > now:
        raise Locked(last.asked_at + limits.every)
    wish = PostedCode(
        id=new_id(), subject_ref=subject_ref, asked_at=now, asked_by=by.id[:64], expires_at=now + limits.valid
    )
    subject, until = wish.next_subject(), local_day(wish.expires_at).isoformat()
    wish.save(force_insert=True)
    facts = {"channel": channel, "until": until}
    ledger.record("identity.mailed_code_asked", actor=by, subject=subject, at=now, request=subject_ref, facts=facts)
    jobs.enqueue("verification.mail_code", args={"wish": str(wish.id)}, now=now, dedupe_key=f"mail_code:{wish.id}")
    return wish.expires_at


@transaction.atomic
def mail_code(*, wish_id: UUID, now: datetime) -> PostedCode:
    """The worker's part: look the address up and queue the letter, or note for staff why none goes. May be repeated."""
    subject_ref = PostedCode.objects.values_list("subject_ref", flat=True).get(id=wish_id)
    answer = ask(subject_ref)
    check = locked_check(subject_ref)
    wish = PostedCode.objects.select_for_update().get(id=wish_id)
    if wish.finding != PostedCode.Finding.WAITING:
        return wish
    if check.status != Check.Status.OPEN or check.forgotten_at is not None or check.person_only_at is not None:
        return _not_sent(wish, PostedCode.Finding.OVER, now=now)
    # Looked up anew: what changed on file since the last look decides.
    weigh(check, by=BY, now=now, facts_points=look_up(check, now=now, answer=answer))
    finding, address = mailed_code.address_of(check)
    if check.status != Check.Status.OPEN:
        return _not_sent(wish, PostedCode.Finding.OVER, now=now)
    if finding != PostedCode.Finding.SENT:
        return _not_sent(wish, finding, now=now)
    wish.address_index = mailed_code.address_index(address)
    if _too_often(wish, now=now):
        return _not_sent(wish, PostedCode.Finding.TOO_OFTEN, now=now)
    return _send(wish, check, address, now=now)


@transaction.atomic
def try_mailed_code(*, subject_ref: UUID, code: str, by: Actor, now: datetime) -> CodeOutcome:
    """Judge one guess at the code of the newest letter; on the page, by phone, or through the API.

    The answer is the same whether or not a letter went out. Raises `NotOpen`.
    """
    check = locked_check(subject_ref)
    if check.status != Check.Status.OPEN:
        raise NotOpen
    wish = PostedCode.objects.select_for_update().filter(subject_ref=subject_ref).order_by("-asked_at", "-id").first()
    if wish is None or wish.used_at is not None or wish.expires_at <= now:
        return CodeOutcome(CodeResult.EXPIRED)
    left = mailed_code.MAX_TRIES - wish.tries
    typed = mailed_code.clean(code)
    if not left or not typed:
        return CodeOutcome(CodeResult.WRONG, left) if left else CodeOutcome(CodeResult.LOCKED)
    right = mailed_code.attempt(wish, typed=typed, now=now)
    result = CodeResult.ACCEPTED if right else CodeResult.WRONG
    Attempt.objects.create(subject_ref=subject_ref, method=mailed_code.SLUG, outcome=result, at=now)
    _save(wish, "identity.mailed_code_accepted" if right else "identity.mailed_code_refused", by, now,
          tries_left=left - 1)  # fmt: skip
    if right:
        subject = check.next_subject()
        check.save()
        facts = {"method": mailed_code.SLUG}
        ledger.record("identity.contact_proved", actor=by, subject=subject, at=now, request=subject_ref, facts=facts)
        request_settling(check, now=now)
    return CodeOutcome(result, left - 1)


def _newest(subject_ref: UUID) -> PostedCode | None:
    return PostedCode.objects.filter(subject_ref=subject_ref).order_by("-asked_at", "-id").first()


def _too_often(wish: PostedCode, *, now: datetime) -> bool:
    """Whether that address got its share lately, from whomever. Counting and sending are one step per address."""
    limits, name = mailed_code.limits(), bytes(wish.address_index)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(name[:8], "big", signed=True)])
    lately = PostedCode.objects.filter(address_index=name, finding=PostedCode.Finding.SENT)
    return lately.filter(settled_at__gt=now - limits.every).count() >= limits.per_address


def _send(wish: PostedCode, check: Check, address: dict[str, object], *, now: datetime) -> PostedCode:
    code, wish.code_hash = mailed_code.start()
    person = {**check.claims, **(check.claims.get("consumer") or {})}
    name = " ".join(str(person.get(part) or "") for part in ("given_name", "family_name")).strip()
    until = local_day(wish.expires_at)
    # Filed under the wish and not under the request: what the requester sees of their letters must not tell whether
    # somebody is on file.
    notifications.queue(
        LETTER, about=wish.id, request=None, by=BY, now=now, prefer="post", statutory=False,
        to=Recipient(name=name, postal_address=address, language=str(check.contact.get("language") or "en")),
        context={"reference": str(check.contact.get("reference") or str(check.subject_ref)[-8:]), "code": code,
                 "valid_until": until},
        post_by=local_day(now + PRINT_WITHIN),
    )  # fmt: skip
    wish.finding, wish.settled_at = PostedCode.Finding.SENT, now
    return _save(wish, "identity.mailed_code_sent", BY, now, until=until.isoformat())


def _not_sent(wish: PostedCode, finding: PostedCode.Finding, *, now: datetime) -> PostedCode:
    wish.finding, wish.settled_at = finding, now
    if finding != PostedCode.Finding.TOO_OFTEN:
        wish.address_index = b""
    return _save(wish, "identity.mailed_code_not_sent", BY, now, cause=str(finding))


def _save(wish: PostedCode, event: str, by: Actor, now: datetime, **facts: ledger.FactValue) -> PostedCode:
    subject = wish.next_subject()
    wish.save()
    ledger.record(event, actor=by, subject=subject, at=now, request=wish.subject_ref, facts=facts)
    return wish
