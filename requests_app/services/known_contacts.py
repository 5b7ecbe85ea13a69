"""Where a person can be told that somebody asks for their data: what is on file, but never where it is not safe.

Two people may speak for the same person: the one, and somebody who only says so. What the present asker bars is
obeyed, because it may be the person in danger at home. What an earlier asker said who had shown to hold a contact on
file stays in force too: the safe contact of the person hears of a stranger, and the address a stranger could read does
not. Facts alone, however many, make nobody's statement last.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from notifications import texting
from notifications.recipients import Recipient
from requests_app.models import SearchKey, Submission
from requests_app.services import holding
from requests_app.submission_input import CONTACT_KINDS
from verification import selectors as checks
from verification.assurance import Tier
from verification.directories import normalise
from verification.selectors import KnownContact

MEMBERS = {"email": "email", "phone": "phone", "post": "postal_address"}


def safe_ones(submission: Submission) -> list[KnownContact]:
    """Every known contact of the matched person that may be used, the safe ones named earlier first."""
    earlier = _earlier(submission)
    said = [one for one in (submission.safe_contact, earlier) if one]
    barred = {kind for one in said for kind in barred_kinds(one)}
    named = [contact for one in said for contact in _named(one)]
    known = [*(_named(earlier) if earlier else []), *checks.known_contacts(submission.id)]
    usable = [one for one in known if one.kind not in barred or any(_same(one, safe) for safe in named)]
    left = [contact for one in said for contact in _left(one)]
    usable = [one for one in usable if not any(_same(one, gone) for gone in left)]
    return list({(one.kind, _plain(one)): one for one in reversed(usable)}.values())[::-1]


def barred_kinds(safe: Mapping[str, Any]) -> frozenset[str]:
    """The kinds of contact points on file that may not be used.

    Whoever names them bars those; whoever gives a safe contact and names none bars all that is not that contact.
    """
    if safe.get("none_safe") or "unsafe" not in safe:
        return frozenset(CONTACT_KINDS)
    return frozenset(str(kind) for kind in safe["unsafe"])


def left_behind(safe: Mapping[str, Any] | None, old: Mapping[str, Any], *, now: Mapping[str, Any]) -> dict[str, Any]:
    """The safe contact with the ways on record that somebody left because they are not safe any more."""
    ways = [(kind, member) for kind, member in MEMBERS.items() if old.get(member) and old[member] != now.get(member)]
    kept: dict[str, Any] = {"unsafe": []} if safe is None else dict(safe)
    return {**kept, "left": [*kept.get("left", []), *({"kind": kind, "value": old[member]} for kind, member in ways)]}


def was_left(submission: Submission, address: Mapping[str, Any]) -> bool:
    """Whether this postal address is one that somebody left because it is not safe any more."""
    one = KnownContact("post", address, None, False)
    return any(_same(one, gone) for gone in _left(submission.safe_contact or {}))


def bars_everybody(submission: Submission, on_file: Sequence[Mapping[str, Any]]) -> bool:
    """Whether what the asker bars leaves nobody on file who can be told: worth a person's look.

    Of one kind or of all: who is known by a mailbox alone is silenced by barring that.
    """
    safe = submission.safe_contact
    if not safe:
        return False
    barred, named = barred_kinds(safe), _named(safe)
    known = [KnownContact(one["kind"], one["value"], None, False) for one in on_file]
    heard = [one for one in known if one.kind not in barred or any(_same(one, mine) for mine in named)]
    return len(heard) < len(known) and not any(_can_be_told(one) for one in heard)


def _can_be_told(one: KnownContact) -> bool:
    """Whether a warning can go there. Nobody is called, so a phone counts where texts go out."""
    if one.kind == "phone":
        return texting.is_on() and texting.textable(str(one.value))
    return one.kind == "email" or isinstance(one.value, Mapping)


def recipients(submission: Submission) -> list[tuple[str, Recipient]]:
    """Whom to tell, and how: every mailbox and phone; a letter where no mailbox has been on file for long."""
    safe = safe_ones(submission)
    found = _ways(submission, safe)
    paper = [] if any(one.kind == "email" and one.old for one in safe) else [one for one in found if one[0] == "post"]
    return [one for one in found if one[0] != "post"] + paper[:1]


def everywhere(submission: Submission) -> list[tuple[str, Recipient]]:
    """Whom to warn, and how: every mailbox, phone and postal address that is known and safe, each once.

    Who took over a mailbox reads no letters, and who opens the letters at home may not read the mail.
    """
    return _ways(submission, safe_ones(submission))


def _ways(submission: Submission, safe: Sequence[KnownContact]) -> list[tuple[str, Recipient]]:
    person = Recipient(name=submission.consumer_name, language=submission.language)
    found = [("email", replace(person, email=str(one.value))) for one in safe if one.kind == "email"]
    if texting.is_on():
        phones = [str(one.value) for one in safe if one.kind == "phone" and texting.textable(str(one.value))]
        found += [("sms", replace(person, phone=number)) for number in phones]
    paper = [one.value for one in safe if one.kind == "post" and isinstance(one.value, Mapping)]
    found += [("post", replace(person, postal_address=address)) for address in paper]
    return [(way, to) for way, to in found if to.email or to.phone or to.has_address]


def is_doubted(submission: Submission, *, person_key: str) -> bool:
    """Whether somebody barred contacts of this person before, and no contact of theirs has ever confirmed that.

    It is not obeyed: a stranger with enough facts could else turn every later warning to themselves. But it may have
    been the person in danger, so that somebody of ours has to look.
    """
    said = _statements(submission, holding.blind(person_key))
    return any(barred_kinds(safe) and not checks.holds_a_contact(ref) for ref, safe in said)


def _earlier(submission: Submission) -> dict[str, Any] | None:
    """The safe contact that this person named last, in a request in which a contact on file was shown to be theirs."""
    said = _statements(submission, holding.keys_of(submission).person)
    return next((safe for ref, safe in said if checks.holds_a_contact(ref)), None)


def _statements(submission: Submission, person: str) -> Iterator[tuple[UUID, dict[str, Any]]]:
    """The safe contacts in earlier requests about this person in which it was shown who asks, the last one first."""
    if not person:
        return
    keys = SearchKey.objects.filter(kind=holding.PERSON, digest=bytes.fromhex(person))
    others = Submission.objects.filter(id__in=keys.values("submission")).exclude(id=submission.id)
    for one in others.order_by("-received_at", "-id")[:50]:
        check = checks.state_of(one.id)
        if one.safe_contact and check is not None and check.reached >= Tier.T2:
            yield one.id, dict(one.safe_contact)


def _named(safe: Mapping[str, Any]) -> list[KnownContact]:
    return list(_contacts(safe))


def _contacts(safe: Mapping[str, Any]) -> Iterator[KnownContact]:
    for kind, member in MEMBERS.items():
        if safe.get(member):
            # Named by somebody who was known then: as old as anything that is on file.
            yield KnownContact(kind, safe[member], None, True)


def _left(safe: Mapping[str, Any]) -> list[KnownContact]:
    return [KnownContact(one["kind"], one["value"], None, False) for one in safe.get("left", ())]


def _plain(one: KnownContact) -> str:
    return normalise.address(one.value) if one.kind == "post" else normalise.fact(one.kind, str(one.value))


def _same(one: KnownContact, other: KnownContact) -> bool:
    return one.kind == other.kind and bool(_plain(one)) and _plain(one) == _plain(other)
