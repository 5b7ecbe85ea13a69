"""After a restore from an older backup: what somebody may do, and how they come in, is never more than it was since."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import EncryptedTOTPDevice, RecoveryCode, User
from accounts.principals import Principal
from accounts.services.sessions import end_sessions
from accounts.services.users import check_can_manage, set_roles
from audit import ledger
from audit.actors import Subject


@transaction.atomic
def narrow(*, user_id: UUID, roles: Collection[str], companies: Collection[str], by: Principal, now: datetime) -> bool:
    """Take away what was taken away since: only roles and companies that are in both stay. False if none goes.

    No companies means all of them; where none is in both, no role stays either. Raises `NotAllowed`.
    """
    check_can_manage(by, user_id)
    user = User.objects.select_for_update().filter(id=user_id).first()
    if user is None:
        return False
    wall = _inner_wall(user.companies, companies)
    left = sorted(set(user.roles) & set(roles)) if wall is not None else []
    wall = sorted(user.companies) if wall is None else wall
    if (left, wall) == (sorted(user.roles), sorted(user.companies)):
        return False
    set_roles(user_id=user_id, roles=left, companies=wall, by=by, now=now)
    return True


@transaction.atomic
def withdraw_password(*, user_id: UUID, by: Principal, now: datetime) -> bool:
    """A password that was replaced since opens nothing: an administrator sets another. False if none works anyway.

    All sessions end. Raises `NotAllowed`.
    """
    check_can_manage(by, user_id)
    user = User.objects.select_for_update().filter(id=user_id).first()
    if user is None or not user.has_usable_password():
        return False
    user.set_unusable_password()
    user.must_change_password = True
    facts = {"user": str(user.id)}
    ledger.record("staff.password_withdrawn", actor=by.actor, subject=user.next_subject(), at=now, facts=facts)
    user.save()
    end_sessions(user=user, cause="password_changed", by=by.actor, now=now)
    return True


@transaction.atomic
def withdraw_factor(*, user_id: UUID, before: datetime, by: Principal, now: datetime) -> bool:
    """A code app and recovery codes from before this instant of a reset open nothing. False if none is left.

    The next sign-in with the password sets up a new app. All sessions end. Raises `NotAllowed`.
    """
    check_can_manage(by, user_id)
    user = User.objects.select_for_update().filter(id=user_id).first()
    if user is None:
        return False
    devices, _kinds = EncryptedTOTPDevice.objects.filter(user=user, created_at__lte=before).delete()
    codes, _kinds = RecoveryCode.objects.filter(user=user, created_at__lte=before).delete()
    if not devices + codes:
        return False
    facts = {"method": "totp", "user": str(user.id)}
    subject = Subject.event("second_factor")
    ledger.record("staff.second_factor_removed", actor=by.actor, subject=subject, at=now, facts=facts)
    end_sessions(user=user, cause="second_factor_changed", by=by.actor, now=now)
    return True


def _inner_wall(held: Collection[str], since: Collection[str]) -> list[str] | None:
    """The companies within both walls; empty for all of them, None for no company at all."""
    if not held or not since:
        return sorted(held or since)
    return sorted(set(held) & set(since)) or None
