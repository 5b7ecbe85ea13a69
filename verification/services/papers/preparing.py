"""The worker's part: scan what came, draw its pages, and let go of what came."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from audit.actors import Actor
from jobs.services import RetryLater
from vault import papers as guard
from vault import scanner
from vault import services as vault
from vault.scanner import Verdict
from vault.sniff import Refused
from verification.models import Paper
from verification.signals import paper_unfit

from .rows import locked_paper, save

WORKER = Actor.system("verification.paper")
PAGE = "paper_page"
# The scanner comes back by itself, or somebody starts it: asked again soon, for as long as jobs are tried.
SCANNER_PAUSE = timedelta(minutes=5)


def prepare(*, paper_id: UUID, now: datetime) -> None:
    """Scan a paper and draw its pages. Done before, it does nothing.

    Raises `RetryLater` while a configured scanner gives no answer: until then nobody sees the paper.
    """
    paper = Paper.objects.filter(id=paper_id, state=Paper.State.QUARANTINED, destroyed_at=None).first()
    if paper is None or paper.original is None:
        return None
    try:
        content = vault.read_for_delivery(paper.original)
    except vault.NotStored:
        # After a restore: the file went when its pages were drawn, and those came too late for the backup.
        return _unfit(paper_id, scan=Verdict.NOT_SCANNED, cause="lost", now=now)
    try:
        verdict = scanner.scan(content)
    except scanner.ScannerDown as down:
        raise RetryLater("the virus scanner does not answer", after=SCANNER_PAUSE) from down
    if verdict is Verdict.INFECTED:
        return _unfit(paper_id, scan=verdict, cause="infected", now=now)
    try:
        pictures = guard.as_pictures(content, paper.media_type)
    except Refused as refused:
        return _unfit(paper_id, scan=verdict, cause=refused.cause, now=now)
    return _ready(paper_id, pictures, scan=verdict, now=now)


@transaction.atomic
def _ready(paper_id: UUID, pictures: list[bytes], *, scan: Verdict, now: datetime) -> None:
    paper = locked_paper(paper_id)
    if paper.state != Paper.State.QUARANTINED or paper.destroyed_at is not None:
        return
    for number, picture in enumerate(pictures, start=1):
        vault.put(
            owner=paper.id, kind=PAGE, name=str(number), media_type="image/jpeg", content=picture, by=WORKER, now=now
        )
    # What came in is not needed any more: what is shown was drawn here.
    _let_go(paper, now=now)
    paper.state, paper.scan, paper.pages = Paper.State.WAITING, scan, len(pictures)
    save(paper, "identity.paper_checked", by=WORKER, now=now, facts={"scan": str(scan), "pages": paper.pages})


@transaction.atomic
def _unfit(paper_id: UUID, *, scan: Verdict, cause: str, now: datetime) -> None:
    paper = locked_paper(paper_id)
    if paper.state != Paper.State.QUARANTINED or paper.destroyed_at is not None:
        return
    _let_go(paper, now=now)
    paper.state, paper.scan, paper.destroyed_at = Paper.State.UNFIT, scan, now
    save(paper, "identity.paper_unfit", by=WORKER, now=now, facts={"scan": str(scan), "cause": cause})
    paper_unfit.send(sender=Paper, subject_ref=paper.check_row.subject_ref, kind=paper.kind, now=now)


def _let_go(paper: Paper, *, now: datetime) -> None:
    if paper.original is not None:
        vault.shred(file_id=paper.original, by=WORKER, now=now, cause="drawn_anew")
        paper.original = None
