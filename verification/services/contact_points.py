"""Where a requester can be reached: the points of the form, and further ones that may be on file from before."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor
from notifications import texting
from verification.methods import contacts
from verification.models import Check, Contact

from .checks import locked_check
from .errors import NoContact, NotOpen, TooManyContacts


def texts_are_on() -> bool:
    """Whether a code can go by text at all."""
    return texting.is_on()


@transaction.atomic
def add_contact(*, subject_ref: UUID, value: str, by: Actor, now: datetime) -> UUID:
    """Take one more e-mail address or phone number, to be proved by a code of its own. Gives its id.

    It drives no search and proves nothing until its code came back. One that is there already is given back. Raises
    `NotOpen`, `NoContact` for what can get no code, `TooManyContacts`.
    """
    check = locked_check(subject_ref)
    if check.status != Check.Status.OPEN or not check.required:
        raise NotOpen
    kind, spelled = contacts.spelled(value)
    if not kind:
        raise NoContact
    row = contacts.row_of(check, kind, spelled, now=now, further=True)
    if not contacts.reachable(row):
        raise NoContact
    known = {bytes(one.value_index): one.id for one in Contact.objects.filter(check_row=check)}
    if bytes(row.value_index) in known:
        return known[bytes(row.value_index)]
    if len(known) >= contacts.MOST:
        raise TooManyContacts
    _add(check, row, by=by, now=now)
    return row.id


def contact_of(check: Check, contact_id: UUID | None) -> Contact:
    """One contact point of a check: the named one, else the first e-mail address. Raises `NoContact`."""
    rows = Contact.objects.filter(check_row=check).exclude(value_index=b"").order_by("added_at", "id")
    found = rows.filter(kind=Contact.Kind.EMAIL).first() if contact_id is None else rows.filter(id=contact_id).first()
    if found is None:
        raise NoContact
    return found


def _add(check: Check, row: Contact, *, by: Actor, now: datetime) -> None:
    if row.kind == Contact.Kind.EMAIL:
        check.has_email = True
    else:
        check.has_phone = check.has_phone or texting.textable(row.value)
    subject = check.next_subject()
    check.save()
    row.save(force_insert=True)
    facts = {"kind": str(row.kind), "contact": str(row.id)}
    ledger.record("identity.contact_added", actor=by, subject=subject, at=now, request=check.subject_ref, facts=facts)
