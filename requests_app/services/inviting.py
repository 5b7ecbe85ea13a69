"""Inviting a guest auditor: references and days, as people say them, become a scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts import services as accounts
from accounts.principals import Principal, Scope
from requests_app import reference
from requests_app.permissions import NotFound
from requests_app.selectors.queue import visible
from requests_app.services import days


@dataclass(frozen=True)
class Guest:
    """What the form says: a name, the last day, and what may be seen. Days are days of our own zone, both included.

    Nothing given means the whole house until the last day; who sees a part of the group names companies of that part.
    """

    name: str
    last_day: date
    since: date | None = None
    until: date | None = None
    companies: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@transaction.atomic
def invite(*, guest: Guest, by: Principal, now: datetime) -> accounts.Temporary:
    """Make the account; its password is shown once.

    Raises `accounts.NotAllowed`, `permissions.NotFound` for a reference that nobody has or `by` may not know of,
    `reference.Mistyped`.
    """
    found = ids_of(guest.references, by=by)
    scope = Scope(
        days.start_of(guest.since) if guest.since else None,
        days.end_of(guest.until) if guest.until else None,
        frozenset(found) or None,
    )
    invitation = accounts.Invitation(
        display_name=guest.name,
        expires_at=days.end_of(guest.last_day),
        companies=guest.companies,
        scope=scope,
    )
    return accounts.invite_guest(invitation=invitation, by=by, now=now)


def ids_of(references: Sequence[str], *, by: Principal) -> list[UUID]:
    """The ids of requests in the sight of `by`, in order. Raises `permissions.NotFound`, `reference.Mistyped`."""
    parsed = [reference.parse(text) for text in references]
    known = dict(visible(by).filter(reference__in=parsed).values_list("reference", "id"))
    if len(known) < len(set(parsed)):
        raise NotFound
    return [known[text] for text in parsed]
