"""Accounts of staff: made, changed and closed by administrators, always by somebody else than their owner."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from accounts.models import ApiKey, User
from accounts.principals import Principal
from accounts.roles import Permission, Role
from accounts.services.sessions import end_sessions
from audit import ledger
from audit.actors import ActorType
from audit.facts import FactValue


class NotAllowed(Exception):
    """The principal may not do this."""


def check_can_manage(by: Principal, user_id: UUID | None = None) -> None:
    """Raise `NotAllowed` unless `by` manages users, and this is not their own account."""
    if by.kind is ActorType.SYSTEM:
        return
    if not by.may(Permission.USERS_MANAGE):
        raise NotAllowed("Only an administrator manages accounts.")
    if user_id is not None and by.user_id == user_id:
        raise NotAllowed("Another administrator must change this account.")


@transaction.atomic
def create_user(
    *,
    username: str,
    display_name: str,
    roles: Iterable[str],
    by: Principal,
    now: datetime,
    password: str | None = None,
    email: str = "",
    companies: Iterable[str] = (),
    expires_at: datetime | None = None,
) -> User:
    """Make an account. Its second factor is set up at the first sign-in.

    Raises `NotAllowed`, or Django's `ValidationError` for a weak password.
    """
    check_can_manage(by)
    user = User(username=username.strip().lower(), display_name=display_name, email=email, created_at=now)
    user.roles, user.companies = sorted(Role(role) for role in roles), sorted(companies)
    user.expires_at = expires_at
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    facts: dict[str, FactValue] = {
        "roles": user.roles,
        "companies": user.companies,
        "expires_on": expires_at.date().isoformat() if expires_at else "never",
        "guest": expires_at is not None,
    }
    ledger.record("user.created", actor=by.actor, subject=user.next_subject(), at=now, facts=facts)
    user.save(force_insert=True)
    return user


@transaction.atomic
def set_roles(
    *, user_id: UUID, roles: Iterable[str], by: Principal, now: datetime, companies: Iterable[str] | None = None
) -> User:
    """Change what somebody may do. Their sessions end, so that nothing old lingers."""
    check_can_manage(by, user_id)
    user = User.objects.select_for_update().get(id=user_id)
    before = {"previous": list(user.roles), "previous_companies": list(user.companies)}
    user.roles = sorted(Role(role) for role in roles)
    if companies is not None:
        user.companies = sorted(companies)
    facts = before | {"roles": user.roles, "companies": user.companies}
    ledger.record("user.roles_changed", actor=by.actor, subject=user.next_subject(), at=now, facts=facts)
    user.save()
    end_sessions(user=user, cause="roles_changed", by=by.actor, now=now)
    return user


@transaction.atomic
def deactivate(*, user_id: UUID, by: Principal, now: datetime, cause: str = "left") -> User:
    """Close an account: its sessions end and its keys stop working, in the same moment."""
    check_can_manage(by, user_id)
    user = User.objects.select_for_update().get(id=user_id)
    if user.is_active:
        close_account(user, by=by, now=now, cause=cause)
    return user


def close_account(user: User, *, by: Principal, now: datetime, cause: str) -> None:
    """Close a locked, open account with its sessions and keys. The caller has checked who may."""
    user.is_active = False
    ledger.record("user.deactivated", actor=by.actor, subject=user.next_subject(), at=now, facts={"cause": cause})
    user.save()
    end_sessions(user=user, cause="account_closed", by=by.actor, now=now)
    for key in ApiKey.objects.select_for_update().filter(user=user, revoked_at=None):
        key.revoked_at = now
        facts = {"cause": "owner_left", "prefix": key.prefix, "user": str(user.id)}
        ledger.record("api_key.revoked", actor=by.actor, subject=key.next_subject(), at=now, facts=facts)
        key.save()


@transaction.atomic
def change_password(*, user_id: UUID, password: str, by: Principal, now: datetime, keep: UUID | None = None) -> User:
    """Set one's own new password, or a first one as an administrator. All sessions but `keep` end.

    Raises `NotAllowed`, or Django's `ValidationError` for a weak password.
    """
    own = by.user_id == user_id
    if not own:
        check_can_manage(by, user_id)
    user = User.objects.select_for_update().get(id=user_id)
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = not own
    event = "staff.password_changed" if own else "staff.password_reset"
    facts = {"cause": "own"} if own else {"user": str(user.id)}
    ledger.record(event, actor=by.actor, subject=user.next_subject(), at=now, facts=facts)
    user.save()
    end_sessions(user=user, cause="password_changed", by=by.actor, now=now, besides=keep)
    return user
