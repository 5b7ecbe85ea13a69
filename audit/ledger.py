"""The only writer of the ledger."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from audit import canonical, context, sealing, together
from audit.actors import Actor, Subject
from audit.events import EVENTS
from audit.facts import FactValue, check_code, check_facts
from audit.ids import new_id

__all__ = ["FactValue", "NotRecordable", "OutsideTransaction", "Receipt", "UnknownEvent", "record"]

LEAF_VERSION = 1
MAX_LEAF_BYTES = 65_535


class NotRecordable(Exception):
    """The entry breaks a rule of the ledger. The deed it belongs to must be undone."""


class OutsideTransaction(NotRecordable):
    """Deed and entry must share one transaction, so that neither can exist without the other."""


class UnknownEvent(NotRecordable):
    """The registry does not know this event, or not with this fact or reason."""


@dataclass(frozen=True)
class Receipt:
    """What can be handed out at once: the entry's id and the hash that a later proof will be about."""

    entry: UUID
    leaf_hash: str


def record(
    event: str,
    *,
    actor: Actor,
    subject: Subject,
    at: datetime,
    request: UUID | None = None,
    facts: Mapping[str, FactValue] | None = None,
    before: str | None = None,
    after: str | None = None,
    reason: str | None = None,
    detail: Mapping[str, canonical.JSON] | None = None,
) -> Receipt:
    """Append one entry in the caller's transaction.

    `request` is the privacy request (or submission) the deed belongs to; `before` and `after` are status codes.
    `detail` are people's own words: they lie encrypted beside the ledger, and the leaf commits to them (`sealing`).
    Raises `OutsideTransaction`, `UnknownEvent`, `NotRecordable`, or `facts.PersonalData`.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"{event} was recorded outside a transaction")
    known = dict(facts or {})
    _check_event(event, known, reason)
    _check_words(actor, subject, known, (before, after, reason))
    entry, sealed = new_id(), None
    if detail:
        sealed = _seal(entry, detail, owner=request, by=actor, at=at)
    leaf = leaf_text(
        entry,
        event,
        actor=actor,
        subject=subject,
        at=at,
        request=request,
        facts=known,
        steps=(before, after, reason),
        detail=sealed.commitment if sealed else None,
    )
    if not together.hold_leaf(entry, leaf):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO audit.entry (id, leaf) VALUES (%s, %s)", [entry, leaf])
    if sealed:
        _keep(entry, sealed)
    return Receipt(entry, hashlib.sha256(b"\x00" + leaf.encode()).hexdigest())


def leaf_text(
    entry: UUID,
    event: str,
    *,
    actor: Actor,
    subject: Subject,
    at: datetime,
    request: UUID | None,
    facts: Mapping[str, FactValue],
    steps: tuple[str | None, str | None, str | None],
    detail: str | None = None,
) -> str:
    """Return the exact text that is hashed and signed. The format is final; a new one gets another `v`."""
    before, after, reason = (None if step is None else _plain(step) for step in steps)
    text = canonical.dumps(
        {
            "v": LEAF_VERSION,
            "id": str(entry),
            "at": _instant(at),
            "action": event,
            "actor": {"type": str(actor.type.value), "id": actor.id, "session": actor.session, "aal": actor.aal},
            "subject": {"type": subject.type, "id": str(subject.id), "rev": subject.rev},
            "request": None if request is None else str(request),
            "from": before,
            "to": after,
            "reason": reason,
            "facts": {name: _plain(value) for name, value in facts.items()},
            "detail": detail,
            "corr": context.corr.get(),
            "ver": settings.SOFTWARE_VERSION,
        }
    )
    if len(text.encode()) > MAX_LEAF_BYTES:
        raise NotRecordable(f"{event}: the leaf is longer than {MAX_LEAF_BYTES} bytes")
    return text


@dataclass(frozen=True)
class _Sealed:
    nonce: bytes
    body: bytes
    key_id: str
    commitment: str


def _seal(entry: UUID, detail: Mapping[str, canonical.JSON], *, owner: UUID | None, by: Actor, at: datetime) -> _Sealed:
    if owner is None:
        raise NotRecordable("words are kept under the key of a request: name the request")
    text, nonce = sealing.canonical_text(detail), secrets.token_bytes(sealing.NONCE_BYTES)
    body, key_id = sealing.sealer().seal(text, owner=owner, entry=entry, by=by, at=at)
    return _Sealed(nonce, body, key_id, sealing.commitment(nonce, text))


def _keep(entry: UUID, sealed: _Sealed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit.detail (entry_id, nonce, body, key_id) VALUES (%s, %s, %s, %s)",
            [entry, sealed.nonce, sealed.body, sealed.key_id],
        )


def _check_event(event: str, facts: Mapping[str, FactValue], reason: str | None) -> None:
    spec = EVENTS.get(event)
    if spec is None:
        raise UnknownEvent(f"{event} is not in the registry, audit/events/")
    strange = sorted(set(facts) - spec.facts)
    if strange:
        raise UnknownEvent(f"{event} may not carry the facts {', '.join(strange)}; see audit/events/")
    if reason is not None and spec.reasons is not None and reason not in spec.reasons:
        raise UnknownEvent(f"{event} does not know this reason; see audit/events/")


def _check_words(actor: Actor, subject: Subject, facts: Mapping[str, FactValue], steps: tuple[str | None, ...]) -> None:
    if subject.rev < 1:
        raise NotRecordable(f"{subject.type}: a revision counts from 1, not {subject.rev}")
    check_facts(facts)
    words = {"actor": actor.id, "session": actor.session, "subject": subject.type, "corr": context.corr.get()}
    words |= dict(zip(("before", "after", "reason"), steps, strict=True))
    for name, word in words.items():
        if word is not None:
            check_code(name, word)


def _instant(at: datetime) -> str:
    """Return RFC 3339 in UTC, always with six decimals, so that texts sort like times."""
    if at.tzinfo is None:
        raise NotRecordable("a time without a zone is not an instant")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(value: FactValue) -> canonical.JSON:
    """Return enum members and tuples as what they stand for, so that the leaf holds nothing but JSON."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    return [_plain(item) for item in value]
