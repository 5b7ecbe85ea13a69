"""From what was typed to a report about a child's data: one strict reader for web, phone and API."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from requests_app import input_fields as read
from requests_app.input_fields import Bag
from verification.assurance import age_on

# From this birthday on nobody is a child, under any law that we follow.
GROWN_UP = 18
MEMBERS = {"child", "details", "contact", "language"}
CHILD_MEMBERS = {"given_name", "family_name", "email", "phone", "account_username", "date_of_birth"}


@dataclass(frozen=True)
class ChildReport:
    """By what the child's data is found, what else was said, and where to answer. Nobody has to say who they are."""

    child: dict[str, str]
    details: str
    contact: dict[str, str] | None
    language: str


def validate_report(raw: object, *, today: date) -> ChildReport:
    """Read one report. Raises `Invalid` with one message per field; an empty report says nothing to look for."""
    bag = Bag.of(raw, MEMBERS)
    child = _child(bag, today)
    details = read.text(bag, "details", longest=10_000, lines=True)
    contact = _contact(bag)
    language = read.choice(bag, "language", ("en", "es"), default="en")
    if not child and not details and not bag.errors:
        bag.refuse("details", _("Tell us what we should look for"))
    bag.finish()
    return ChildReport(child, details, contact, language)


def _child(bag: Bag, today: date) -> dict[str, str]:
    inner = bag.inner("child", CHILD_MEMBERS)
    if inner is None:
        return {}
    born = read.day(inner, "date_of_birth")
    if born and not date(1900, 1, 1) <= born <= today:
        inner.refuse("date_of_birth", _("Check the date of birth. It must be a past date after the year 1900."))
    elif born and age_on(born=born, day=today) >= GROWN_UP:
        # Else a made-up child would be the way to have an adult's data stopped and deleted that nobody asked for.
        inner.refuse("date_of_birth", _("By this date of birth it is an adult, who asks for themselves."))
    found: dict[str, Any] = {
        "given_name": read.text(inner, "given_name"),
        "family_name": read.text(inner, "family_name"),
        "email": read.email(inner, "email"),
        "phone": read.phone(inner, "phone"),
        "account_username": read.code(inner, "account_username", longest=80),
        "date_of_birth": born.isoformat() if born else "",
    }
    return {name: value for name, value in found.items() if value}


def _contact(bag: Bag) -> dict[str, str] | None:
    inner = bag.inner("contact", {"email", "phone"})
    if inner is None:
        return None
    found = {"email": read.email(inner, "email"), "phone": read.phone(inner, "phone")}
    return {name: value for name, value in found.items() if value} or None
