"""Where a requester can be reached: the points of the form, and further ones that may be on file from before."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor
from audit.facts import FactValue
from notifications import texting
from verification.methods import contacts, one_time
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
    `NotOpen`, `NoContact` for what can get no code or was left, `TooManyContacts`.
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
    known = {bytes(one.value_index): one for one in Contact.objects.filter(check_row=check)}
    if (there := known.get(bytes(row.value_index))) is not None:
        if there.left_at is not None:
            raise NoContact
        return there.id
    if len(known) >= contacts.MOST:
        raise TooManyContacts
    _add(check, row, by=by, now=now)
    return row.id


@transaction.atomic
def move_contact(
    *, subject_ref: UUID, ways: Mapping[str, str], old: Mapping[str, str], left: Sequence[Mapping[str, Any]], by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """Letters go elsewhere from now on, and so do codes: what was `old` gets none any more, what it proved stays.

    The new `ways` (email, phone) count as typed today: a point only if they were on file before receipt. What somebody
    `left` because it is not safe is neither called nor written to for the check, on file or not.
    """
    check = locked_check(subject_ref)
    if check.forgotten_at is not None:
        return
    gone = [(kind, old[kind]) for kind in ways if old.get(kind)]
    gone += [(str(one["kind"]), str(one["value"])) for one in left if one["kind"] in contacts.METHODS]
    indexes = [one_time.index_of(kind, value) for kind, value in gone]
    Contact.objects.filter(check_row=check, value_index__in=indexes).update(left_at=now, wanted_at=None)
    for value in ways.values():
        _take_in(check, *contacts.spelled(value), now=now)
    here = list(Contact.objects.filter(check_row=check, left_at=None).exclude(value_index=b""))
    check.has_email = any(one.kind == Contact.Kind.EMAIL for one in here)
    check.has_phone = any(one.kind == Contact.Kind.PHONE and texting.textable(one.value) for one in here)
    if left:
        check.contact = {**check.contact, "left": [dict(one) for one in left]}
    subject = check.next_subject()
    check.save()
    facts: dict[str, FactValue] = {"fields": sorted(ways), "count": len(left)}
    ledger.record("identity.contact_moved", actor=by, subject=subject, at=now, request=subject_ref, facts=facts)


def _take_in(check: Check, kind: str, value: str, *, now: datetime) -> None:
    """A row for a new contact point, or the one that is there and was left once."""
    if not kind:
        return
    row = contacts.row_of(check, kind, value, now=now, further=True)
    if not Contact.objects.filter(check_row=check, value_index=row.value_index).update(left_at=None):
        row.save(force_insert=True)


def contact_of(check: Check, contact_id: UUID | None) -> Contact:
    """One contact point of a check: the named one, else the first e-mail address. Raises `NoContact`."""
    rows = Contact.objects.filter(check_row=check, left_at=None).exclude(value_index=b"").order_by("added_at", "id")
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
