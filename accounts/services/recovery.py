"""Somebody cannot get in any more: an administrator who is not they themselves helps, and it stands in the ledger."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction

from accounts.models import EncryptedTOTPDevice, RecoveryCode, User
from accounts.principals import Principal
from accounts.services.sessions import end_sessions
from accounts.services.sign_in import forget_tries, is_throttled
from accounts.services.users import change_password, check_can_manage
from audit import ledger
from audit.actors import Subject

# Without the letters and digits that sound or look alike: it is told over the telephone.
_ALPHABET = "abcdefghjkmnpqrstvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 5, 4


class NotPossible(Exception):
    """The deed does not fit the account as it is; the message says what to do instead."""


@dataclass(frozen=True)
class Temporary:
    """A password to be shown once. Only its hash is kept."""

    user: User
    password: str


@transaction.atomic
def reactivate(*, user_id: UUID, by: Principal, now: datetime, expires_at: datetime | None = None) -> User:
    """Open a closed account again, with the roles it had; its withdrawn keys stay withdrawn.

    `expires_at` is a guest's new last instant; without one the old day stays. Raises `NotAllowed`, or `NotPossible`
    where the account is open, or its last day is over and no new one is given.
    """
    user = _locked(user_id, by)
    if user.may_enter(now):
        raise NotPossible("This account is open already. There is nothing to do.")
    user.is_active, user.expires_at = True, expires_at or user.expires_at
    if not user.may_enter(now):
        raise NotPossible("The last day of this account is over. Give a new last day, today or later.")
    ends = user.expires_at.date().isoformat() if user.expires_at else "never"
    facts = {"roles": list(user.roles), "expires_on": ends}
    ledger.record("user.reactivated", actor=by.actor, subject=user.next_subject(), at=now, facts=facts)
    user.save()
    return user


@transaction.atomic
def reset_password(*, user_id: UUID, by: Principal, now: datetime) -> Temporary:
    """Make a password that opens the account only to choose an own one. All sessions end. Raises `NotAllowed`."""
    _locked(user_id, by)
    password = temporary_password()
    return Temporary(change_password(user_id=user_id, password=password, by=by, now=now), password)


@transaction.atomic
def reset_factor(*, user_id: UUID, by: Principal, now: datetime) -> User:
    """Remove the code app and recovery codes of somebody who lost them; the next sign-in sets up a new app.

    All sessions end. Raises `NotAllowed`, or `NotPossible` where no code app is set up.
    """
    user = _locked(user_id, by)
    devices, _kinds = EncryptedTOTPDevice.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    if not devices:
        raise NotPossible("No code app is set up. The next sign-in with the password asks for one.")
    _record("staff.second_factor_reset", user, by, now, {"method": "totp"})
    end_sessions(user=user, cause="second_factor_changed", by=by.actor, now=now)
    return user


@transaction.atomic
def unlock(*, user_id: UUID, by: Principal, now: datetime) -> User:
    """Forget the wrong tries of an account, so that it can be signed in to at once.

    Raises `NotAllowed`, or `NotPossible` where there are none.
    """
    user = _locked(user_id, by)
    slowed = list(EncryptedTOTPDevice.objects.select_for_update().filter(user=user, throttling_failure_count__gt=0))
    for device in slowed:
        device.throttle_reset()
    if not forget_tries(user.username, now=now) and not slowed:
        raise NotPossible("There are no wrong tries. The account is not locked.")
    _record("staff.unlocked", user, by, now, {})
    return user


def temporary_password() -> str:
    """A password that can be told over the telephone: about 98 bits in five short groups."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def is_locked(user: User, *, now: datetime) -> bool:
    """Whether wrong tries keep this account closed from some address, or from everywhere."""
    since = now - settings.AXES_COOLOFF_TIME
    tries = AccessAttempt.objects.filter(
        username=user.username, attempt_time__gt=since, failures_since_start__gte=settings.AXES_FAILURE_LIMIT
    )
    return tries.exists() or is_throttled(user.username, now=now)


def _locked(user_id: UUID, by: Principal) -> User:
    check_can_manage(by, user_id)
    return User.objects.select_for_update().get(id=user_id)


def _record(event: str, user: User, by: Principal, now: datetime, more: dict[str, str]) -> None:
    subject = Subject.event("second_factor" if more else "sign_in")
    ledger.record(event, actor=by.actor, subject=subject, at=now, facts={**more, "user": str(user.id)})
