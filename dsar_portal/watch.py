"""Watching the ledger: proved again each night, its head mailed outside each day, and an alarm when something stands.

Everything here is found again and again: a day or an alarm already served is known by the key of its job.
"""

import smtplib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction

from accounts import selectors as staff
from accounts.models import User
from accounts.roles import Role
from audit import alarms, checkpoints, fsck, ledger, notes
from audit import selectors as entries
from audit.actors import Actor, Subject
from audit.ids import new_id
from jobs.registry import handles
from jobs.services import RetryLater, enqueue
from jobs.sweeps import sweep
from notifications import services as outbox
from notifications.organisation import organisation
from notifications.recipients import Recipient

WATCH = Actor.system("sweep.ledger_watch")
NIGHT_ENDS = 2
# What was recorded a moment ago may still be on its way into the tree while everything is proved.
IN_FLIGHT = timedelta(minutes=2)
TOLD = frozenset({Role.ADMIN, Role.LEAD, Role.AUDITOR})
WORDS = """This is the newest signed checkpoint of the ledger of {name}.

Keep this message. If the history before it is ever rewritten, this note shows it. Nothing in it is about a person.

{note}
Fingerprint of the key: {fingerprint}
To check a bundle of evidence against it: python3 verify_ledger.py BUNDLE --note FILE, with the attached file.
"""


@sweep("ledger_daily", every_seconds=3600)
def daily(*, now: datetime) -> int:
    """Once a night, at two in the portal's own zone: prove everything, and mail the head. Gives 1 when it was due."""
    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    if local.hour < NIGHT_ENDS:
        return 0
    day = local.date().isoformat()
    enqueue("ledger.check", args={}, now=now, dedupe_key=f"ledger.check:{day}")
    if settings.CHECKPOINT_RECIPIENTS:
        enqueue("ledger.mail_checkpoint", args={"day": day}, now=now, dedupe_key=f"ledger.mail:{day}", queue="mail")
    return 1


@sweep("ledger_alarms", every_seconds=60)
def sound(*, now: datetime) -> int:
    """Tell staff of every standing alarm, each kind once a day. Gives how many stand."""
    standing = alarms.standing()
    for alarm in standing:
        key = f"ledger.alarm:{alarm.kind}:{now.date().isoformat()}"
        enqueue("ledger.alarm", args={"kind": alarm.kind}, now=now, dedupe_key=key)
    return len(standing)


@handles("ledger.check", atomic=False)
def check(*, now: datetime) -> None:
    """Prove the whole ledger again and record what came of it."""
    folder = checkpoints.folder()
    report = fsck.check(
        keys=checkpoints.keys(folder), published=checkpoints.published(folder), since=_clock() - IN_FLIGHT
    )
    facts: dict[str, ledger.FactValue] = {
        "outcome": "holds" if report.holds else "broken",
        "entries": report.entries,
        "tree_size": report.tree_size,
        "checkpoints": report.checkpoints,
    }
    with transaction.atomic():
        ledger.record("ledger.checked", actor=WATCH, subject=Subject.event("ledger"), at=now, facts=facts)


@handles("ledger.alarm")
def tell(*, now: datetime, kind: str) -> None:
    """Write to those who must look, unless the alarm has ended meanwhile."""
    alarm = next((one for one in alarms.standing() if one.kind == kind), None)
    if alarm is None:
        return
    people = [user for user in staff.everybody() if user.email and _must_look(user, now)]
    readers = [Recipient(name=user.display_name, email=user.email, language=user.language) for user in people]
    for reader in readers or [_privacy_office()]:
        outbox.queue(
            "staff_alert",
            about=new_id(),
            request=None,
            to=reader,
            context={"reference": "LEDGER", "what": alarm.text, "path": "/admin-room/health/"},
            by=WATCH,
            now=now,
        )
    facts: dict[str, ledger.FactValue] = {"cause": kind, "recipients": max(len(readers), 1)}
    ledger.record("ledger.alarmed", actor=WATCH, subject=Subject.event("ledger"), at=now, facts=facts)


def _privacy_office() -> Recipient:
    """Where no member of staff has given an address, somebody must still hear of it."""
    office = organisation()
    return Recipient(name=office.privacy_officer or office.name, email=office.email)


def _must_look(user: User, now: datetime) -> bool:
    """Guests come to read, not to repair."""
    return user.may_enter(now) and user.expires_at is None and bool(TOLD & set(user.roles))


@handles("ledger.mail_checkpoint", atomic=False)
def mail_checkpoint(*, now: datetime, day: str) -> None:
    """Mail the newest note, word for word, to everybody who keeps copies. Raises `RetryLater` while mail is away."""
    head = entries.latest_checkpoint()
    if head is None:
        return
    try:
        for address in settings.CHECKPOINT_RECIPIENTS:
            _message(head.note, address, day).send(fail_silently=False)
    except (smtplib.SMTPException, OSError) as away:
        raise RetryLater(type(away).__name__.lower()) from None
    count = len(settings.CHECKPOINT_RECIPIENTS)
    with transaction.atomic():
        facts: dict[str, ledger.FactValue] = {"tree_size": head.tree_size, "recipients": count}
        ledger.record("ledger.checkpoint_mailed", actor=WATCH, subject=Subject.event("ledger"), at=now, facts=facts)
        with connection.cursor() as cursor:
            cursor.execute("SELECT audit.note_publication(%s, 'mail', %s)", [head.tree_size, day])


def _message(note: str, address: str, day: str) -> EmailMessage:
    """The note stands in the text and, safe from mail programs that break lines, in a file."""
    sender, said = organisation(), notes.read_text(note)
    body = WORDS.format(name=sender.name, note=note, fingerprint=checkpoints.fingerprint())
    message = EmailMessage(
        subject=f"Signed checkpoint {day}",
        body=body,
        from_email=sender.mail_from,
        to=[address],
        reply_to=[sender.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach(f"checkpoint-{said.size}.txt", note, "text/plain")
    return message


def _clock() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        told: datetime = cursor.fetchone()[0]
    return told
