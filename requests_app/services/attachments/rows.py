"""Rows under lock, in one order: the request first, the file after it. Internal to services."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from accounts.principals import Principal
from audit import ledger
from audit.facts import FactValue
from requests_app.models import Attachment
from requests_app.permissions import NotFound
from requests_app.services import steps


def locked(attachment_id: UUID) -> Attachment:
    """The file's row under a lock, with its request locked before it. Raises `permissions.NotFound`."""
    request_id = Attachment.objects.filter(id=attachment_id).values_list("message__request_id", flat=True).first()
    if request_id is None:
        raise NotFound
    request = steps.locked(request_id=request_id)
    rows = Attachment.objects.select_for_update(of=("self",)).select_related("message")
    file = rows.get(id=attachment_id)
    file.message.request = request
    return file


def save(
    file: Attachment,
    event: str,
    facts: Mapping[str, FactValue],
    *,
    by: Principal,
    now: datetime,
    new: bool = False,
) -> None:
    """Save a file's row with its entry, under its request."""
    subject = file.next_subject()
    file.save(force_insert=new)
    told: dict[str, FactValue] = {"kind": file.kind, **facts}
    ledger.record(event, actor=by.actor, subject=subject, at=now, request=file.message.request_id, facts=told)
