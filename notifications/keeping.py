"""How a letter's row, its attempts and its ledger entries are kept together."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from audit import ledger
from audit.actors import Actor
from audit.facts import FactValue
from notifications import letters
from notifications.models import Delivery, Letter, Outcome, Status

SECRETS = frozenset({"code", "access_code"})
SECRET_ROWS = frozenset({"others"})
WIPED = "******"
# What leads into a request is a key: the words kept as proof of sending say that there was one, not which.
_LINK = re.compile(r"/(verify|d)/[\w-]{43}")


class NotPossible(Exception):
    """The letter is not in a state in which this can be done to it."""


class TakenBack(NotPossible):
    """The letter must not leave any more: what it is about is not given out."""


def locked(letter_id: UUID, *allowed: Status) -> Letter:
    """The letter under a row lock. Raises `NotPossible` unless it is in one of the allowed states, `TakenBack` where it
    must not leave any more."""
    letter = Letter.objects.select_for_update().get(id=letter_id)
    if letter.status == Status.CANCELLED:
        raise TakenBack("This letter was taken back.")
    if letter.status not in allowed:
        raise NotPossible(f"A letter that is {letter.status} cannot take this step.")
    return letter


def saved(event: str, letter: Letter, *, before: str | None, by: Actor, now: datetime, **facts: FactValue) -> Letter:
    """Record the deed and save the row, under one revision."""
    ledger.record(
        event,
        actor=by,
        subject=letter.next_subject(),
        at=now,
        request=letter.request_ref or letter.about,
        facts={
            "kind": letter.kind,
            "channel": str(letter.channel),
            "language": letter.language,
            "statutory": letter.statutory,
            **facts,
        },
        before=None if before is None else str(before),
        after=str(letter.status),
    )
    letter.save()
    return letter


def wipe_secret(letter: Letter) -> None:
    """Forget a code or a link once the letter has left the house, or never will: nobody needs it here any more."""
    letter.context = unlinked(letter.context)
    if letters.CATALOGUE[letter.kind].secret and letter.context:
        letter.context = _wiped(letter.context)
        letter.body = None


def _wiped(context: dict[str, Any]) -> dict[str, Any]:
    """The same context without its codes, those in its rows too: one mail may bring the codes of several requests."""
    bare = {name: [_wiped(row) for row in value] if name in SECRET_ROWS else value for name, value in context.items()}
    return {**bare, **dict.fromkeys(SECRETS & set(context), WIPED)}


def unlinked(context: dict[str, Any]) -> dict[str, Any]:
    """The same context without the link that leads in: its letter then asks for reference and access code.

    Without the locked file as well: it was meant for the one mailbox that was judged when the letter was queued.
    """
    keys = [name for name in ("link", "locked") if context.get(name)]
    return {**context, **dict.fromkeys(keys, "")} if keys else context


def without_links(kept: Any) -> Any:
    """The same words, with every link that would let a reader in made unreadable."""
    if isinstance(kept, str):
        return _LINK.sub(rf"/\1/{WIPED}", kept)
    if isinstance(kept, dict):
        return {key: without_links(value) for key, value in kept.items()}
    return [without_links(value) for value in kept] if isinstance(kept, list | tuple) else kept


def note_delivery(letter: Letter, *, outcome: Outcome, now: datetime, tracking: str = "", code: str = "") -> Delivery:
    """Keep one line of the proof of sending."""
    return Delivery.objects.create(
        letter=letter, at=now, ended_at=now, channel=letter.channel, outcome=outcome, tracking=tracking[:80],
        detail_code=code[:80],
    )  # fmt: skip
