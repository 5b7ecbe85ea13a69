"""Who asks and about whom: the people part of a submission."""

import re
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from requests_app import input_fields as read
from requests_app.choices import Authority, Capacity, IdentifierKind
from requests_app.input_fields import Bag

Address = dict[str, Any]

CONSUMER_MEMBERS = {
    "given_name", "middle_name", "family_name", "suffix", "former_names", "email", "phone", "postal_address",
    "date_of_birth",
}  # fmt: skip
REQUESTER_MEMBERS = {"capacity", "name", "organization", "email", "phone", "postal_address", "authority", "answer_to"}


@dataclass(frozen=True)
class Person:
    """The consumer: the person whose data it is. Every field is a claim until it is checked."""

    given_name: str = ""
    middle_name: str = ""
    family_name: str = ""
    suffix: str = ""
    former_names: str = ""
    email: str = ""
    phone: str = ""
    postal_address: Address | None = None
    date_of_birth: date | None = None

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.given_name, self.middle_name, self.family_name, self.suffix) if part)

    def as_json(self) -> dict[str, Any]:
        born = self.date_of_birth
        return {**asdict(self), "date_of_birth": born.isoformat() if born else None, "name": self.name}


@dataclass(frozen=True)
class Requester:
    """Who asks. `self` needs nothing more; all others name themselves and their authority."""

    capacity: str = Capacity.SELF
    name: str = ""
    organization: str = ""
    email: str = ""
    phone: str = ""
    postal_address: Address | None = field(default=None)
    authority: str = ""
    answer_to: str = "consumer"

    @property
    def reachable(self) -> bool:
        return bool(self.email or self.phone or self.postal_address)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Identifier:
    """A number or name under which the company may know the person."""

    kind: str
    value: str


_WEB_ADDRESS = re.compile(r"://|www\.|\.(com|net|org|info|io)\b", re.IGNORECASE)


def _name(inner: Bag, name: str, *, longest: int = 100) -> str:
    """A name as it will be greeted in letters: no web address, or the form could send strangers a link of ours."""
    value = read.text(inner, name, longest=longest)
    if _WEB_ADDRESS.search(value):
        inner.refuse(name, _("A name does not contain a web address. Give the name alone."))
        return ""
    return value


def person(bag: Bag) -> Person:
    inner = bag.inner("consumer", CONSUMER_MEMBERS)
    if inner is None:
        return Person()
    return Person(
        **{name: _name(inner, name) for name in ("given_name", "middle_name", "family_name", "suffix")},
        former_names=_name(inner, "former_names", longest=200),
        email=read.email(inner, "email"),
        phone=read.phone(inner, "phone"),
        postal_address=read.address(inner, "postal_address"),
        date_of_birth=read.day(inner, "date_of_birth"),
    )


def requester(bag: Bag) -> Requester:
    inner = bag.inner("requester", REQUESTER_MEMBERS)
    if inner is None:
        return Requester()
    found = Requester(
        capacity=read.choice(inner, "capacity", Capacity, default=Capacity.SELF),
        name=_name(inner, "name", longest=200),
        organization=read.text(inner, "organization", longest=200),
        email=read.email(inner, "email"),
        phone=read.phone(inner, "phone"),
        postal_address=read.address(inner, "postal_address"),
        authority=read.choice(inner, "authority", Authority),
        answer_to=read.choice(inner, "answer_to", ("consumer", "requester"), default="consumer"),
    )
    if found.capacity != Capacity.SELF:
        _complete(inner, found)
    return found


def _complete(inner: Bag, found: Requester) -> None:
    if not found.name:
        inner.refuse("name", _("Give the name of the person who asks."))
    if not found.reachable:
        inner.refuse("email", _("Give an e-mail address, a phone number or a postal address of the person who asks."))
    if not found.authority:
        inner.refuse("authority", _("Say what allows you to act for this person."))


def identifiers(bag: Bag) -> tuple[Identifier, ...]:
    found: list[Identifier] = []
    for number, raw in enumerate(bag.listed("identifiers", most=20)):
        inner = Bag.of(raw, {"kind", "value"}, path=f"{bag.path}/identifiers/{number}", errors=bag.errors)
        kind = read.choice(inner, "kind", IdentifierKind)
        value = read.code(inner, "value", longest=80)
        if kind and value:
            found.append(Identifier(kind, value))
        elif not bag.errors:
            inner.refuse("", _("Give both the kind and the value."))
    return tuple(found)
