"""After a restore from an older backup: opt-outs filed since then take effect again, without their requests."""

import base64
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from requests_app.models import PrivacyRequest, Suppression
from vault.fields import Sealed


@transaction.atomic
def stop_again(
    *, suppression_id: UUID, request_id: UUID | None, kept: Mapping[str, Any], by: Principal, now: datetime
) -> bool:
    """Put one contact point back on the list. False if it is there. `kept` is what `selectors.suppressions` sealed.

    Without the key of its day the value stays empty; the keyed hash still recognises the person. Ask `opens` first.
    """
    if Suppression.objects.filter(id=suppression_id).exists():
        return False
    row = Suppression(
        id=suppression_id,
        point=kept["point"],
        digest=bytes.fromhex(kept["digest"]),
        kinds=list(kept["kinds"]),
        company=kept["company"],
        since=datetime.fromisoformat(kept["since"]),
        no_ask_before=date.fromisoformat(kept["no_ask_before"]),
        request=PrivacyRequest.objects.filter(id=request_id).first() if request_id else None,
    )
    row.value = _opened(row, kept["sealed"]) or ""
    subject = row.next_subject()
    facts = {"kinds": list(row.kinds), "company": row.company, "point": row.point}
    ledger.record("suppression.replayed", actor=by.actor, subject=subject, at=now, request=request_id, facts=facts)
    row.save(force_insert=True)
    return True


def opens(*, suppression_id: UUID, kept: Mapping[str, Any]) -> bool:
    """Whether the contact point can be read with the keys at hand, or stands in the list already."""
    known = Suppression.objects.filter(id=suppression_id).exists()
    return known or _opened(Suppression(id=suppression_id), kept["sealed"]) is not None


def _opened(row: Suppression, sealed: str) -> str | None:
    row.__dict__["value"] = Sealed(base64.b64decode(sealed))
    try:
        return row.value
    except ValueError:  # its key is not at hand
        return None
