"""The contact points of a check and how each stands, for verbs and for readers. Knows nothing of what is on file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from audit import together
from notifications import texting
from verification.directories import normalise
from verification.methods import email_code, one_time, sms_code
from verification.models import Check, Code, Contact

# By kind: the method whose codes go there.
METHODS = {Contact.Kind.EMAIL.value: email_code, Contact.Kind.PHONE.value: sms_code}
# The ones of the form and a few more: each can be sent codes, which somebody else might not have asked for.
MOST = 5


@dataclass(frozen=True)
class ContactView:
    """One contact point: what may be shown of it, and how far it is proved. Id and value stay out of any `repr`."""

    id: UUID = field(repr=False)
    kind: str
    method: str
    masked: str = field(repr=False)
    further: bool
    reachable: bool
    code_sent_at: datetime | None
    proved_at: datetime | None
    locked_until: datetime | None


def spelled(value: str) -> tuple[str, str]:
    """Kind and spelling of what somebody typed: an address as it is, a number as E.164. Empty when it is neither."""
    value = value.strip()
    if "@" in value:
        return Contact.Kind.EMAIL.value, value
    number = normalise.phone(value)
    return (Contact.Kind.PHONE.value, number) if number else ("", "")


def keep(check: Check, typed: Mapping[str, Any], *, now: datetime) -> None:
    """Keep the points that were typed when the request was made. The check itself is recorded by its verb."""
    found = [spelled(str(typed.get(kind) or "")) for kind in METHODS]
    rows = [row_of(check, kind, value, now=now) for kind, value in found if kind]
    if rows and not all([together.hold(row) for row in rows]):
        Contact.objects.bulk_create(rows)


def row_of(check: Check, kind: str, value: str, *, now: datetime, further: bool = False) -> Contact:
    """A row, unsaved."""
    index = one_time.index_of(kind, value)
    return Contact(check_row=check, kind=kind, value=value, value_index=index, further=further, added_at=now)


def reachable(contact: Contact) -> bool:
    """Whether a code can go there now."""
    return contact.kind == Contact.Kind.EMAIL or (texting.is_on() and texting.textable(contact.value))


def of(check: Check) -> list[ContactView]:
    """All contact points of a check that are not erased and not left, in the order in which they were given."""
    rows = Contact.objects.filter(check_row=check, left_at=None).exclude(value_index=b"").order_by("added_at", "id")
    codes: dict[bytes, list[Code]] = {}
    for code in Code.objects.filter(subject_ref=check.subject_ref, purpose=one_time.IDENTITY).order_by("created_at"):
        codes.setdefault(bytes(code.contact_index), []).append(code)
    return [_view(row, codes.get(bytes(row.value_index), [])) for row in rows]


def _view(contact: Contact, codes: list[Code]) -> ContactView:
    newest = codes[-1] if codes else None
    return ContactView(
        id=contact.id,
        kind=contact.kind,
        method=METHODS[contact.kind].SLUG,
        masked=masked(contact.kind, contact.value),
        further=contact.further,
        reachable=reachable(contact),
        code_sent_at=newest.created_at if newest else None,
        proved_at=min((code.used_at for code in codes if code.used_at), default=None),
        locked_until=newest.locked_until if newest else None,
    )


def masked(kind: str, value: str) -> str:
    """Enough to know one's own again on a screen that others see."""
    if kind == Contact.Kind.PHONE:
        return f"••• {value[-2:]}"
    name, _at, place = value.rpartition("@")
    return f"{name[:1]}•••@{place}"
