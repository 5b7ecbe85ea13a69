"""Keys for programs: `dsr_<prefix>_<256-bit secret>_<crc32>`, shown once and kept as a hash."""

import hashlib
import hmac
import re
import secrets
import zlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts import scopes as scope_rules
from accounts import throttles
from accounts.models import ApiKey, User
from accounts.principals import Principal, permissions_of, withheld_from
from accounts.scopes import Scope
from accounts.services.users import NotAllowed, check_can_manage
from audit import ledger
from audit.actors import Actor, Subject

_SHAPE = re.compile(r"dsr_([a-z][a-z2-7]{7})_([0-9a-f]{64})_([0-9a-f]{8})")
_LETTERS = "abcdefghijkmnpqrstuvwxyz"
_NOBODY = hashlib.sha256(b"").hexdigest()


class UnknownScope(ValueError):
    """There is no such scope."""


@transaction.atomic
def issue_api_key(
    *, name: str, user: User, scopes: Iterable[str], by: Principal, now: datetime, expires_at: datetime | None = None
) -> str:
    """Make a key that belongs to `user` and return it; nobody can read it again.

    Raises `UnknownScope`, and `NotAllowed` where the owner may not do what the scopes say. The house's scopes (ledger,
    figures, opt-outs, webhooks) go beyond an owner's role only from the command line, never from one's own console.
    """
    check_can_manage(by)
    wanted = _known(scopes)
    owner = permissions_of(user)
    beyond = set(wanted) - scope_rules.allowed(wanted, owner=owner, withheld=withheld_from(user))
    if by.is_staff:
        beyond |= scope_rules.beyond_owner(wanted, owner=owner)
    if beyond:
        raise NotAllowed(f"The roles and limits of {user.username} do not allow {', '.join(sorted(beyond))}.")
    prefix = "".join(secrets.choice(_LETTERS) for _ in range(8))
    secret = secrets.token_hex(32)
    key = ApiKey(prefix=prefix, secret_hash=_hash(secret), name=name, user=user, created_at=now, expires_at=expires_at)
    key.scopes = sorted(wanted)
    ends = expires_at.date().isoformat() if expires_at else "never"
    facts = {"scopes": key.scopes, "user": str(user.id), "expires_on": ends, "prefix": prefix}
    ledger.record("api_key.issued", actor=by.actor, subject=key.next_subject(), at=now, facts=facts)
    key.save(force_insert=True)
    return with_checksum(f"dsr_{prefix}_{secret}")


@transaction.atomic
def revoke_api_key(*, key_id: UUID, by: Principal, now: datetime, cause: str = "by_hand") -> ApiKey:
    """Withdraw a key, at once and for good. Its owner may, and whoever manages users."""
    key = ApiKey.objects.select_for_update().get(id=key_id)
    if by.user_id != key.user_id:
        check_can_manage(by)
    if key.revoked_at is None:
        key.revoked_at = now
        facts = {"cause": cause, "prefix": key.prefix, "user": str(key.user_id)}
        ledger.record("api_key.revoked", actor=by.actor, subject=key.next_subject(), at=now, facts=facts)
        key.save()
    return key


def authenticate_api_key(token: str, *, now: datetime) -> ApiKey | None:
    """The key that `token` opens, or None. A mistyped token is told apart without a look-up."""
    parts = _SHAPE.fullmatch(token)
    if parts is None or not hmac.compare_digest(with_checksum(token[:-9]), token):
        return None
    prefix, secret, _ = parts.groups()
    key = ApiKey.objects.select_related("user").filter(prefix=prefix).first()
    right = hmac.compare_digest(_hash(secret), key.secret_hash if key else _NOBODY)
    if key is None:
        return None
    if not right or not key.works_at(now):
        _note_refusal(key, "wrong" if not right else "closed", now)
        return None
    _note_use(key, now)
    return key


def with_checksum(stem: str) -> str:
    """The stem with its checksum: lets a leak scanner recognise a real key, and saves a look-up for typing errors."""
    return f"{stem}_{zlib.crc32(stem.encode()):08x}"


def _known(scopes: Iterable[str]) -> set[str]:
    wanted = {scope.strip() for scope in scopes if scope.strip()}
    strange = sorted(scope for scope in wanted if scope not in set(Scope))
    if strange or not wanted:
        raise UnknownScope(f"No such scope: {', '.join(strange) or 'none given'}. Known: {', '.join(Scope)}.")
    return wanted


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _note_use(key: ApiKey, now: datetime) -> None:
    """Once a day: a busy key must not fill the ledger, nor make its calls wait for one row."""
    if key.last_used_at is not None and key.last_used_at.date() >= now.date():
        return
    with transaction.atomic():
        row = ApiKey.objects.select_for_update().get(id=key.id)
        if row.last_used_at is not None and row.last_used_at.date() >= now.date():
            return
        row.last_used_at = now
        facts = {"prefix": row.prefix, "day": now.date().isoformat()}
        actor = Principal.api_client(key).actor
        ledger.record("api_key.used", actor=actor, subject=row.next_subject(), at=now, facts=facts)
        row.save()


def _note_refusal(key: ApiKey, cause: str, now: datetime) -> None:
    """Bounded, so that a stranger who knows a prefix cannot flood the ledger."""
    if throttles.hit("api_key_refused", key=key.prefix, limit=20, per_seconds=3600, now=now).allowed:
        with transaction.atomic():
            facts = {"cause": cause, "prefix": key.prefix}
            subject = Subject.event("api_key_refusal")
            ledger.record("api_key.refused", actor=Actor.system("api_key"), subject=subject, at=now, facts=facts)
