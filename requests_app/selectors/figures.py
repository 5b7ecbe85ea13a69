"""The numbers on an officer's home page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from accounts.principals import Principal
from notifications.troubles import undelivered_requests
from requests_app.lifecycle import OPEN
from requests_app.models import Inquiry
from requests_app.selectors.queue import visible


@dataclass(frozen=True)
class Figures:
    """How many requests wait, for whom, and how soon."""

    open: int
    overdue: int
    due_this_week: int
    unassigned: int
    mine: int
    to_approve: int
    unread: int
    undelivered: int
    inquiries: int


def figures(*, by: Principal, now: datetime) -> Figures:
    """Count the open requests that `by` may see."""
    me: UUID | None = by.user_id
    week = now + timedelta(days=7)
    counts = visible(by).filter(status__in=OPEN).aggregate(
        open=Count("id"),
        overdue=Count("id", filter=Q(respond_at__lt=now)),
        due_this_week=Count("id", filter=Q(respond_at__gte=now, respond_at__lt=week)),
        unassigned=Count("id", filter=Q(assignee=None)),
        mine=Count("id", filter=Q(assignee=me)),
        to_approve=Count("id", filter=Q(status="in_review") & ~Q(proposed_by=me)),
        unread=Count("id", filter=Q(unread_messages__gt=0)),
    )  # fmt: skip
    return Figures(
        **counts,
        undelivered=visible(by).filter(id__in=undelivered_requests()).count(),
        inquiries=Inquiry.objects.filter(answered_at=None).count(),
    )
