"""The sweep over the box for returned mail. A mail read twice, by two workers or after a crash has its effect once.

The effect is committed first, and only then is the mail moved: what dies between is read again and finds it done.
"""

import logging
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from audit.actors import Actor
from notifications import letters, mailboxes, services
from notifications.bounces import reports
from notifications.bounces.reports import Reading, Verdict
from notifications.mailboxes import Mailbox, Place
from notifications.models import Channel, Letter, Status
from notifications.recipients import recipient_of

log = logging.getLogger(__name__)

READER = Actor.system("letters.returned")
MOST = 500


class Unfinished(Exception):
    """Some mails could not be taken in; they lie in the box still. Nothing of their words is repeated."""


def sweep(*, now: datetime) -> int:
    """Take in what lies in the box; gives how many letters came back. Raises `mailboxes.Away`, `Unfinished`."""
    if not settings.BOUNCE_MAILBOX:
        return 0
    came_back, stuck = 0, 0
    with mailboxes.opened() as box:
        for key in box.waiting(MOST):
            try:
                came_back += _take(box, key, now=now)
            except mailboxes.Away:
                raise
            except Exception as trouble:  # whatever it is, the next mail must not wait for it
                log.error("a returned mail could not be taken in: %s", type(trouble).__name__)
                stuck += 1
    if stuck:
        raise Unfinished(f"{stuck} mails lie in the box still.")
    return came_back


def _take(box: Mailbox, key: str, *, now: datetime) -> bool:
    came_back = False
    # Another worker may be quicker, in reading as in moving; the row of the letter says which of both had the effect.
    with suppress(mailboxes.Gone):
        reading = reports.read(box.beginning(key, reports.MOST_BYTES))
        place, came_back = _judged(reading, now=now)
        if place is not None:
            box.put(key, place)
    return came_back


def _judged(reading: Reading, *, now: datetime) -> tuple[Place | None, bool]:
    """Where the mail goes, and whether a letter came back with it. Without a place it waits for the next look."""
    if reading.verdict is Verdict.NO_FAILURE:
        return Place.READ, False
    if reading.verdict is Verdict.UNCLEAR or reading.letter is None:
        return Place.ASIDE, False
    return bounced(letter_id=reading.letter, code=reading.code, now=now)


@transaction.atomic
def bounced(*, letter_id: UUID, code: str, now: datetime) -> tuple[Place | None, bool]:
    """An e-mail came back. A legal notice then goes by post, to the address its own row allows, if it has one.

    The address was chosen when the letter was written, under the rule of the safe contact; no other is tried here.
    A code is never sent by another way: whoever needs one asks anew.
    """
    letter = Letter.objects.select_for_update().filter(id=letter_id).first()
    if letter is None or letter.channel != Channel.EMAIL:
        return Place.ASIDE, False
    if letter.status == Status.QUEUED:
        return None, False  # quicker than our own note that it was sent
    if letter.status not in {Status.SENT, Status.UNKNOWN}:
        return Place.READ, False
    returned = services.mark_returned(letter_id=letter.id, by=READER, now=now, cause=code)
    if returned.statutory and returned.context and recipient_of(returned).has_address:
        # A secret is never written twice, and words the catalogue no longer knows are for a person to mend.
        with suppress(services.NotPossible, letters.Incomplete):
            services.resend(letter_id=returned.id, by=READER, now=now, prefer="post")
    return Place.READ, True
