"""A creating call may be repeated: the same key and body get the stored answer, and the effect happens once.

Key scope = (who, method, path, key). The record is written in the transaction of the effect, so that there is never
one without the other.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from accounts.models import IdempotencyRecord

KEEP = timedelta(hours=48)
REPLAY_HEADER = "Idempotent-Replayed"
_PRINTABLE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?")
_NOT_KEPT = {401, 429}


class BadKey(ValueError):
    """The header holds no key: 1 to 255 printable ASCII characters, bare or in double quotes."""


class Busy(Exception):
    """The first call with this key is still running: answer 409."""


class OtherBody(Exception):
    """The key was used with another body: answer 422."""


@dataclass(frozen=True)
class Answer:
    """What to send. `replayed`: it is the stored one, so send `Idempotent-Replayed: true`."""

    status: int
    body: str
    replayed: bool = False


@dataclass(frozen=True)
class Ticket:
    """A key that is ours until the transaction ends."""

    digest: str
    scope: str
    fingerprint: str


def parse_key(header: str) -> str:
    """Read the header as clients send it: a structured-field string in quotes, or bare."""
    text = header.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = re.sub(r'\\(["\\])', r"\1", text[1:-1])
    if len(text) > 255 or not _PRINTABLE.fullmatch(text):
        raise BadKey("Idempotency-Key must hold 1 to 255 printable ASCII characters.")
    return text


def scope_of(*, client: str, method: str, path: str) -> str:
    """The space in which a key is unique."""
    return hashlib.sha256(f"{client} {method} {path}".encode()).hexdigest()


def begin(*, scope: str, key: str, body: bytes) -> Ticket | Answer:
    """Take the key, or return the stored answer. Inside the transaction of the effect.

    Raises `Busy` while another call holds the key, `OtherBody` when it was used for something else.
    """
    digest = hashlib.sha256(f"{scope}\x00{key}".encode()).hexdigest()
    fingerprint = hashlib.sha256(body).hexdigest()
    _lock(digest)
    record = IdempotencyRecord.objects.filter(digest=digest).first()
    if record is None:
        return Ticket(digest, scope, fingerprint)
    if record.fingerprint != fingerprint:
        raise OtherBody
    return Answer(record.status, record.body, replayed=True)


def finish(*, ticket: Ticket, answer: Answer, now: datetime) -> None:
    """Store the answer beside its effect. Failures that may pass by themselves are not kept."""
    if answer.status >= 500 or answer.status in _NOT_KEPT:
        return
    IdempotencyRecord.objects.create(
        digest=ticket.digest,
        scope=ticket.scope,
        fingerprint=ticket.fingerprint,
        status=answer.status,
        body=answer.body,
        created_at=now,
    )


@transaction.atomic
def once(*, scope: str, key: str, body: bytes, now: datetime, effect: Callable[[], Answer]) -> Answer:
    """Run `effect` unless this key already did: then the stored answer comes back. Raises as `begin`."""
    taken = begin(scope=scope, key=key, body=body)
    if isinstance(taken, Answer):
        return taken
    answer = effect()
    finish(ticket=taken, answer=answer, now=now)
    return answer


def forget_old(*, now: datetime) -> int:
    """Delete stored answers after two days: they hold personal data."""
    return IdempotencyRecord.objects.filter(created_at__lt=now - KEEP).delete()[0]


def _lock(digest: str) -> None:
    number = int.from_bytes(bytes.fromhex(digest[:16]), signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise Busy
