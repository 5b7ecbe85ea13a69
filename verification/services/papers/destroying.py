"""The end of a paper: its pages are destroyed with their keys. That there was one, and when it went, stays known."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from audit.actors import Actor
from audit.facts import FactValue
from vault import services as vault
from verification.models import Check, Look, Paper
from verification.paper_rules import SENSITIVE

from .errors import NoSuchPaper
from .rows import locked_paper, save

SWEEP = Actor.system("sweep.papers")
AT_ONCE = 200


@transaction.atomic
def destroy(*, paper_id: UUID, cause: str, by: Actor, now: datetime) -> bool:
    """Destroy a paper by hand or again after a restore. False when it is gone already or was never here."""
    try:
        paper = locked_paper(paper_id)
    except NoSuchPaper:
        return False
    if paper.destroyed_at is not None:
        return False
    let_go(paper, cause=cause, by=by, now=now)
    return True


def destroy_of(*, subject_ref: UUID, cause: str, by: Actor, now: datetime) -> int:
    """Destroy all papers of one check. Gives how many there were."""
    living = Paper.objects.filter(check_row__subject_ref=subject_ref, destroyed_at=None).order_by("given_at", "id")
    return sum(
        destroy(paper_id=paper_id, cause=cause, by=by, now=now) for paper_id in living.values_list("id", flat=True)
    )


def destroy_due(
    *, identity_days: int, paper_days: int, longest_days: int, now: datetime, kept: Iterable[UUID] | QuerySet[Any] = ()
) -> int:
    """Destroy what has served: days after it was judged or its check was concluded, and whatever is too old.

    Of the subjects in `kept` only identity documents, and what may be one. A paper per transaction; may be repeated.
    Gives how many.
    """
    others = ~Q(kind__in=SENSITIVE) & ~Q(check_row__subject_ref__in=kept)
    old = Paper.objects.filter(given_at__lt=now - timedelta(days=longest_days))
    rules = (
        (_served(now - timedelta(days=identity_days)).filter(kind__in=SENSITIVE), "served"),
        (_served(now - timedelta(days=paper_days)).filter(others), "served"),
        (old.filter(Q(kind__in=SENSITIVE) | others), "too_old"),
    )
    due = {
        paper_id: cause
        for rows, cause in rules
        for paper_id in rows.filter(destroyed_at=None).values_list("id", flat=True)[:AT_ONCE]
    }
    return sum(destroy(paper_id=paper_id, cause=cause, by=SWEEP, now=now) for paper_id, cause in due.items())


def _served(before: datetime) -> "QuerySet[Paper, Paper]":
    ended = Q(check_row__status__in=(Check.Status.PASSED, Check.Status.FAILED), check_row__concluded_at__lte=before)
    return Paper.objects.filter(Q(concluded_at__lte=before) | ended)


def let_go(paper: Paper, *, cause: str, by: Actor, now: datetime) -> None:
    """Destroy the files of a locked paper and close its looks, on record. Internal to services."""
    files = vault.shred_owned(owner=paper.id, by=by, now=now, cause=cause)
    paper.original, paper.destroyed_at = None, now
    facts: dict[str, FactValue] = {
        "count": files,
        "age_days": (now - paper.given_at).days,
        "cause": cause,
        "state": str(paper.state),
    }
    save(paper, "identity.evidence_shredded", by=by, now=now, facts=facts)
    for look in Look.objects.select_for_update().filter(paper=paper, closed_at=None):
        # What was written as a reason may name the person: it stays sealed with the words of the ledger alone.
        look.closed_at, look.reason, look.paper = now, "", paper
        save(look, "identity.look_closed", by=by, now=now, facts={"paper": str(paper.id)})
