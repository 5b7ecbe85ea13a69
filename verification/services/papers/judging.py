"""Whether a paper is good: every point of its checklist was seen, or it is said which was not."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.actors import Actor, ActorType
from verification.assurance import COURT_ORDERS
from verification.models import Look, Paper
from verification.paper_rules import IDENTITY, PARENT, missing, point_of
from verification.services.errors import NotAllowed, NotOpen
from verification.services.evidence import record_staff_evidence

from .destroying import let_go
from .errors import LookFirst, NotTheSame, Unjudged
from .rows import locked_paper, save

METHOD = {IDENTITY: "document"}
AUTHORITY = "authority_paper"
# The checklist of a parent asks for court orders: whoever ticked it has looked.
ALSO = {PARENT: (COURT_ORDERS,)}


@transaction.atomic
def accept(*, paper_id: UUID, seen: Collection[str], reason: str, destroy_now: bool, by: Actor, now: datetime) -> Paper:
    """Accept a paper in which every point of its checklist was seen, and record it as evidence of staff.

    `destroy_now`: its pages go with this deed. Raises `Unjudged` when a point is missing, `LookFirst`, `NotTheSame`,
    `NotOpen`.
    """
    paper = _to_judge(paper_id, by)
    if missing(paper.kind, seen):
        raise Unjudged
    _conclude(paper, Paper.State.ACCEPTED, by, now)
    save(paper, "identity.paper_accepted", by=by, now=now, facts={})
    if destroy_now:
        let_go(paper, cause="served", by=by, now=now)
    record_staff_evidence(
        subject_ref=paper.check_row.subject_ref, method=METHOD.get(paper.kind, AUTHORITY),
        points=[point_of(paper.kind), *ALSO.get(paper.kind, ())], reason=reason, by=by, now=now,
    )  # fmt: skip
    return paper


@transaction.atomic
def refuse(*, paper_id: UUID, seen: Collection[str], destroy_now: bool, by: Actor, now: datetime) -> Paper:
    """Do not accept a paper; what was not `seen` in it is kept as codes. The requester may send another.

    Raises as `accept`; `Unjudged` when every point was seen.
    """
    paper = _to_judge(paper_id, by)
    paper.missing = missing(paper.kind, seen)
    if not paper.missing:
        raise Unjudged
    _conclude(paper, Paper.State.REFUSED, by, now)
    save(paper, "identity.paper_refused", by=by, now=now, facts={"missing": paper.missing})
    if destroy_now:
        let_go(paper, cause="served", by=by, now=now)
    return paper


def _to_judge(paper_id: UUID, by: Actor) -> Paper:
    if by.type is not ActorType.STAFF or not by.id:
        raise NotAllowed
    paper = locked_paper(paper_id)
    if paper.state != Paper.State.WAITING or paper.destroyed_at is not None:
        raise NotOpen
    if paper.entered_by == by.id:
        raise NotTheSame
    if not Look.objects.filter(paper=paper, asked_by=by.id, opened_at__isnull=False).exists():
        raise LookFirst
    return paper


def _conclude(paper: Paper, state: Paper.State, by: Actor, now: datetime) -> None:
    paper.state, paper.concluded_at, paper.concluded_by = state, now, by.id
