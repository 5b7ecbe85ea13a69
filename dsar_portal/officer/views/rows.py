"""A line of the queue, in words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.selectors import staff_names
from dsar_portal import wording
from dsar_portal.officer.views import undelivered
from dsar_portal.wording import word
from notifications.troubles import undelivered_of
from requests_app.profile import PROFILE
from requests_app.selectors import masked
from requests_app.selectors.queue import Page

if TYPE_CHECKING:
    from requests_app.models import PrivacyRequest


@dataclass(frozen=True)
class Row:
    """What the table and the file show of one request. The person is masked."""

    reference: str
    href: str
    person: str
    right: str
    company: str
    state: str
    status: str
    status_words: str
    next_step: str
    blocked_by: str
    since: datetime | None
    assignee: str
    channel: str
    received: datetime
    respond_by: date
    is_open: bool
    unread: int
    undelivered: str
    tone: str


def rows_of(page: Page, *, today: date) -> list[Row]:
    """The requests of one page of the queue as rows."""
    names = staff_names(request.assignee for request in page.rows)
    stuck = undelivered_of([request.id for request in page.rows])
    said = {key: undelivered.in_a_row(one, today=today) for key, one in stuck.items()}
    return [_row(request, names, said.get(request.id, ""), today) for request in page.rows]


def _row(request: "PrivacyRequest", names: dict[str, str], stuck: str, today: date) -> Row:
    late = request.is_open and request.respond_by < today
    return Row(
        reference=request.reference,
        href=reverse("officer:case", args=[request.reference]),
        person=masked(request.submission.consumer)["name"],
        right=right_words(request),
        company=PROFILE.company_name(request.company),
        state=request.submission.state,
        status=request.status,
        status_words=word(wording.STATUSES, request.status),
        next_step=word(wording.NEXT_STEPS, request.next_step) if request.next_step else "",
        blocked_by=word(wording.BLOCKERS, request.blocked_by) if request.blocked_by else "",
        since=request.waiting_since,
        assignee=names.get(str(request.assignee), ""),
        channel=word(wording.CHANNELS, request.channel),
        received=request.received_at,
        respond_by=request.respond_by,
        is_open=request.is_open,
        unread=request.unread_messages,
        undelivered=stuck,
        tone="overdue" if late else "today" if request.is_open and request.respond_by == today else "",
    )


def right_words(request: "PrivacyRequest") -> str:
    """The right with what narrows it."""
    right = word(wording.RIGHTS, request.right)
    if request.scope and request.scope != "specific_pieces":
        return f"{right}, {word(wording.SCOPES, request.scope)}"
    return right
