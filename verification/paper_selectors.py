"""What others may know about the papers of a check: kind, state, who looked and when. Never what a paper says."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from verification.methods import authority_paper, document
from verification.models import Check, Look, Paper
from verification.paper_rules import AUTHORITIES, IDENTITY

from .assurance import authority_accepted


@dataclass(frozen=True)
class LookView:
    """One look at a paper: who asked and why, who allowed it, until when, and whether it was taken."""

    id: UUID
    asked_by: str
    asked_at: datetime
    reason: str
    needs_two: bool
    granted_by: str
    until: datetime | None
    opened_at: datetime | None
    closed_at: datetime | None

    def is_question(self) -> bool:
        """Whether somebody has to allow or decline it."""
        return not self.granted_by and self.closed_at is None

    def holds(self, *, who: str, now: datetime) -> bool:
        """Whether this member of staff may look at this moment."""
        return self.asked_by == who and self.closed_at is None and self.until is not None and now < self.until


@dataclass(frozen=True)
class PaperView:
    """One paper, without what it says."""

    id: UUID
    subject_ref: UUID
    kind: str
    state: str
    came_by: str
    given_at: datetime
    entered_by: str
    pages: int
    scan: str
    missing: tuple[str, ...]
    concluded_at: datetime | None
    concluded_by: str
    destroyed_at: datetime | None
    looks: tuple[LookView, ...]

    def look_of(self, *, who: str, now: datetime) -> LookView | None:
        """The look that this member of staff may take now."""
        return next((look for look in self.looks if look.holds(who=who, now=now)), None)

    def seen_by(self, who: str) -> bool:
        """Whether this member of staff has looked at it."""
        return any(look.asked_by == who and look.opened_at for look in self.looks)


def papers_of(subject_ref: UUID) -> list[PaperView]:
    """The papers of one submission, oldest first."""
    return [_view(row) for row in _rows().filter(check_row__subject_ref=subject_ref)]


def paper(paper_id: UUID) -> PaperView | None:
    """One paper, or None."""
    row = _rows().filter(id=paper_id).first()
    return _view(row) if row else None


def waiting_papers(*, most: int = 200) -> list[PaperView]:
    """What waits to be looked at, the oldest first."""
    return [_view(row) for row in _rows().filter(state=Paper.State.WAITING, destroyed_at=None)[:most]]


def with_living_papers() -> "QuerySet[Paper, UUID]":
    """The subjects of which a paper is still kept. Lazy, to be asked within another query."""
    return Paper.objects.filter(destroyed_at=None).values_list("check_row__subject_ref", flat=True)


def wanted(subject_ref: UUID) -> tuple[str, ...]:
    """Which kinds of paper the requester may send now, the usual one first."""
    check = Check.objects.filter(subject_ref=subject_ref).first()
    return wanted_of(check) if check else ()


def wanted_of(check: Check) -> tuple[str, ...]:
    """Which kinds of paper belong to a check at hand."""
    accepted = authority_accepted(capacity=check.capacity) if authority_paper.offered(check) else frozenset()
    authorities = [kind for kind in AUTHORITIES if kind in accepted]
    return (*authorities, *([IDENTITY] if document.offered(check) else []))


def _rows() -> "QuerySet[Paper, Paper]":
    return Paper.objects.select_related("check_row").prefetch_related("looks").order_by("given_at", "id")


def _view(row: Paper) -> PaperView:
    looks = sorted(row.looks.all(), key=lambda look: look.asked_at)
    return PaperView(
        id=row.id,
        subject_ref=row.check_row.subject_ref,
        kind=row.kind,
        state=row.state,
        came_by=row.came_by,
        given_at=row.given_at,
        entered_by=row.entered_by,
        pages=row.pages,
        scan=row.scan,
        missing=tuple(row.missing),
        concluded_at=row.concluded_at,
        concluded_by=row.concluded_by,
        destroyed_at=row.destroyed_at,
        looks=tuple(_look(look) for look in looks),
    )


def _look(row: Look) -> LookView:
    return LookView(
        row.id, row.asked_by, row.asked_at, row.reason, row.needs_two, row.granted_by, row.until, row.opened_at,
        row.closed_at,
    )  # fmt: skip
