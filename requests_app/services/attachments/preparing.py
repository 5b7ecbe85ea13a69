"""The worker's part: scan a file, draw its pages anew, and let go of what came."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.principals import Principal
from audit.facts import FactValue
from jobs.services import RetryLater
from requests_app.models import Attachment
from requests_app.services import correspondence
from vault import papers as guard
from vault import scanner
from vault import services as vault
from vault.scanner import Verdict
from vault.sniff import Refused

from .rows import locked, save

WORKER = Principal.system("attachments.prepare")
PAGE = "attachment_page"
PDF = "application/pdf"
SCANNER_PAUSE = timedelta(minutes=5)


def prepare(*, attachment_id: UUID, now: datetime) -> None:
    """Scan a file and make it ready. Done before, it does nothing.

    Raises `RetryLater` while a configured scanner gives no answer: until then nobody sees the file.
    """
    rows = Attachment.objects.filter(id=attachment_id, state=Attachment.State.QUARANTINED, destroyed_at=None)
    file = rows.first()
    if file is None or file.original is None:
        return None
    content = vault.read_for_delivery(file.original)
    try:
        verdict = scanner.scan(content)
    except scanner.ScannerDown as down:
        raise RetryLater("the virus scanner does not answer", after=SCANNER_PAUSE) from down
    if verdict is Verdict.INFECTED:
        return _unfit(attachment_id, scan=verdict, cause="infected", now=now)
    try:
        pictures = [] if _goes_on_as_it_is(file) else guard.as_pictures(content, file.media_type)
    except Refused as refused:
        return _unfit(attachment_id, scan=verdict, cause=refused.cause, now=now)
    return _ready(attachment_id, pictures, scan=verdict, now=now)


def _goes_on_as_it_is(file: Attachment) -> bool:
    """A PDF of ours: its pages as pictures would be shut to a screen reader. A picture of ours loses what is hidden."""
    return not file.inbound and file.media_type == PDF


@transaction.atomic
def _ready(attachment_id: UUID, pictures: list[bytes], *, scan: Verdict, now: datetime) -> None:
    file = locked(attachment_id)
    if file.state != Attachment.State.QUARANTINED or file.destroyed_at is not None:
        return
    for number, picture in enumerate(pictures, start=1):
        vault.put(
            owner=file.id, kind=PAGE, name=str(number), media_type="image/jpeg", content=picture, by=WORKER.actor,
            now=now,
        )  # fmt: skip
    if not _goes_on_as_it_is(file):
        _let_go(file, now=now)
        file.pages = len(pictures)
    file.state, file.scan = Attachment.State.CLEAN, scan
    facts: dict[str, FactValue] = {"inbound": file.inbound, "scan": str(scan), "pages": file.pages}
    save(file, "attachment.checked", facts, by=WORKER, now=now)


@transaction.atomic
def _unfit(attachment_id: UUID, *, scan: Verdict, cause: str, now: datetime) -> None:
    file = locked(attachment_id)
    if file.state != Attachment.State.QUARANTINED or file.destroyed_at is not None:
        return
    _let_go(file, now=now)
    file.state, file.scan, file.destroyed_at = Attachment.State.UNFIT, scan, now
    save(file, "attachment.unfit", {"inbound": file.inbound, "scan": str(scan), "cause": cause}, by=WORKER, now=now)
    if file.inbound:
        _ask_again(file, now=now)


def _ask_again(file: Attachment, *, now: datetime) -> None:
    """Whoever sent it reads in the thread that it did not come through."""
    request = file.message.request
    with translation.override(request.submission.language):
        words = _("We could not open a file that you sent. Please send it again, for example as a new picture.")
    correspondence.tell(request, words, by=WORKER, now=now)


def _let_go(file: Attachment, *, now: datetime) -> None:
    if file.original is not None:
        vault.shred(file_id=file.original, by=WORKER.actor, now=now, cause="drawn_anew")
        file.original = None
