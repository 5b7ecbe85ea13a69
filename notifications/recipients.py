"""Who gets a letter, and over which channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from notifications.models import Channel, Letter, Status

STANDARD, LARGE_PRINT = "standard", "large_print"
Preference = Literal["email", "post", "sms"]


@dataclass(frozen=True)
class Recipient:
    """One person to write to. Whether it is safe to write there is the caller's decision (safe contact)."""

    name: str
    email: str | None = None
    postal_address: Mapping[str, Any] | None = None
    language: str = "en"
    phone: str | None = None
    # standard, large_print, audio or braille: it may tell about health, and lies encrypted like the name.
    answer_format: str = STANDARD

    def as_json(self) -> dict[str, Any]:
        """The shape that lies encrypted in the letter's row."""
        address = self.postal_address or {}
        told = {} if self.answer_format == STANDARD else {"answer_format": self.answer_format}
        return {
            "name": self.name,
            "email": self.email or "",
            "phone": self.phone or "",
            "lines": [str(line) for line in address.get("lines", []) if line],
            "city": address.get("city", ""),
            "state": address.get("state", ""),
            "postal_code": address.get("postal_code", ""),
            "country": address.get("country", "US"),
            **told,
        }

    @property
    def has_address(self) -> bool:
        """True if the post could find the person."""
        address = self.postal_address or {}
        return bool(address.get("lines") and (address.get("postal_code") or address.get("city")))


def route(to: Recipient, prefer: Preference | None) -> tuple[Channel, Status]:
    """Choose the channel: a text where it is preferred; e-mail if there is one and post is not preferred, else post.

    A person whom nothing reaches gets a held letter rather than an error: the deed it tells of has happened.
    """
    if prefer == "sms" and to.phone:
        return Channel.SMS, Status.QUEUED
    if to.email and (prefer != "post" or not to.has_address):
        return Channel.EMAIL, Status.QUEUED
    if to.has_address:
        return Channel.POST, Status.QUEUED
    return Channel.POST, Status.HELD


def recipient_of(letter: Letter) -> Recipient:
    """The person a stored letter is for."""
    stored = dict(letter.recipient)
    name, email, phone = (str(stored.pop(one, "")) for one in ("name", "email", "phone"))
    form = str(stored.pop("answer_format", STANDARD))
    return Recipient(name, email or None, stored, letter.language, phone or None, form)


def format_of(letter: Letter) -> str:
    """In which form the person of a letter can read it."""
    return str((letter.recipient or {}).get("answer_format", STANDARD))
