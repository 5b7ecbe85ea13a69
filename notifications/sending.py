"""Sending one letter: begin, hand over, finish.

The hand-over lies outside any transaction, so a process can die between the mail server's "accepted" and our commit.
The attempt then stays `started`, and the next one calls it `unknown`. A legal notice is sent again under the same
Message-ID, because twice is better than never, and the ledger says so. Any other letter is left `unknown`: a person
looks, and a code is asked for anew.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from audit.actors import Actor
from audit.facts import FactValue
from jobs.services import RetryLater
from notifications import enclosures, letters, services
from notifications.channels import Deliver, Parcel, Refused, Result, Unreachable, email, post, sms
from notifications.keeping import saved, unlinked, wipe_secret, without_links
from notifications.models import Channel, Delivery, Letter, Outcome, Status
from notifications.recipients import recipient_of
from notifications.rendering import content_of
from notifications.signals import letter_gone, letter_not_delivered
from vault import services as vault

CHANNELS: dict[str, Deliver] = {
    Channel.EMAIL: email.deliver,
    Channel.POST: post.deliver,
    Channel.SMS: sms.deliver,
}
# Longer than the mail client's own timeouts: an attempt younger than this may still be running elsewhere.
ATTEMPT_MAY_RUN = timedelta(seconds=60)
POSTMAN = Actor.system("letters.send")


def send(*, letter_id: UUID, now: datetime) -> None:
    """Send a queued letter. Raises `jobs.RetryLater` if the other side is away; a letter that is gone is left alone."""
    enclosures.wait_for_signature(letter_id)
    begun = _begin(letter_id, now)
    if begun is None:
        return
    parcel, attempt = begun
    try:
        result = CHANNELS[parcel.letter.channel](parcel)
    except Unreachable as away:
        _end(attempt, Outcome.DEFERRED, now=now, code=away.code)
        raise RetryLater(away.code) from None
    except Refused as refusal:
        _fail(parcel.letter.id, attempt, refusal.code, now=now)
    else:
        _finish(parcel, attempt, result)


@transaction.atomic
def _begin(letter_id: UUID, now: datetime) -> tuple[Parcel, Delivery] | None:
    """Note that an attempt begins. None if there is nothing to send any more."""
    letter = Letter.objects.select_for_update().get(id=letter_id)
    if letter.status != Status.QUEUED:
        return None
    for earlier in letter.deliveries.filter(outcome=Outcome.STARTED):
        if now - earlier.at < ATTEMPT_MAY_RUN:
            raise RetryLater("attempt_running", after=ATTEMPT_MAY_RUN)
        _end(earlier, Outcome.UNKNOWN, now=now, code="process_died")
        if not _sent_twice_rather_than_never(letter, now):
            return None
    to = recipient_of(letter)
    receipt = enclosures.receipt_for(letter)
    _keep_off_paper(letter)
    locked = enclosures.locked_file(letter)
    if locked is None and letter.context.get("locked"):
        # It was taken back while the letter waited: the words must not speak of a file that does not come.
        letter.context = {**letter.context, "locked": ""}
    content = content_of(letter, to=to, now=now, receipt=receipt)
    attempt = Delivery.objects.create(letter=letter, at=now, channel=letter.channel, outcome=Outcome.STARTED)
    return Parcel(letter=letter, to=to, content=content, now=now, receipt=receipt, locked=locked), attempt


def _keep_off_paper(letter: Letter) -> None:
    # A sheet passes through many hands and lies about: a link that lets its reader in is never printed on one.
    if letter.channel == Channel.POST:
        letter.context = unlinked(letter.context)


def _sent_twice_rather_than_never(letter: Letter, now: datetime) -> bool:
    """Whether a letter that may have arrived goes out once more. The ledger keeps the answer."""
    if letter.statutory:
        saved("letter.retried", letter, before=letter.status, by=POSTMAN, now=now, after_unknown=True)
        return True
    before, letter.status = letter.status, Status.UNKNOWN
    wipe_secret(letter)
    saved("letter.unknown", letter, before=before, by=POSTMAN, now=now, cause="process_died")
    return False


@transaction.atomic
def _finish(parcel: Parcel, attempt: Delivery, result: Result) -> None:
    """Keep the words as they went, and the sheet; forget a secret that has been sent."""
    letter, now = Letter.objects.select_for_update().get(id=parcel.letter.id), parcel.now
    _end(attempt, result.outcome, now=now, tracking=result.tracking)
    if letter.status == Status.CANCELLED and result.status != Status.SENT:
        return  # taken back while its sheet was drawn
    before, letter.status = letter.status, result.status
    letter.body = None if letters.CATALOGUE[letter.kind].secret else without_links(parcel.content.as_json())
    facts: dict[str, FactValue] = {}
    _keep_off_paper(letter)
    if result.status == Status.SENT:
        letter.sent_at = now
        wipe_secret(letter)
        facts["tries"] = letter.deliveries.count()
        facts["after_unknown"] = letter.deliveries.filter(outcome=Outcome.UNKNOWN).exists()
        if parcel.locked is not None:
            facts["locked_file"] = True
    if result.pdf is not None:
        letter.pdf_file = vault.put(
            owner=letter.about,
            kind="letter",
            name=f"{letter.kind}.pdf",
            media_type="application/pdf",
            content=result.pdf,
            by=POSTMAN,
            now=now,
        )
    saved(result.event, letter, before=before, by=POSTMAN, now=now, **facts)
    if result.status == Status.SENT:
        letter_gone.send(sender=Letter, letter=letter, now=now)


@transaction.atomic
def _fail(letter_id: UUID, attempt: Delivery, code: str, *, now: datetime) -> None:
    """The e-mail address is no good. A legal notice then goes by post, if the post can find the person."""
    letter = Letter.objects.select_for_update().get(id=letter_id)
    _end(attempt, Outcome.REFUSED, now=now, code=code)
    before, letter.status = letter.status, Status.FAILED
    wipe_secret(letter)
    saved("letter.failed", letter, before=before, by=POSTMAN, now=now, cause=code, final=True)
    if letter.statutory and letter.context and recipient_of(letter).has_address:
        services.resend(letter_id=letter.id, by=POSTMAN, now=now, prefer="post")
    letter_not_delivered.send(sender=Letter, letter=letter, now=now)


def _end(attempt: Delivery, outcome: Outcome, *, now: datetime, code: str = "", tracking: str = "") -> None:
    attempt.outcome, attempt.ended_at, attempt.detail_code = outcome, now, code[:80]
    attempt.tracking = tracking[:80]
    attempt.save(update_fields=["outcome", "ended_at", "detail_code", "tracking"])
