"""The end of a file: its pages are destroyed with their keys. That there was one, and when it went, stays known."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit.facts import FactValue
from requests_app.models import Attachment
from requests_app.permissions import NotFound
from vault import services as vault

from .rows import locked, save


@transaction.atomic
def destroy(*, attachment_id: UUID, cause: str, by: Principal, now: datetime) -> bool:
    """Destroy a file when its time is up, or again after a restore. False when it is gone or was never here."""
    try:
        file = locked(attachment_id)
    except NotFound:
        return False
    if file.destroyed_at is not None:
        return False
    count = vault.shred_owned(owner=file.id, by=by.actor, now=now, cause=cause)
    file.original, file.destroyed_at = None, now
    facts: dict[str, FactValue] = {
        "count": count,
        "age_days": (now - file.given_at).days,
        "cause": cause,
        "state": str(file.state),
    }
    save(file, "attachment.destroyed", facts, by=by, now=now)
    return True


def destroy_of(*, request_id: UUID, cause: str, by: Principal, now: datetime) -> int:
    """Destroy all files of the messages of one request. Gives how many there were."""
    living = Attachment.objects.filter(message__request=request_id, destroyed_at=None).order_by("given_at", "id")
    ids = list(living.values_list("id", flat=True))
    return sum(destroy(attachment_id=one, cause=cause, by=by, now=now) for one in ids)
