"""From what was typed to what is filed: one strict reader for web, phone and API.

`validate(raw)` takes the body of POST /api/v1/submissions/ (design/interface.md) and gives a NewSubmission, or raises
Invalid with one message per field, each saying what to do.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from requests_app import input_fields as read
from requests_app.choices import BY_POST, AnswerFormat, Authority, Capacity, Delivery, Relationship
from requests_app.input_fields import Bag, FieldError, Invalid
from requests_app.input_people import Address, Identifier, Person, Requester, identifiers, person, requester
from requests_app.input_rights import RightAsked, companies, rights

__all__ = [
    "Address",
    "FieldError",
    "Identifier",
    "Invalid",
    "NewSubmission",
    "Person",
    "Requester",
    "RightAsked",
    "validate",
]

MEMBERS = {
    "rights", "companies", "consumer", "requester", "relationships", "identifiers", "residence", "language",
    "delivery", "answer_format", "safe_contact", "details", "gpc",
}  # fmt: skip


# The kinds of contact points that may be on file, and that somebody may say not to use.
CONTACT_KINDS = ("email", "phone", "post")
_POINTS = ("#/consumer/email", "#/consumer/phone", "#/consumer/postal_address", "#/identifiers")


@dataclass(frozen=True)
class NewSubmission:
    """One act of asking, checked and normalised; nothing in it is stored yet."""

    rights: tuple[RightAsked, ...]
    companies: tuple[str, ...]
    consumer: Person
    requester: Requester
    relationships: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    country: str = ""
    state: str = ""
    language: str = "en"
    delivery: str = Delivery.SECURE_DOWNLOAD
    answer_format: str = AnswerFormat.STANDARD
    safe_contact: dict[str, Any] | None = None
    details: str = ""
    gpc: bool = False
    unknown: frozenset[str] = field(default_factory=frozenset)


def validate(raw: object, *, today: date) -> NewSubmission:
    """Read one submission. `today` bounds the dates. Raises Invalid."""
    bag = Bag.of(raw, MEMBERS)
    asked = rights(bag)
    who = person(bag)
    known = identifiers(bag)
    residence = _residence(bag)
    form = read.choice(bag, "answer_format", AnswerFormat, default=AnswerFormat.STANDARD)
    way = read.choice(bag, "delivery", Delivery, default=Delivery.SECURE_DOWNLOAD)
    new = NewSubmission(
        rights=asked,
        companies=companies(bag),
        consumer=who,
        requester=requester(bag),
        relationships=read.choices(bag, "relationships", Relationship, most=15),
        identifiers=known,
        country=residence[0],
        state=residence[1],
        language=read.choice(bag, "language", ("en", "es"), default="en"),
        # Audio and Braille are things in an envelope, whatever else was ticked.
        delivery=Delivery.POST if form in BY_POST else way,
        answer_format=form,
        safe_contact=_safe_contact(bag),
        details=read.text(bag, "details", longest=10_000, lines=True),
        gpc=read.flag(bag, "gpc"),
    )
    _whole(bag, new, today)
    bag.finish()
    return new


def _residence(bag: Bag) -> tuple[str, str]:
    inner = bag.inner("residence", {"country", "state"})
    if inner is None:
        return "", ""
    return read.country(inner, "country"), read.state(inner, "state")


def _safe_contact(bag: Bag) -> dict[str, Any] | None:
    """Where it is safe to write or call; it overrides every other address for all notices.

    `unsafe` names the kinds of contact points on file that may not be used; unnamed, none of them may.
    """
    inner = bag.inner("safe_contact", {"email", "phone", "postal_address", "instructions", "none_safe", "unsafe"})
    if inner is None:
        return None
    safe = {
        "email": read.email(inner, "email"),
        "phone": read.phone(inner, "phone"),
        "instructions": read.text(inner, "instructions", longest=500, lines=True),
        "none_safe": read.flag(inner, "none_safe"),
        "postal_address": read.address(inner, "postal_address"),
    }
    found = {key: value for key, value in safe.items() if value}
    if inner.values.get("unsafe") is not None:
        found["unsafe"] = sorted(read.choices(inner, "unsafe", CONTACT_KINDS, most=3))
    return found or None


def _whole(bag: Bag, new: NewSubmission, today: date) -> None:
    """Rules over several fields: is there enough to find the person, does authority fit the capacity?"""
    only_opt_out = bool(new.rights) and all(asked.right == "opt_out" for asked in new.rights)
    who = new.consumer
    reachable = bool(who.email or who.phone or who.postal_address or new.identifiers)
    # What was given and could not be read has its own sentence.
    unread = any(error.pointer.startswith(_POINTS) for error in bag.errors)
    if only_opt_out and not (reachable or who.family_name or unread):
        bag.refuse(
            "consumer",
            _("Give one e-mail address, phone number, postal address or policy number. We need it to find you."),
        )
    if not only_opt_out and not (who.given_name or who.family_name):
        bag.refuse("consumer/family_name", _("Give the name of the person whose information this is about."))
    if not only_opt_out and not (reachable or new.safe_contact or new.requester.reachable or unread):
        bag.refuse("consumer", _("Give an e-mail address, a phone number or a postal address, so that we can answer."))
    born = who.date_of_birth
    if born and not date(1900, 1, 1) <= born <= today:
        bag.refuse("consumer/date_of_birth", _("Check the date of birth. It must be a past date after the year 1900."))
    if new.requester.capacity == Capacity.PARENT_OR_GUARDIAN and new.requester.authority == Authority.SIGNED_PERMISSION:
        bag.refuse("requester/authority", _("A parent or guardian acts as “parent” or with a “court_paper”."))
    if new.delivery == Delivery.POST and not (who.postal_address or new.requester.postal_address or only_opt_out):
        if new.answer_format in BY_POST:
            bag.refuse("answer_format", _("Audio and Braille come by post. Give a postal address for them."))
        else:
            bag.refuse("delivery", _("Give a postal address if the answer shall come by post."))
    if new.delivery == Delivery.ENCRYPTED_EMAIL and not (who.email or new.requester.email):
        bag.refuse("delivery", _("Give an e-mail address if the answer shall come by e-mail."))
