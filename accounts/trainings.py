"""Trainings as pages, self-check and evidence read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from accounts.models import Training, User
from accounts.training import HANDLERS, is_due, is_handler
from audit.selectors import find_entries

PRACTISED = "staff.practised"
MOST = 200


@dataclass(frozen=True)
class Handler:
    """Somebody who handles requests: the last training and the last finished practice call, if any."""

    user: User
    last_on: date | None
    is_due: bool
    practised_at: datetime | None = None


def handlers(*, now: datetime, today: date) -> list[Handler]:
    """Everybody with an open account who handles requests, those without a current training first."""
    users = _open_handlers(now)
    last, practised = last_days(user.id for user in users), _practised()
    rows = [
        Handler(user, last.get(user.id), is_due(last.get(user.id), today=today), practised.get(str(user.id)))
        for user in users
    ]
    return sorted(rows, key=lambda row: (not row.is_due, row.user.display_name))


def missing(*, now: datetime, today: date) -> tuple[int, int]:
    """How many of those who handle requests have no current training, and how many handle requests."""
    users = _open_handlers(now)
    last = last_days(user.id for user in users)
    return sum(is_due(last.get(user.id), today=today) for user in users), len(users)


def last_days(users: Iterable[UUID]) -> dict[UUID, date]:
    """The day of the last training of each of these accounts; those without one are left out."""
    rows = Training.objects.filter(user__in=list(users), struck_at=None).values_list("user")
    return dict(rows.annotate(last=Max("held_on")))


def is_missing_for(user_id: UUID, *, today: date) -> bool:
    """Whether this member of staff handles requests without a current training."""
    user = User.objects.filter(id=user_id).only("roles").first()
    return user is not None and is_handler(user.roles) and is_due(last_days([user_id]).get(user_id), today=today)


def latest() -> list[Training]:
    """What was put on record last, struck ones included, the newest first."""
    rows = Training.objects.select_related("user", "recorded_by").order_by("-held_on", "-recorded_at", "id")
    return list(rows[:MOST])


def between(since: date, until: date) -> list[Training]:
    """All trainings held in a period, both days included, oldest first, struck ones left out."""
    return list(Training.objects.filter(held_on__range=(since, until), struck_at=None).order_by("held_on", "id"))


def _open_handlers(now: datetime) -> list[User]:
    found = User.objects.filter(roles__overlap=[role.value for role in HANDLERS], is_active=True)
    return [user for user in found.order_by("display_name") if user.may_enter(now)]


def _practised() -> dict[str, datetime]:
    """When each member of staff last finished a practice call, of the last thousand."""
    return {entry.actor_id: entry.at for entry in reversed(find_entries(action=PRACTISED, limit=1_000))}
