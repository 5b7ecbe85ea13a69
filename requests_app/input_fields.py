"""Readers for single fields of a submission. Each takes a Bag, notes what is wrong, and goes on to the next field,
so that a person hears of everything at once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from requests_app import plain_text
from requests_app.places import US_STATES

ADDRESS_MEMBERS = {"lines", "city", "state", "postal_code", "country"}
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field. `pointer` is a JSON pointer fragment like #/consumer/email."""

    pointer: str
    message: str


class Invalid(ValueError):
    """Nothing was filed: the fields named in `errors` need another look."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(error.message for error in self.errors))


@dataclass
class Bag:
    """An object with known members, and the list of what is wrong so far (shared with the objects inside it)."""

    values: dict[str, Any]
    path: str
    errors: list[FieldError] = field(default_factory=list)

    @classmethod
    def of(cls, raw: object, members: set[str], *, path: str = "#", errors: list[FieldError] | None = None) -> "Bag":
        bag = cls(raw if isinstance(raw, dict) else {}, path, [] if errors is None else errors)
        if not isinstance(raw, dict):
            bag.errors.append(FieldError(path, _("Give this as an object with named members.")))
        for name in bag.values:
            if name not in members:
                shown = str(name)[:60].encode("ascii", "replace").decode()
                bag.errors.append(
                    FieldError(f"{path}/{shown}", _("There is no field of this name. Remove it or check its spelling."))
                )
        return bag

    def inner(self, name: str, members: set[str]) -> "Bag | None":
        raw = self.values.get(name)
        return None if raw is None else Bag.of(raw, members, path=f"{self.path}/{name}", errors=self.errors)

    def listed(self, name: str, *, most: int) -> list[Any]:
        raw = self.values.get(name)
        if raw is None:
            return []
        if not isinstance(raw, list):
            self.refuse(name, _("Give this as a list."))
            return []
        if len(raw) > most:
            self.refuse(name, _("Give at most %(most)s of these.") % {"most": most})
            return []
        return raw

    def refuse(self, name: str, message: str) -> None:
        self.errors.append(FieldError(f"{self.path}/{name}" if name else self.path, _(message)))

    def finish(self) -> None:
        if self.errors:
            raise Invalid(self.errors)


def text(bag: Bag, name: str, *, longest: int = 100, lines: bool = False) -> str:
    raw = bag.values.get(name)
    if raw is None or raw == "":
        return ""
    try:
        return plain_text.block(raw, longest=longest) if lines else plain_text.line(raw, longest=longest)
    except plain_text.Unfit as unfit:
        bag.refuse(name, str(unfit))
        return ""


def code(bag: Bag, name: str, *, longest: int = 60) -> str:
    raw = bag.values.get(name)
    if raw is None or raw == "":
        return ""
    try:
        return plain_text.code(raw, longest=longest)
    except plain_text.Unfit as unfit:
        bag.refuse(name, str(unfit))
        return ""


def flag(bag: Bag, name: str) -> bool:
    raw = bag.values.get(name)
    if raw not in (None, True, False) or (isinstance(raw, int) and not isinstance(raw, bool)):
        bag.refuse(name, _("Answer true or false."))
        return False
    return bool(raw)


def choice(bag: Bag, name: str, allowed: Iterable[str], *, default: str = "") -> str:
    raw = bag.values.get(name)
    if raw is None or raw == "":
        return default
    options = [str(option) for option in allowed]
    if isinstance(raw, str) and raw in options:
        return raw
    bag.refuse(name, _("Choose one of: %(options)s.") % {"options": ", ".join(options)})
    return default


def choices(bag: Bag, name: str, allowed: Iterable[str], *, most: int) -> tuple[str, ...]:
    options = [str(option) for option in allowed]
    chosen: list[str] = []
    for raw in bag.listed(name, most=most):
        if not isinstance(raw, str) or raw not in options:
            bag.refuse(name, _("Choose from: %(options)s.") % {"options": ", ".join(options)})
            return ()
        if raw not in chosen:
            chosen.append(raw)
    return tuple(chosen)


def email(bag: Bag, name: str) -> str:
    value = text(bag, name, longest=254)
    if not value:
        return ""
    try:
        validate_email(value)
    except ValidationError:
        value = ""
    if not value or not value.isascii():
        bag.refuse(name, _("Check the e-mail address. It looks like name@example.com."))
        return ""
    local, _at, domain = value.rpartition("@")
    return f"{local}@{domain.lower()}"


def phone(bag: Bag, name: str) -> str:
    """The number in E.164. Numbers without a country code are read as numbers of the United States."""
    value = text(bag, name, longest=40)
    if not value:
        return ""
    try:
        parsed = phonenumbers.parse(value, "US")
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        bag.refuse(name, _("Check the phone number. It looks like 920-555-0142."))
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def day(bag: Bag, name: str) -> date | None:
    raw = bag.values.get(name)
    if raw is None or raw == "":
        return None
    try:
        if not isinstance(raw, str) or not _DAY.match(raw) or not raw.isascii():
            raise ValueError
        return date.fromisoformat(raw)
    except ValueError:
        bag.refuse(name, _("Give a date that exists, as year-month-day, like 1985-03-27."))
        return None


def country(bag: Bag, name: str) -> str:
    value = code(bag, name, longest=2).upper()
    if value and value not in phonenumbers.SUPPORTED_REGIONS:
        bag.refuse(name, _("Give the two-letter code of a country, like US."))
        return ""
    return value


def state(bag: Bag, name: str, *, country_code: str = "US") -> str:
    value = text(bag, name, longest=60)
    if country_code == "US" and value:
        value = value.upper()
        if value not in US_STATES:
            bag.refuse(name, _("Give the two-letter code of a state, like WI."))
            return ""
    return value


def address(bag: Bag, name: str) -> dict[str, Any] | None:
    """A postal address, taken as typed: it is never checked against a list, so that nobody is shut out."""
    inner = bag.inner(name, ADDRESS_MEMBERS)
    if inner is None:
        return None
    where = country(inner, "country") or "US"
    lines = []
    for number, raw in enumerate(inner.listed("lines", most=5)):
        part = text(Bag({"line": raw}, f"{inner.path}/lines/{number}", inner.errors), "line", longest=120)
        if part:
            lines.append(part)
    found = {
        "lines": lines,
        "city": text(inner, "city"),
        "state": state(inner, "state", country_code=where),
        "postal_code": code(inner, "postal_code", longest=12),
        "country": where,
    }
    return found if lines or found["city"] or found["postal_code"] else None
