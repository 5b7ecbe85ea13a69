"""After a restore from an older backup: a child's data that was frozen since is frozen again, before anybody is served.

Not only the contact points on the list of those left alone: the report, so that an officer answers it, and the work in
every system, so that stewards know whose data to leave alone and to delete.
"""

import base64
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from requests_app.models import Inquiry
from requests_app.selectors.child_reports import PLAIN, SEALED
from requests_app.services import children
from vault.fields import Sealed

MISSING = {"child": None, "body": "", "contact": None}


@transaction.atomic
def freeze_again(*, inquiry_id: UUID, kept: Mapping[str, Any], by: Principal, now: datetime) -> bool:
    """Take a report in once more, and give the systems their tasks. False if the data is frozen, or was freed.

    `kept` is what `selectors.child_reports` sealed. Without the key of its day nothing of the child can be read: the
    tasks then name the report, and whoever made it is asked again.
    """
    inquiry = Inquiry.objects.select_for_update().filter(id=inquiry_id).first()
    if inquiry is None:
        inquiry = _taken_in(inquiry_id, kept, by=by, now=now)
    if inquiry.frozen_at is not None:
        return False
    # The points on the list are replayed by lines of their own.
    return children.protect(inquiry_id=inquiry_id, now=now, listed=True) > 0


def _taken_in(inquiry_id: UUID, kept: Mapping[str, Any], *, by: Principal, now: datetime) -> Inquiry:
    row = Inquiry(id=inquiry_id)
    for name in PLAIN:
        setattr(row, name, kept[name])
    row.received_at, row.answer_by = datetime.fromisoformat(kept["received_at"]), date.fromisoformat(kept["answer_by"])
    for name in SEALED:
        setattr(row, name, _opened(row, name, kept[name]))
    subject = row.next_subject()
    row.save(force_insert=True)
    facts = {"kind": row.kind, "channel": row.channel}
    ledger.record("inquiry.replayed", actor=by.actor, subject=subject, at=now, request=inquiry_id, facts=facts)
    return row


def _opened(row: Inquiry, name: str, sealed: str | None) -> Any:
    if sealed is None:
        return None
    row.__dict__[name] = Sealed(base64.b64decode(sealed))
    try:
        return getattr(row, name)
    except ValueError:  # its key is not at hand
        return MISSING[name]
