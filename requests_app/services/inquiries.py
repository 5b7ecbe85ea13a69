"""People see what became of their question or complaint, with its number and a code, or beside their own request.

The code is not stored: it is made from the row's id under the index key, so it can be shown again to whoever sent it.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts import throttles
from accounts.principals import Principal
from accounts.roles import Permission
from audit import ledger
from audit import selectors as entries
from audit.actors import Subject
from requests_app import permissions, reference
from requests_app.models import Inquiry
from requests_app.services.callers import TRIES, TRIES_PER, TooOften
from requests_app.services.codes import CODE_LENGTH
from vault.blind import blind_index

# A report about a child is answered to nobody but a parent who shows that they are one.
READ_BACK = ("question", "complaint")
# How long number and code of a call can be looked at again by who took it.
READ_ALOUD = timedelta(hours=1)


def code_of(inquiry_id: UUID) -> str:
    """The code that opens an inquiry together with its number: 78 bits, in four groups."""
    number = int.from_bytes(blind_index(str(inquiry_id), purpose="inquiry-code"), "big")
    body = ""
    for _place in range(CODE_LENGTH):
        number, rest = divmod(number, len(reference.ALPHABET))
        body += reference.ALPHABET[rest]
    return "-".join(body[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def open_by_code(*, reference_text: str, code: str, by: Principal, now: datetime) -> Inquiry | None:
    """The inquiry that number and code open together; None for any other. The caller limits the tries."""
    found = _kept().filter(reference=reference.parse(reference_text)).first()
    typed = "".join(char for char in code.upper() if char.isalnum())
    if found is None or not secrets.compare_digest(code_of(found.id).replace("-", "").encode(), typed.encode()):
        return None
    return look(inquiry_id=found.id, by=by, now=now)


def open_by_phone(*, reference_text: str, code: str, by: Principal, now: datetime) -> Inquiry | None:
    """The same for a caller who says both to an agent. Five tries an hour for one number, whether or not there is one.

    Raises reference.Mistyped, callers.TooOften, permissions.NotAllowed.
    """
    if not by.may(Permission.CALL_LOOKUP):
        raise permissions.NotAllowed("Your role does not look requests up.")
    known = reference.parse(reference_text)
    state = throttles.hit("phone.inquiry", key=known, limit=TRIES, per_seconds=TRIES_PER, now=now)
    if not state.allowed:
        raise TooOften(state.reset_after)
    return open_by_code(reference_text=known, code=code, by=by, now=now)


def just_taken(*, inquiry_id: UUID, by: Principal, now: datetime) -> Inquiry:
    """What this agent took down on the phone within the hour, to read number and code aloud. Raises NotFound."""
    since = now - READ_ALOUD
    found = _kept().filter(id=inquiry_id, channel="phone", received_at__gt=since).first()
    mine = entries.find_entries(action="inquiry.received", actor=by.actor.id, request=inquiry_id, since=since, limit=1)
    if found is None or not mine:
        raise permissions.NotFound
    return found


@transaction.atomic
def look(*, inquiry_id: UUID, by: Principal, now: datetime) -> Inquiry | None:
    """An inquiry for the person who sent it, on record; None once it was erased."""
    found = _kept().filter(id=inquiry_id).first()
    if found is not None:
        subject = Subject.event("view")
        ledger.record("inquiry.looked_at", actor=by.actor, subject=subject, at=now, request=found.id)
    return found


def _kept() -> QuerySet[Inquiry]:
    return Inquiry.objects.filter(kind__in=READ_BACK, purged_at=None)
