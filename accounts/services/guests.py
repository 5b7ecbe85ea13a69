"""Guest auditors: outsiders who see a part of the house for a while, then nothing, without anybody thinking of it."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.principals import Principal, Scope
from accounts.roles import Permission, Role
from accounts.services.recovery import Temporary, temporary_password
from accounts.services.users import NotAllowed, close_account
from audit import ledger
from audit.facts import FactValue

# Without what sounds or looks alike: a user name is told over the telephone.
_ALPHABET = "abcdefghjkmnpqrstvwxyz23456789"


@dataclass(frozen=True)
class Invitation:
    """Who comes, until when (an instant), and what they may see."""

    display_name: str
    expires_at: datetime
    companies: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)


def check_can_invite(by: Principal) -> None:
    """Raise `NotAllowed` for who may not invite guests."""
    if not by.may(Permission.GUESTS_INVITE):
        raise NotAllowed("Only a privacy lead or an administrator invites guests.")


def is_within(companies: Collection[str], *, by: Principal) -> bool:
    """Whether a guest of these companies sees no more of the group than `by`. No company named means all of them."""
    return by.companies is None or (bool(companies) and by.companies.issuperset(companies))


@transaction.atomic
def invite_guest(*, invitation: Invitation, by: Principal, now: datetime) -> Temporary:
    """Make a guest auditor's account with a password for one sign-in; the code app is set up there and then.

    Raises `NotAllowed`, also for companies beyond the wall of `by`; ValueError for an account that would be over
    already.
    """
    check_can_invite(by)
    if not is_within(invitation.companies, by=by):
        raise NotAllowed("A guest sees no more companies than whoever invites.")
    if invitation.expires_at <= now:
        raise ValueError("a guest's last day lies ahead")
    user, password = _account(invitation, now), temporary_password()
    user.set_password(password)
    facts = _facts(invitation) | {"roles": list(user.roles)}
    ledger.record("user.created", actor=by.actor, subject=user.next_subject(), at=now, facts=facts)
    user.save(force_insert=True)
    return Temporary(user, password)


@transaction.atomic
def end_guest(*, user_id: UUID, by: Principal, now: datetime) -> bool:
    """Close a guest's account at once.

    False for an account that is no guest's, closed already, or of a guest beyond the wall of `by`. Raises `NotAllowed`.
    """
    check_can_invite(by)
    user = User.objects.select_for_update().filter(id=user_id, is_active=True).first()
    if user is None or not is_guest(user) or not is_within(user.companies, by=by):
        return False
    close_account(user, by=by, now=now, cause="guest_ended")
    return True


def guest_accounts(*, by: Principal) -> list[User]:
    """All guest auditors within the wall of `by`, the open ones first, the latest first."""
    rows = User.objects.filter(roles=[Role.AUDITOR.value]).exclude(expires_at=None)
    return [user for user in rows.order_by("-is_active", "-created_at") if is_within(user.companies, by=by)]


def is_guest(user: User) -> bool:
    """Whether the account is an outsider's: it audits, nothing else, and ends by itself."""
    return user.roles == [Role.AUDITOR.value] and user.expires_at is not None


def _account(invitation: Invitation, now: datetime) -> User:
    name = "guest-" + "".join(secrets.choice(_ALPHABET) for _ in range(6))
    user = User(username=name, display_name=invitation.display_name, created_at=now, must_change_password=True)
    user.roles, user.companies = [Role.AUDITOR.value], sorted(invitation.companies)
    user.expires_at, scope = invitation.expires_at, invitation.scope
    user.scope_since, user.scope_until = scope.since, scope.until
    user.scope_requests = sorted(scope.requests or ())
    return user


def _facts(invitation: Invitation) -> dict[str, FactValue]:
    scope = invitation.scope
    return {
        "companies": sorted(invitation.companies),
        "expires_on": invitation.expires_at.date().isoformat(),
        "guest": True,
        "scope_since": _day(scope.since),
        "scope_until": _day(scope.until),
        "scope_requests": _codes(scope.requests or ()),
    }


def _codes(ids: Iterable[UUID]) -> list[str]:
    return [str(one) for one in sorted(ids)]


def _day(at: datetime | None) -> str:
    return at.date().isoformat() if at else ""
