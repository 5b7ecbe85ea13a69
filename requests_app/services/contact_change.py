"""Where the letters of a request go is changed: after it was shown who asks, and never in silence.

The old contact hears of it in words that hold nothing of the new one, and so do the other known contacts. The new one
is a claim like any other that was typed: it gets notices, after some days the code of an answer that holds kinds of
data, and never a copy (`destinations`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from notifications import services as outbox
from notifications.recipients import Recipient
from requests_app import input_fields as read
from requests_app import permissions
from requests_app.calendars import business_days_after
from requests_app.input_fields import Bag, FieldError, Invalid
from requests_app.models import PrivacyRequest, SearchKey, Submission
from requests_app.models.submission import WAYS
from requests_app.search_keys import digest
from requests_app.services import dates, known_contacts, links, release_holds
from requests_app.services.impossible import NotPossible
from requests_app.services.recipients import recipient
from verification import selectors as checks
from verification import services as verification
from verification.assurance import Tier

KIND = "contact_changed"
MEMBERS = {"email", "phone", "postal_address", "old_is_safe"}


@dataclass(frozen=True)
class NewContact:
    """The new ways, checked. `old_is_safe` False: the old contact may not be written to any more."""

    ways: Mapping[str, Any]
    old_is_safe: bool = True


def read_contact(raw: object) -> NewContact:
    """Read the new contact. Raises Invalid."""
    bag = Bag.of(raw, MEMBERS)
    given = {
        "email": read.email(bag, "email"),
        "phone": read.phone(bag, "phone"),
        "postal_address": read.address(bag, "postal_address"),
    }
    ways = {way: value for way, value in given.items() if value}
    safe = bag.values.get("old_is_safe")
    if safe not in (None, True, False):
        bag.refuse("old_is_safe", "Answer true or false.")
    if not ways and not bag.errors:
        bag.errors.append(FieldError("#", "Give a new e-mail address, phone number or postal address."))
    bag.finish()
    return NewContact(ways, safe is not False)


@transaction.atomic
def change(*, request_id: UUID, contact: NewContact, channel: str, by: Principal, now: datetime) -> Submission:
    """Let the letters of a whole submission go elsewhere, and tell the old contact.

    Who works on requests may, and who answers the telephone once the caller was checked (`callers`). Raises
    permissions.NotFound, NotAllowed, NotPossible before it was shown who asks, or for what is the contact already.
    """
    request = PrivacyRequest.objects.select_related("submission", "appeal_of").filter(id=request_id).first()
    if request is None:
        raise permissions.NotFound
    permissions.check_can_note(by, request)
    _check_level(request)
    # Workers hold the check when they want the submission.
    verification.hold(subject_ref=request.submission_id)
    submission = Submission.objects.select_for_update().get(id=request.submission_id)
    if submission.purged_at is not None or all(
        submission.contact().get(way) == new for way, new in contact.ways.items()
    ):
        raise NotPossible("Letters go there already.")
    old, before = recipient(submission), submission.contact()
    _write(submission, contact)
    _move_codes(submission, contact, before, by=by, now=now)
    told = _told(submission, contact, old)
    submission.contact_changed_at = now
    facts: dict[str, ledger.FactValue] = {
        "fields": sorted(contact.ways), "channel": channel, "letters": len(told),
    }  # fmt: skip
    subject = submission.next_subject()
    submission.save()
    ledger.record(
        "submission.contact_changed", actor=by.actor, subject=subject, at=now, request=submission.id, facts=facts
    )
    _follow_up(request, submission, told, by=by, now=now)
    return submission


def may_change(request: PrivacyRequest) -> bool:
    """Whether it was shown who asks, so that letters may be sent elsewhere from now on."""
    try:
        _check_level(request)
    except NotPossible:
        return False
    return request.submission.purged_at is None


def _check_level(request: PrivacyRequest) -> None:
    """A change of contact is how a thief takes a request over: nothing less will do than what the request needs."""
    check = checks.state_of(request.submission_id)
    if check is None:
        raise NotPossible("An opt-out has no check, and nothing more is sent for it. Take a new one if that is needed.")
    if check.reached < max(Tier.T1, check.required):
        raise NotPossible("It has not been shown yet who asks. Record the proof first, or let them show it.")


def _told(submission: Submission, contact: NewContact, old: Recipient) -> list[Recipient]:
    """The old contact, and every known one that is safe; none of them twice, never the new one."""
    mine = [("", old)] if contact.old_is_safe else []
    known = known_contacts.recipients(submission)
    fresh = {str(contact.ways.get("email") or "").casefold()} - {""}
    found = {_way(to): to for _kind, to in [*mine, *known] if to.email or to.has_address}
    return [to for to in found.values() if str(to.email or "").casefold() not in fresh]


def _way(to: Recipient) -> str:
    return (to.email or "").casefold() or repr(sorted((to.postal_address or {}).items(), key=str))


def _write(submission: Submission, contact: NewContact) -> None:
    """The new ways take the place of the old ones, wherever those were named. The others stay if the old are safe;
    if not, nothing goes there any more: no letter about anything, and no warning either."""
    ways, old = contact.ways, submission.contact()
    dropped = {"none_safe"} if contact.old_is_safe else {"none_safe", *WAYS}
    if submission.safe_way:
        kept = {key: value for key, value in submission.safe_way.items() if key not in dropped}
        submission.safe_contact = {**kept, **ways}
    elif submission.by_agent:
        kept = {key: value for key, value in submission.requester.items() if key not in dropped}
        submission.requester = {**kept, **ways}
    elif contact.old_is_safe:
        submission.consumer = {**submission.consumer, **ways}
    else:
        # What the person typed of themselves stays their word; where letters go is another.
        submission.safe_contact = {"unsafe": [], **(submission.safe_contact or {}), **ways}
    if not contact.old_is_safe:
        submission.safe_contact = known_contacts.left_behind(submission.safe_contact, old, now=ways)


def _move_codes(
    submission: Submission, contact: NewContact, before: Mapping[str, Any], *, by: Principal, now: datetime
) -> None:
    """Codes of the check follow the letters; neither goes to what is not safe any more."""
    ways = {kind: str(value) for kind, value in contact.ways.items() if kind in ("email", "phone")}
    old = {kind: str(before.get(kind) or "") for kind in ways}
    left = () if contact.old_is_safe else (submission.safe_contact or {}).get("left", ())
    verification.move_contact(subject_ref=submission.id, ways=ways, old=old, left=left, by=by.actor, now=now)


def _follow_up(
    request: PrivacyRequest, submission: Submission, told: list[Recipient], *, by: Principal, now: datetime
) -> None:
    for kind in ("email", "phone"):
        if value := submission.contact().get(kind):
            SearchKey.objects.get_or_create(submission=submission, kind=kind, digest=digest(kind, str(value)))
    for one in submission.requests.all():
        links.revoke(request_id=one.id, purpose=links.DOWNLOAD, by=by, now=now)
    for to in told:
        _tell(request, to, of_case=True, by=by, now=now)
    if not told and release_holds.covered(submission.id):
        # Nobody could be told: that is what somebody who takes a request over would want.
        verification.note_sign(subject_ref=submission.id, code="contacts_barred", by=by.actor, now=now)


def tell_of_correction(request: PrivacyRequest, *, by: Principal, now: datetime) -> int:
    """Contact or payment data on file was corrected: the contacts as they were before hear of it. Gives how many."""
    known = known_contacts.recipients(request.submission)
    for _way_of, to in known:
        _tell(request, to, of_case=False, by=by, now=now)
    return len(known)


def _tell(request: PrivacyRequest, to: Recipient, *, of_case: bool, by: Principal, now: datetime) -> None:
    today = dates.received_on(now)
    outbox.queue(
        KIND,
        about=request.submission_id,
        request=request.id,
        to=replace(to, name=to.name or request.submission.consumer_name),
        context={"reference": request.reference, "changed_on": today, "of_case": of_case},
        by=by.actor,
        now=now,
        post_by=business_days_after(today, 1),
    )


__all__ = ["Invalid", "NewContact", "change", "may_change", "read_contact", "tell_of_correction"]
