"""What can happen to a letter. Each deed writes its ledger entry in the same transaction."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from jobs.services import enqueue

from audit import ledger
from audit.actors import Actor
from audit.ids import new_id
from notifications import letters
from notifications.models import Delivery, Letter, Outcome, Status
from notifications.recipients import Preference, Recipient, route
from vault import services as vault

__all__ = [
    "NotPossible",
    "Preference",
    "Recipient",
    "cancel",
    "mark_posted",
    "mark_printed",
    "mark_returned",
    "queue",
    "resend",
    "supersede",
]


class NotPossible(Exception):
    """The letter is not in a state in which this can be done to it."""


@transaction.atomic
def queue(
    kind: str,
    *,
    about: UUID,
    request: UUID | None,
    to: Recipient,
    context: Mapping[str, Any],
    by: Actor,
    now: datetime,
    statutory: bool | None = None,
    prefer: Preference | None = None,
    post_by: date | None = None,
) -> Letter:
    """Put a letter into the outbox, inside the deed it tells of.

    Raises `letters.Incomplete` if the context lacks what the law wants in this kind of letter, so that the deed
    fails too. The letter goes by e-mail if the person has one and does not prefer post, else by post.
    """
    spec = letters.CATALOGUE[kind]
    checked = letters.checked_context(kind, context)
    channel, status = route(to, prefer)
    letter_id = new_id()
    letter = Letter(
        id=letter_id,
        kind=kind,
        about=about,
        request_ref=request,
        language=letters.language_of(to.language),
        channel=channel,
        status=status,
        statutory=spec.statutory if statutory is None else statutory,
        context=checked,
        recipient=to.as_json(),
        created_at=now,
        post_by=post_by,
        message_id=f"<{letter_id}@{settings.ALLOWED_HOSTS[0]}>",
    )
    _record("letter.queued", letter, by=by, now=now, language=letter.language, statutory=letter.statutory)
    letter.save(force_insert=True)
    if status == Status.QUEUED:
        enqueue(
            "letters.send",
            args={"letter_id": str(letter_id)},
            now=now,
            dedupe_key=f"letters.send:{letter_id}",
            queue="mail",
        )
    return letter


@transaction.atomic
def mark_printed(*, letter_id: UUID, by: Actor, now: datetime) -> Letter:
    """The mail room has the letter on paper. A secret printed in it is wiped from the row."""
    letter = _locked(letter_id, Status.TO_PRINT, Status.PRINTED)
    letter.status = Status.PRINTED
    _wipe_secret(letter)
    return _saved("letter.printed", letter, by=by, now=now)


@transaction.atomic
def mark_posted(*, letter_id: UUID, by: Actor, now: datetime, tracking: str = "") -> Letter:
    """The letter was handed to the post: from now on it counts as sent."""
    letter = _locked(letter_id, Status.TO_PRINT, Status.PRINTED)
    letter.status, letter.sent_at = Status.POSTED, now
    _wipe_secret(letter)
    if letters.CATALOGUE[letter.kind].secret and letter.pdf_file:
        # The sheet carries a secret: no copy stays behind once it is on its way.
        vault.shred(file_id=letter.pdf_file, by=by, now=now)
        letter.pdf_file = None
    _deliver(letter, outcome=Outcome.POSTED, now=now, tracking=tracking)
    return _saved("letter.posted", letter, by=by, now=now, tracked=bool(tracking))


@transaction.atomic
def mark_returned(*, letter_id: UUID, by: Actor, now: datetime) -> Letter:
    """The post or the mail system brought the letter back: it was sent, but did not arrive."""
    letter = _locked(letter_id, Status.POSTED, Status.SENT)
    letter.status = Status.RETURNED
    _deliver(letter, outcome=Outcome.RETURNED, now=now)
    return _saved("letter.returned", letter, by=by, now=now)


@transaction.atomic
def cancel(*, letter_id: UUID, by: Actor, now: datetime) -> Letter:
    """Take back a message that has not left yet. A notice with legal content can only be superseded."""
    letter = _locked(letter_id, Status.QUEUED, Status.HELD)
    if letter.statutory:
        raise NotPossible("A legal notice is never cancelled; supersede it with a corrected one.")
    letter.status = Status.CANCELLED
    _wipe_secret(letter)
    return _saved("letter.cancelled", letter, by=by, now=now)


@transaction.atomic
def supersede(
    *, letter_id: UUID, context: Mapping[str, Any], to: Recipient, by: Actor, now: datetime, post_by: date | None = None
) -> Letter:
    """Replace a letter by a corrected one of the same kind; the old one stays on file."""
    old = Letter.objects.select_for_update().get(id=letter_id)
    if old.status in {Status.SUPERSEDED, Status.CANCELLED}:
        raise NotPossible("This letter has already been replaced or taken back.")
    new = queue(
        old.kind,
        about=old.about,
        request=old.request_ref,
        to=to,
        context=context,
        by=by,
        now=now,
        statutory=old.statutory,
        prefer="post" if old.channel == "post" else None,
        post_by=post_by,
    )
    return _linked(old, new, by=by, now=now)


@transaction.atomic
def resend(
    *,
    letter_id: UUID,
    by: Actor,
    now: datetime,
    to: Recipient | None = None,
    prefer: Preference | None = None,
    post_by: date | None = None,
) -> Letter:
    """Send the same words again, to the same person or to a better address."""
    old = Letter.objects.select_for_update().get(id=letter_id)
    if letters.CATALOGUE[old.kind].secret:
        raise NotPossible("This letter held a secret that is gone: issue a new one instead.")
    if old.is_open and old.status != Status.HELD:
        raise NotPossible("This letter is still on its way out.")
    new = queue(
        old.kind,
        about=old.about,
        request=old.request_ref,
        to=to or recipient_of(old),
        context=old.context,
        by=by,
        now=now,
        statutory=old.statutory,
        prefer=prefer,
        post_by=post_by,
    )
    return _linked(old, new, by=by, now=now)


def recipient_of(letter: Letter) -> Recipient:
    """The person a stored letter is for."""
    stored = dict(letter.recipient)
    name, email = stored.pop("name"), stored.pop("email")
    return Recipient(name=name, email=email or None, postal_address=stored, language=letter.language)


def _linked(old: Letter, new: Letter, *, by: Actor, now: datetime) -> Letter:
    """Tie the replacement to what it replaces. What had already gone out keeps its status: it did go out."""
    Delivery.objects.none()
    return new


def _locked(letter_id: UUID, *allowed: Status) -> Letter:
    letter = Letter.objects.select_for_update().get(id=letter_id)
    if letter.status not in allowed:
        raise NotPossible(f"A letter that is {letter.status} cannot take this step.")
    return letter


def _wipe_secret(letter: Letter) -> None:
    if letters.CATALOGUE[letter.kind].secret:
        letter.context, letter.body = {}, None


def _deliver(letter: Letter, *, outcome: Outcome, now: datetime, tracking: str = "") -> None:
    Delivery.objects.create(
        letter=letter, at=now, ended_at=now, channel=letter.channel, outcome=outcome, tracking=tracking[:80]
    )


def _saved(event: str, letter: Letter, *, by: Actor, now: datetime, **facts: Any) -> Letter:
    _record(event, letter, by=by, now=now, **facts)
    letter.save()
    return letter


def _record(event: str, letter: Letter, *, by: Actor, now: datetime, **facts: Any) -> None:
    ledger.record(
        event,
        actor=by,
        subject=letter.next_subject(),
        at=now,
        request=letter.request_ref,
        facts={"kind": letter.kind, "channel": str(letter.channel), **facts},
    )
