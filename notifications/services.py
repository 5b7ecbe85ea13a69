"""What people can do with a letter. Each deed writes its ledger entry in the same transaction."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from audit.actors import Actor
from audit.ids import new_id
from jobs.services import enqueue
from notifications import enclosures, letters
from notifications.keeping import NotPossible, TakenBack, locked, note_delivery, saved, unlinked, wipe_secret
from notifications.models import Channel, Letter, Outcome, Status
from notifications.recipients import Preference, Recipient, recipient_of, route
from notifications.rendering import Content, content_of
from notifications.signals import letter_gone, letter_not_delivered
from vault import services as vault

__all__ = ["NotPossible", "Preference", "Recipient", "TakenBack"]

IN_HOUSE = (Status.QUEUED, Status.HELD, Status.TO_PRINT, Status.PRINTED)


@transaction.atomic(savepoint=False)
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
    fails too. The letter goes by e-mail if the person has one and does not prefer post, else by post; without
    either it is held for staff.
    """
    letter = _draft(kind, about=about, request=request, to=to, context=context, now=now, prefer=prefer)
    letter.post_by = post_by
    if statutory is not None:
        letter.statutory = statutory
    return _put_out(letter, by=by, now=now)


@transaction.atomic
def mark_printed(*, letter_id: UUID, by: Actor, now: datetime) -> Letter:
    """The mail room has the letter on paper. A secret in it is wiped from the row; the sheet stays until posted."""
    letter = locked(letter_id, Status.TO_PRINT, Status.PRINTED)
    before, letter.status = letter.status, Status.PRINTED
    wipe_secret(letter)
    return saved("letter.printed", letter, before=before, by=by, now=now)


@transaction.atomic
def print_enclosure(*, letter_id: UUID, by: Actor, now: datetime) -> bytes:
    """What goes along with a letter, for the printer. Recorded, also under its request.

    Raises `NotPossible` if nothing goes along, or it was taken back, or its time is over.
    """
    letter = locked(letter_id, Status.TO_PRINT, Status.PRINTED)
    enclosed = enclosures.file_of(letter)
    if enclosed is None:
        raise NotPossible("Nothing goes along with this letter.")
    try:
        file = vault.read(file_id=enclosed, by=by, now=now, purpose="print")
    except vault.NotStored:
        raise NotPossible("What went along with this letter was taken back, or its time is over.") from None
    saved("letter.enclosure_printed", letter, before=letter.status, by=by, now=now)
    return file.content


@transaction.atomic
def mark_posted(*, letter_id: UUID, by: Actor, now: datetime, tracking: str = "") -> Letter:
    """The letter was handed to the post: from now on it counts as sent."""
    letter = locked(letter_id, Status.TO_PRINT, Status.PRINTED)
    before, letter.status = letter.status, Status.POSTED
    letter.sent_at = now
    wipe_secret(letter)
    _shred_secret_sheet(letter, by=by, now=now)
    note_delivery(letter, outcome=Outcome.POSTED, now=now, tracking=tracking)
    saved("letter.posted", letter, before=before, by=by, now=now, tracked=bool(tracking))
    letter_gone.send(sender=Letter, letter=letter, now=now)
    return letter


@transaction.atomic
def mark_returned(*, letter_id: UUID, by: Actor, now: datetime, cause: str = "") -> Letter:
    """The post or the mail system brought the letter back: it was sent, but did not arrive.

    `cause` is a code such as the mail server's 5.1.1, never an address or anybody's words.
    """
    letter = locked(letter_id, Status.POSTED, Status.SENT, Status.UNKNOWN)
    before, letter.status = letter.status, Status.RETURNED
    letter.sent_at = letter.sent_at or now
    note_delivery(letter, outcome=Outcome.RETURNED, now=now, code=cause)
    event = "letter.bounced" if letter.channel == Channel.EMAIL else "letter.returned"
    saved(event, letter, before=before, by=by, now=now, **({"cause": cause} if cause else {}))
    letter_not_delivered.send(sender=Letter, letter=letter, now=now)
    return letter


@transaction.atomic
def cancel(*, letter_id: UUID, by: Actor, now: datetime) -> Letter:
    """Take back a message that has not left yet. A notice with legal content can only be superseded."""
    letter = locked(letter_id, Status.QUEUED, Status.HELD)
    if letter.statutory:
        raise NotPossible("A legal notice is never cancelled; supersede it with a corrected one.")
    before, letter.status = letter.status, Status.CANCELLED
    wipe_secret(letter)
    return saved("letter.cancelled", letter, before=before, by=by, now=now)


@transaction.atomic
def take_back(*, kind: str, request: UUID, by: Actor, now: datetime) -> int:
    """What the letters of this kind announce is not given out any more: those that have not left stay here, a legal
    notice too. The mail room is told to post none of them. Gives how many there were."""
    waiting = Letter.objects.select_for_update().filter(kind=kind, request_ref=request, status__in=IN_HOUSE)
    letters_here = list(waiting.order_by("id"))
    for letter in letters_here:
        before, letter.status = letter.status, Status.CANCELLED
        wipe_secret(letter)
        if letter.pdf_file:
            vault.shred(file_id=letter.pdf_file, by=by, now=now)
            letter.pdf_file = None
        note_delivery(letter, outcome=Outcome.WITHHELD, now=now)
        saved("letter.cancelled", letter, before=before, by=by, now=now)
    return len(letters_here)


@transaction.atomic
def supersede(
    *, letter_id: UUID, context: Mapping[str, Any], to: Recipient, by: Actor, now: datetime, post_by: date | None = None
) -> Letter:
    """Replace a letter by a corrected one of the same kind. The old one stays on file, and is not sent if it waits."""
    old = Letter.objects.select_for_update().get(id=letter_id)
    prefer: Preference | None = "post" if old.channel == Channel.POST else None
    context = {letters.COMPANY: old.context.get(letters.COMPANY, ""), **context}
    return _replacement(old, context=context, to=to, prefer=prefer, post_by=post_by, by=by, now=now)


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
    """Send the same letter again, to the same person or to a better address.

    A secret is never sent twice, and neither is a link: the letter then asks for reference and access code.
    """
    old = Letter.objects.select_for_update().get(id=letter_id)
    if letters.CATALOGUE[old.kind].secret or not old.context:
        raise NotPossible("The words of this letter are gone: write a new one instead.")
    if old.is_open and old.status != Status.HELD:
        raise NotPossible("This letter is still on its way out.")
    return _replacement(
        old, context=unlinked(old.context), to=to or recipient_of(old), prefer=prefer, post_by=post_by, by=by, now=now
    )


@transaction.atomic
def view(*, letter_id: UUID, by: Actor, now: datetime) -> Content:
    """The words of a letter for a member of staff. The look itself is recorded."""
    letter = Letter.objects.select_for_update().get(id=letter_id)
    content = content_of(letter, to=recipient_of(letter), now=now)
    saved("letter.viewed", letter, before=letter.status, by=by, now=now)
    return content


@transaction.atomic
def erase_content(*, about: UUID, by: Actor, now: datetime) -> int:
    """Erase the words and addresses of all letters about a submission or request. That they were sent stays known."""
    there = Letter.objects.select_for_update().about_request(about)
    found = [letter for letter in there if letter.context or letter.recipient or letter.body or letter.pdf_file]
    for letter in found:
        if letter.pdf_file:
            vault.shred(file_id=letter.pdf_file, by=by, now=now)
        letter.context, letter.recipient, letter.body, letter.pdf_file = {}, {}, None, None
        saved("letter.content_erased", letter, before=letter.status, by=by, now=now)
    return len(found)


def _draft(
    kind: str,
    *,
    about: UUID,
    request: UUID | None,
    to: Recipient,
    context: Mapping[str, Any],
    now: datetime,
    prefer: Preference | None,
) -> Letter:
    checked = letters.checked_context(kind, context)
    channel, status = route(to, prefer)
    if channel == Channel.POST:
        checked = unlinked(checked)
    letter_id = new_id()
    return Letter(
        id=letter_id,
        kind=kind,
        about=about,
        request_ref=request,
        language=letters.language_of(to.language),
        channel=channel,
        status=status,
        statutory=letters.CATALOGUE[kind].statutory,
        context=checked,
        recipient=to.as_json(),
        created_at=now,
        message_id=f"<{letter_id}@{settings.ALLOWED_HOSTS[0]}>",
    )


def _put_out(letter: Letter, *, by: Actor, now: datetime) -> Letter:
    if letter.status == Status.HELD:
        return saved("letter.held", letter, before=None, by=by, now=now, cause="no_address")
    saved("letter.queued", letter, before=None, by=by, now=now)
    key = f"letters.send:{letter.id}"
    enqueue("letters.send", args={"letter_id": str(letter.id)}, now=now, dedupe_key=key, queue="mail", fresh=True)
    return letter


def _replacement(
    old: Letter,
    *,
    context: Mapping[str, Any],
    to: Recipient,
    prefer: Preference | None,
    post_by: date | None,
    by: Actor,
    now: datetime,
) -> Letter:
    if old.status in {Status.SUPERSEDED, Status.CANCELLED}:
        raise NotPossible("This letter has already been replaced or taken back.")
    new = _draft(old.kind, about=old.about, request=old.request_ref, to=to, context=context, now=now, prefer=prefer)
    new.statutory, new.post_by, new.supersedes = old.statutory, post_by or old.post_by, old.id
    before, old.status = old.status, Status.SUPERSEDED
    wipe_secret(old)
    saved("letter.superseded", old, before=before, by=by, now=now, by_letter=str(new.id))
    return _put_out(new, by=by, now=now)


def _shred_secret_sheet(letter: Letter, *, by: Actor, now: datetime) -> None:
    """The sheet carries a secret: no copy stays behind once it is on its way."""
    if letter.pdf_file and letters.CATALOGUE[letter.kind].secret:
        vault.shred(file_id=letter.pdf_file, by=by, now=now)
        letter.pdf_file = None
