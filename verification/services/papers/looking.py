"""A look at a paper: asked for with a reason, for an identity document allowed by somebody else, over after minutes."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from audit.actors import Actor, ActorType
from audit.facts import FactValue
from audit.ids import new_id
from vault import services as vault
from verification.models import Look, Paper
from verification.paper_rules import needs_two
from verification.services.errors import NotAllowed, NotOpen

from .errors import LookFirst, NoSuchPaper, NotTheSame
from .preparing import PAGE
from .rows import locked_look, locked_paper, save


@transaction.atomic
def ask_look(*, paper_id: UUID, reason: str, minutes: int, by: Actor, now: datetime) -> Look:
    """Ask to look at a paper. An identity document waits for somebody else; any other opens at once, for `minutes`.

    Asked again while the question is open, it stays one question. Raises `NotAllowed` without a person or a reason,
    `NotOpen` for what is not ready or destroyed, `NoSuchPaper`.
    """
    if by.type is not ActorType.STAFF or not by.id or not reason.strip():
        raise NotAllowed
    paper = locked_paper(paper_id)
    if paper.destroyed_at is not None or paper.state in {Paper.State.QUARANTINED, Paper.State.UNFIT}:
        raise NotOpen
    asked = Look.objects.filter(paper=paper, asked_by=by.id, granted_at=None, closed_at=None).first()
    if asked is not None:
        return asked
    two = needs_two(paper.kind)
    look = Look(id=new_id(), paper=paper, asked_by=by.id, asked_at=now, reason=reason.strip(), needs_two=two)
    facts: dict[str, FactValue] = {"paper": str(paper.id), "needs_two": two}
    save(look, "identity.look_asked", by=by, now=now, facts=facts, detail={"reason": look.reason}, new=True)
    if not two:
        _allow(look, minutes=minutes, by=by, now=now)
    return look


@transaction.atomic
def grant_look(*, look_id: UUID, minutes: int, by: Actor, now: datetime) -> Look:
    """Allow a colleague's look, from now on for `minutes`. Raises `NotTheSame` for one's own, `NotOpen`."""
    look = _question(look_id, by)
    _allow(look, minutes=minutes, by=by, now=now)
    return look


@transaction.atomic
def decline_look(*, look_id: UUID, by: Actor, now: datetime) -> Look:
    """Do not allow a colleague's look. They may ask again with a better reason. Raises as `grant_look`."""
    look = _question(look_id, by)
    look.closed_at = now
    save(look, "identity.look_declined", by=by, now=now, facts={"paper": str(look.paper_id)})
    return look


@transaction.atomic
def open_paper(*, paper_id: UUID, by: Actor, now: datetime) -> int:
    """Begin to look. Recorded each time. Gives the number of pages. Raises `LookFirst`, `NoSuchPaper`."""
    paper = locked_paper(paper_id)
    look = _held(paper, by, now)
    # The first moment is kept; every look at the page is an entry of its own.
    look.opened_at = look.opened_at or now
    look.paper = paper
    facts: dict[str, FactValue] = {"paper": str(paper.id), "pages": paper.pages}
    save(look, "identity.evidence_viewed", by=by, now=now, facts=facts)
    return paper.pages


@transaction.atomic
def page(*, paper_id: UUID, number: int, by: Actor, now: datetime) -> bytes:
    """One page as a picture, for as long as the look holds. The vault records that it was opened.

    Raises `LookFirst`, `NoSuchPaper`.
    """
    paper = Paper.objects.filter(id=paper_id).first()
    if paper is None:
        raise NoSuchPaper
    _held(paper, by, now)
    file_id = vault.file_of(owner=paper.id, kind=PAGE, name=str(number))
    if file_id is None:
        raise NoSuchPaper
    return vault.read(file_id=file_id, by=by, now=now, purpose="identity_check").content


def _question(look_id: UUID, by: Actor) -> Look:
    if by.type is not ActorType.STAFF or not by.id:
        raise NotAllowed
    look = locked_look(look_id)
    if look.asked_by == by.id:
        raise NotTheSame
    if look.granted_at is not None or look.closed_at is not None:
        raise NotOpen
    return look


def _allow(look: Look, *, minutes: int, by: Actor, now: datetime) -> None:
    look.granted_by, look.granted_at, look.until = by.id, now, now + timedelta(minutes=minutes)
    facts: dict[str, FactValue] = {"paper": str(look.paper_id), "needs_two": look.needs_two, "minutes": minutes}
    save(look, "identity.look_granted", by=by, now=now, facts=facts)


def _held(paper: Paper, by: Actor, now: datetime) -> Look:
    looks = Look.objects.filter(paper=paper, asked_by=by.id, closed_at=None, until__gt=now)
    look = looks.order_by("-until").first()
    if paper.destroyed_at is not None or look is None:
        raise LookFirst
    return look
