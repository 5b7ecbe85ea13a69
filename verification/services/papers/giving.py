"""A paper comes in: from the requester, from a program that asks for somebody, or scanned out of an envelope."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor, ActorType
from audit.ids import new_id
from jobs import services as jobs
from vault import papers as guard
from vault import services as vault
from verification.assurance import Tier
from verification.models import Check, Paper
from verification.paper_rules import IDENTITY, MOST_PAPERS
from verification.paper_selectors import wanted_of
from verification.services.checks import locked_check
from verification.services.errors import NotAllowed, NotOpen

from .errors import NotWanted, TooManyPapers
from .rows import save

ORIGINAL = "paper_original"


def give(
    *, subject_ref: UUID, kind: str, content: bytes, came_by: str, by: Actor, now: datetime, entered_by: str = ""
) -> UUID:
    """Take a paper in and let a worker scan it and draw its pages. Gives its id.

    `came_by`: web, api or post. `entered_by` is the member of staff who scanned it or whose key put it in: they do not
    judge it. Raises `vault.sniff.Refused` for a file that is none, `NotWanted`, `TooManyPapers`,
    `NoSuchCheck`; then nothing has changed.
    """
    # The file is decoded before anything is locked: it is a stranger's, and may take its time.
    with transaction.atomic():
        _check_wanted(locked_check(subject_ref), kind)
    found = guard.inspect(content)
    return _keep(subject_ref, kind, content, found, came_by, entered_by, by, now)


@transaction.atomic
def _keep(
    subject_ref: UUID, kind: str, content: bytes, found: guard.Inspected, came_by: str, entered_by: str, by: Actor,
    now: datetime,
) -> UUID:  # fmt: skip
    check = locked_check(subject_ref)
    _check_wanted(check, kind)
    paper = Paper(
        id=new_id(), check_row=check, kind=kind, came_by=came_by, given_at=now, entered_by=entered_by,
        media_type=found.media_type, pages=found.pages,
    )  # fmt: skip
    # The name that the sender gave it is not kept: it may say anything, and nobody needs it.
    paper.original = vault.put(
        owner=paper.id, kind=ORIGINAL, name=kind, media_type=found.media_type, content=content, by=by, now=now
    )
    facts: dict[str, ledger.FactValue] = {
        "channel": came_by,
        "media_type": found.media_type.rpartition("/")[2],
        "pages": found.pages,
        "bytes": len(content),
    }
    save(paper, "identity.paper_given", by=by, now=now, facts=facts, new=True)
    jobs.enqueue("verification.paper", args={"paper_id": str(paper.id)}, now=now)
    return paper.id


def _check_wanted(check: Check, kind: str) -> None:
    if kind not in wanted_of(check):
        raise NotWanted
    if Paper.objects.filter(check_row=check).count() >= MOST_PAPERS:
        raise TooManyPapers


@transaction.atomic
def ask_for_document(*, subject_ref: UUID, reason: str, by: Actor, now: datetime) -> Check:
    """Offer the requester to send a copy of an identity document, because nothing less will do.

    Only where a right needs more than reasonable certainty; `reason` says why no other proof is possible, and stays
    with the record. Raises `NotAllowed` without a person or a reason, `NotWanted` where the law wants less, `NotOpen`.
    """
    if by.type is not ActorType.STAFF or not by.id or not reason.strip():
        raise NotAllowed
    check = locked_check(subject_ref)
    if check.required < Tier.T2:
        raise NotWanted
    if check.forgotten_at is not None or check.status not in {Check.Status.OPEN, Check.Status.LOCKED}:
        raise NotOpen
    check.document_asked_at = now
    subject = check.next_subject()
    check.save()
    ledger.record(
        "identity.document_asked", actor=by, subject=subject, at=now, request=subject_ref, facts={"kind": IDENTITY},
        detail={"reason": reason.strip()},
    )  # fmt: skip
    return check
