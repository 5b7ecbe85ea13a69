"""Officers and a paper: each deed asks first whether this officer may work on a request of its submission."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from requests_app import permissions
from requests_app.lifecycle import OPEN
from requests_app.models import PrivacyRequest
from requests_app.profile import PROFILE
from requests_app.selectors.queue import visible
from requests_app.services.papers import telling
from verification import paper_selectors as known
from verification.paper_rules import needs_two
from verification.services import papers

LOOK_MINUTES = 15


def find(paper_id: UUID, *, by: Principal) -> tuple[known.PaperView, PrivacyRequest]:
    """A paper and the request that it is looked at for: an open one of its submission, the most urgent first.

    Raises `permissions.NotFound` for what `by` may not know of, and for who may not see personal data.
    """
    paper = known.paper(paper_id)
    if paper is None:
        raise permissions.NotFound
    rows = visible(by).filter(submission_id=paper.subject_ref).select_related("submission", "appeal_of")
    for request in sorted(rows, key=lambda one: (one.status not in OPEN, one.respond_at, one.id)):
        if permissions.can_work(by, request) and permissions.can_reveal(by, request):
            return paper, request
    raise permissions.NotFound


def ask_look(*, paper_id: UUID, reason: str, by: Principal, now: datetime) -> None:
    """Ask to look at a paper, with a reason. Anything but an identity document opens at once."""
    find(paper_id, by=by)
    papers.ask_look(paper_id=paper_id, reason=reason, minutes=_minutes(), by=by.actor, now=now)


def grant_look(*, paper_id: UUID, look_id: UUID, by: Principal, now: datetime) -> None:
    """Allow a colleague's look for some minutes. Raises `papers.NotTheSame` for one's own."""
    _own(paper_id, look_id, by)
    papers.grant_look(look_id=look_id, minutes=_minutes(), by=by.actor, now=now)


def decline_look(*, paper_id: UUID, look_id: UUID, by: Principal, now: datetime) -> None:
    """Do not allow a colleague's look."""
    _own(paper_id, look_id, by)
    papers.decline_look(look_id=look_id, by=by.actor, now=now)


def open_paper(*, paper_id: UUID, by: Principal, now: datetime) -> int:
    """Look at a paper; recorded each time. Gives the number of pages. Raises `papers.LookFirst`."""
    find(paper_id, by=by)
    return papers.open_paper(paper_id=paper_id, by=by.actor, now=now)


def page(*, paper_id: UUID, number: int, by: Principal, now: datetime) -> bytes:
    """One page as a picture, while the look holds. Raises `papers.LookFirst`, `papers.NoSuchPaper`."""
    find(paper_id, by=by)
    return papers.page(paper_id=paper_id, number=number, by=by.actor, now=now)


@transaction.atomic
def accept(*, paper_id: UUID, seen: Collection[str], note: str, by: Principal, now: datetime) -> None:
    """Accept a paper in which every point was seen. The rules of verification weigh what that is worth."""
    paper, _request = find(paper_id, by=by)
    papers.accept(
        paper_id=paper_id, seen=seen, reason=note or f"Looked at paper {paper_id} in the viewer.",
        destroy_now=_at_once(paper), by=by.actor, now=now,
    )  # fmt: skip


@transaction.atomic
def refuse(*, paper_id: UUID, seen: Collection[str], by: Principal, now: datetime) -> None:
    """Do not accept a paper; the requester is told in plain words what is missing, and may send another."""
    paper, request = find(paper_id, by=by)
    judged = papers.refuse(paper_id=paper_id, seen=seen, destroy_now=_at_once(paper), by=by.actor, now=now)
    telling.refused(request, kind=paper.kind, missing=judged.missing, by=by, now=now)


def destroy(*, paper_id: UUID, by: Principal, now: datetime) -> bool:
    """Destroy a paper before its time, for example one that shows more than anybody needs. False when it is gone."""
    find(paper_id, by=by)
    return papers.destroy(paper_id=paper_id, cause="by_hand", by=by.actor, now=now)


def _own(paper_id: UUID, look_id: UUID, by: Principal) -> None:
    paper, _request = find(paper_id, by=by)
    if look_id not in {look.id for look in paper.looks}:
        raise permissions.NotFound


def _minutes() -> int:
    return PROFILE.limits.get("paper_look_minutes", LOOK_MINUTES)


def _at_once(paper: known.PaperView) -> bool:
    return needs_two(paper.kind) and PROFILE.limits.get("identity_paper_days", 0) == 0
