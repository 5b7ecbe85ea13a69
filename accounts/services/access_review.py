"""The review of access: everybody with an account, what it allows, when it was used last, and who is trained.

11 CCR 7100(a) wants those trained who handle requests; whoever reviews sees that beside the rights.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from accounts.models import StaffSession, User
from accounts.principals import Principal
from accounts.roles import Permission
from accounts.selectors import everybody
from accounts.services.users import NotAllowed
from accounts.training import is_due, is_handler
from accounts.trainings import last_days
from audit import ledger
from audit.actors import Subject


@dataclass(frozen=True)
class Account:
    """One account: `trained_on` is the last training, `is_untrained` whether one is due, `used_at` the last sign-in."""

    user: User
    is_open: bool
    trained_on: date | None
    is_untrained: bool
    used_at: datetime | None


@transaction.atomic
def review(*, by: Principal, now: datetime, today: date) -> list[Account]:
    """All accounts, the open ones first. Looking is recorded. `today` is the day of the house.

    Raises `NotAllowed` for who does not review access, and for who sees a part of the house only.
    """
    if not by.may(Permission.ACCESS_REVIEW) or by.is_limited:
        raise NotAllowed("Your role does not review access.")
    found = accounts(now=now, today=today)
    facts: dict[str, ledger.FactValue] = {
        "accounts": sum(one.is_open for one in found),
        "untrained": sum(one.is_untrained for one in found),
    }
    ledger.record("access.accounts_reviewed", actor=by.actor, subject=Subject.event("view"), at=now, facts=facts)
    return found


def accounts(*, now: datetime, today: date) -> list[Account]:
    """Everybody with an account, as lists of accounts show them. A closed account lacks no training."""
    users = everybody()
    trained, used = last_days(user.id for user in users), _last_used()
    return [
        Account(
            user=user,
            is_open=(is_open := user.may_enter(now)),
            trained_on=(last := trained.get(user.id)),
            is_untrained=is_open and is_handler(user.roles) and is_due(last, today=today),
            used_at=used.get(user.id),
        )
        for user in users
    ]


def _last_used() -> dict[UUID, datetime]:
    return dict(StaffSession.objects.values_list("user").annotate(last=Max("started_at")))
