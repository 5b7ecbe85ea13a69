"""Rows under lock, in one order: the check first, the paper after it. Internal to services."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from audit import ledger
from audit.actors import Actor
from audit.canonical import JSON
from audit.facts import FactValue
from verification.models import Check, Look, Paper

from .errors import NoSuchPaper


def locked_paper(paper_id: UUID) -> Paper:
    """The paper under a row lock, with its check locked before it. Raises `NoSuchPaper`."""
    subject = Paper.objects.filter(id=paper_id).values_list("check_row_id", flat=True).first()
    if subject is None:
        raise NoSuchPaper
    check = Check.objects.select_for_update().get(id=subject)
    paper = Paper.objects.select_for_update().get(id=paper_id)
    paper.check_row = check
    return paper


def locked_look(look_id: UUID) -> Look:
    """The look under the locks of its paper. Raises `NoSuchPaper`."""
    paper_id = Look.objects.filter(id=look_id).values_list("paper_id", flat=True).first()
    if paper_id is None:
        raise NoSuchPaper
    paper = locked_paper(paper_id)
    look = Look.objects.select_for_update().get(id=look_id)
    look.paper = paper
    return look


def save(
    row: Paper | Look,
    event: str,
    *,
    by: Actor,
    now: datetime,
    facts: Mapping[str, FactValue],
    detail: Mapping[str, JSON] | None = None,
    new: bool = False,
) -> None:
    """Save a row together with its entry."""
    paper = row.paper if isinstance(row, Look) else row
    subject = row.next_subject()
    row.save(force_insert=new)
    ledger.record(
        event, actor=by, subject=subject, at=now, request=paper.check_row.subject_ref,
        facts={"kind": paper.kind, **facts}, detail=detail,
    )  # fmt: skip
