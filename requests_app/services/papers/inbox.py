"""Papers that wait for somebody: to be looked at and judged, or for a second person to allow a look."""

from dataclasses import dataclass

from accounts.principals import Principal
from requests_app.lifecycle import OPEN
from requests_app.models import PrivacyRequest
from requests_app.selectors.queue import visible
from verification import paper_selectors as known


@dataclass(frozen=True)
class Waiting:
    """One paper that waits, the request it belongs to, and the look that this officer could allow, if any."""

    paper: known.PaperView
    request: PrivacyRequest
    to_grant: tuple[known.LookView, ...]


def inbox(*, by: Principal, most: int = 200) -> list[Waiting]:
    """What waits, the most urgent request first. Only what `by` may know of."""
    waiting = known.waiting_papers(most=most)
    requests: dict[object, PrivacyRequest] = {}
    rows = visible(by).filter(submission_id__in={paper.subject_ref for paper in waiting})
    for request in sorted(rows, key=lambda one: (one.status not in OPEN, one.respond_at, one.id)):
        requests.setdefault(request.submission_id, request)
    found = [
        Waiting(paper, requests[paper.subject_ref], _to_grant(paper, by))
        for paper in waiting
        if paper.subject_ref in requests
    ]
    return sorted(found, key=lambda one: (one.request.respond_at, one.paper.given_at))


def _to_grant(paper: known.PaperView, by: Principal) -> tuple[known.LookView, ...]:
    return tuple(look for look in paper.looks if look.is_question() and look.asked_by != by.id)
