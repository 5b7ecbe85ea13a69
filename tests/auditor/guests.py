"""Guests who see a part of the house, signed in."""

from datetime import datetime, timedelta
from uuid import UUID

from django.test import Client

from accounts import services as accounts
from accounts.demo import give_factor
from accounts.models import User
from accounts.principals import Principal, Scope
from tests import cast
from tests.accounts.cast import signed_in


def guest(
    *,
    now: datetime,
    companies: tuple[str, ...] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    requests: tuple[UUID, ...] = (),
) -> User:
    """An invited guest who has signed in once and chosen an own password."""
    invitation = accounts.Invitation(
        "R. Ames", now + timedelta(days=5), companies, Scope(since, until, frozenset(requests) or None)
    )
    user = accounts.invite_guest(invitation=invitation, by=cast.staff("lena"), now=now).user
    accounts.change_password(user_id=user.id, password="an own password", by=Principal.staff(user), now=now)
    give_factor(user=user, now=now)
    user.refresh_from_db()
    return user


def at_the_desk(user: User, now: datetime) -> Client:
    """The guest's browser."""
    return signed_in(user, now=now)
