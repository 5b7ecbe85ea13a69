"""Files are opened on record: by an officer who may see personal data, or by the person behind their code."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from audit.actors import Subject
from audit.facts import FactValue
from requests_app import permissions
from requests_app.models import Attachment
from requests_app.selectors.queue import visible
from vault import services as vault

from .preparing import PAGE


def find(attachment_id: UUID, *, by: Principal) -> Attachment:
    """A file of a request that `by` may work on or decide, and whose personal data they may see.

    Raises `permissions.NotFound` for anything else.
    """
    file = Attachment.objects.select_related("message").filter(id=attachment_id).first()
    if file is None:
        raise permissions.NotFound
    request = visible(by).select_related("submission", "appeal_of").filter(id=file.message.request_id).first()
    if request is None or not permissions.can_reveal(by, request):
        raise permissions.NotFound
    file.message.request = request
    return file


@transaction.atomic
def open_file(*, attachment_id: UUID, by: Principal, now: datetime) -> Attachment:
    """Begin to look at a file; recorded each time. One that is not ready is given back unopened."""
    file = find(attachment_id, by=by)
    if file.is_shown():
        facts: dict[str, FactValue] = {"attachment": str(file.id), "kind": file.kind, "pages": file.pages}
        ledger.record(
            "attachment.opened", actor=by.actor, subject=Subject.event("view"), at=now,
            request=file.message.request_id, facts=facts,
        )  # fmt: skip
    return file


@transaction.atomic
def page(*, attachment_id: UUID, number: int, by: Principal, now: datetime) -> bytes:
    """One page as a picture. The vault records that it was opened. Raises `permissions.NotFound`."""
    file = find(attachment_id, by=by)
    page_id = vault.file_of(owner=file.id, kind=PAGE, name=str(number)) if file.is_shown() else None
    if page_id is None:
        raise permissions.NotFound
    return vault.read(file_id=page_id, by=by.actor, now=now, purpose="review").content


@transaction.atomic
def fetch(*, attachment_id: UUID, request_id: UUID, by: Principal, now: datetime) -> vault.OpenedFile:
    """A file that we sent, for the person who showed their access code, or for an officer who may see it.

    Raises `permissions.NotFound` for what is not theirs, not ours, not ready or gone.
    """
    rows = Attachment.objects.select_related("message__request").filter(message__request=request_id, inbound=False)
    file = rows.filter(id=attachment_id).first()
    if file is None or not file.is_shown():
        raise permissions.NotFound
    _check_may_fetch(file, by)
    stored = file.original or vault.file_of(owner=file.id, kind=PAGE, name="1")
    if stored is None:
        raise permissions.NotFound
    event = "attachment.fetched" if by.submission_id else "attachment.opened"
    facts = {"attachment": str(file.id), "kind": file.kind}
    subject = Subject.event("view")
    ledger.record(event, actor=by.actor, subject=subject, at=now, request=file.message.request_id, facts=facts)
    return vault.read(file_id=stored, by=by.actor, now=now, purpose="download")


def _check_may_fetch(file: Attachment, by: Principal) -> None:
    if by.submission_id is None:
        find(file.id, by=by)
    elif by.submission_id != file.message.request.submission_id:
        raise permissions.NotFound
