"""People look again at what they sent: the pages as we drew them, behind their access code, on record."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from audit.actors import Subject
from requests_app.models import Attachment
from requests_app.permissions import NotFound
from vault import services as vault

from .preparing import PAGE


@transaction.atomic
def look(*, attachment_id: UUID, request_id: UUID, by: Principal, now: datetime) -> Attachment:
    """A file that this person sent, with the number of its pages. Recorded once for the whole file.

    Raises `permissions.NotFound` for what is not theirs, not ready, or gone.
    """
    file = _sent(attachment_id, request_id, by)
    facts = {"attachment": str(file.id), "kind": file.kind}
    subject = Subject.event("view")
    ledger.record("attachment.fetched", actor=by.actor, subject=subject, at=now, request=request_id, facts=facts)
    return file


@transaction.atomic
def sent_page(*, attachment_id: UUID, request_id: UUID, number: int, by: Principal, now: datetime) -> bytes:
    """One page of it as a picture; the vault records that it was opened. Raises `permissions.NotFound`."""
    file = _sent(attachment_id, request_id, by)
    page_id = vault.file_of(owner=file.id, kind=PAGE, name=str(number))
    if page_id is None:
        raise NotFound
    return vault.read(file_id=page_id, by=by.actor, now=now, purpose="download").content


def _sent(attachment_id: UUID, request_id: UUID, by: Principal) -> Attachment:
    rows = Attachment.objects.filter(message__request__submission=by.submission_id, message__request=request_id)
    file = rows.filter(id=attachment_id, inbound=True).first() if by.submission_id else None
    if file is None or not file.is_shown():
        raise NotFound
    return file
