"""Second factors: setting one up, checking it, and what helps when it is lost."""

import secrets
from base64 import b32encode
from datetime import datetime

from django.db import transaction

from accounts.models import EncryptedTOTPDevice, RecoveryCode, User
from accounts.services.sessions import actor_of
from audit import ledger
from audit.actors import Actor, Subject

CODES = 8
CODE_LENGTH = 24
_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_SECRET_BYTES = 20


def confirmed_factor(user: User) -> EncryptedTOTPDevice | None:
    """The code generator that opens the account, if one is set up."""
    return EncryptedTOTPDevice.objects.filter(user=user, confirmed=True).first()


def has_factor(user: User) -> bool:
    """Whether signing in needs a code."""
    return confirmed_factor(user) is not None


@transaction.atomic
def pending_factor(*, user: User, by: Actor, now: datetime) -> EncryptedTOTPDevice:
    """The code generator that is being set up; the same one until it is confirmed, so that a reload changes nothing."""
    User.objects.select_for_update().get(id=user.id)
    waiting = EncryptedTOTPDevice.objects.filter(user=user, confirmed=False).first()
    if waiting is not None:
        return waiting
    secret = b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()
    device = EncryptedTOTPDevice(user=user, name="totp", confirmed=False, secret=secret, created_at=now)
    device.save(force_insert=True)
    _record("staff.second_factor_enrolled", by, now, {"method": "totp"})
    return device


@transaction.atomic
def confirm_factor(*, user: User, token: str, by: Actor, now: datetime) -> EncryptedTOTPDevice | None:
    """Make the pending code generator the one that counts, in place of any older one. None if the code is wrong."""
    device = EncryptedTOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None or not device.verify_at(plain(token), now):
        _record("staff.second_factor_failed", by, now, {"method": "totp"})
        return None
    EncryptedTOTPDevice.objects.filter(user=user, confirmed=True).delete()
    device.confirmed = True
    device.save()
    _record("staff.second_factor_confirmed", by, now, {"method": "totp"})
    return device


@transaction.atomic
def make_recovery_codes(*, user: User, by: Actor, now: datetime) -> list[str]:
    """Make new recovery codes, shown once; the old ones stop working."""
    RecoveryCode.objects.filter(user=user).delete()
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    rows = [RecoveryCode(user=user, code_hash=RecoveryCode.hash_of(user.id, code), created_at=now) for code in codes]
    RecoveryCode.objects.bulk_create(rows)
    _record("staff.recovery_codes_made", by, now, {"count": CODES})
    return ["-".join(code[i : i + 4] for i in range(0, CODE_LENGTH, 4)) for code in codes]


def codes_left(user: User) -> int:
    """How many recovery codes still work."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def check_factor(*, user: User, typed: str, now: datetime) -> str | None:
    """Consume a code or a recovery code; the method that worked, or None. Inside a transaction that commits."""
    text = plain(typed)
    if len(text) == CODE_LENGTH:
        return "recovery_code" if _use_recovery_code(user, text, now) else None
    device = EncryptedTOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
    return "totp" if device is not None and device.verify_at(text, now) else None


def plain(typed: str) -> str:
    """A code without the spaces and dashes that people put in."""
    return "".join(letter for letter in typed if letter.isalnum())


def _use_recovery_code(user: User, code: str, now: datetime) -> bool:
    wanted = RecoveryCode.objects.filter(user=user, code_hash=RecoveryCode.hash_of(user.id, code), used_at=None)
    if not wanted.update(used_at=now):
        return False
    _record("staff.recovery_code_used", actor_of(user), now, {"codes_left": codes_left(user)})
    return True


def _record(event: str, by: Actor, now: datetime, facts: dict[str, str | int]) -> None:
    ledger.record(event, actor=by, subject=Subject.event("second_factor"), at=now, facts=facts)
