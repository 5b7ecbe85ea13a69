"""One spelling for each fact, so that 'Élm Street 12' and '12 elm st' can be compared honestly. Pure."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

import phonenumbers

STREET_WORDS = {
    "street": "st", "avenue": "ave", "road": "rd", "drive": "dr", "lane": "ln", "court": "ct", "boulevard": "blvd",
    "place": "pl", "terrace": "ter", "highway": "hwy", "parkway": "pkwy", "apartment": "apt", "suite": "ste",
    "north": "n", "south": "s", "east": "e", "west": "w",
}  # fmt: skip


def text(value: str) -> str:
    """Letters and digits only, without case, accents, spaces, punctuation."""
    decomposed = unicodedata.normalize("NFKD", value).casefold()
    return "".join(char for char in decomposed if char.isalnum())


def phone(value: str) -> str:
    """E.164, read as a US number unless it says otherwise; empty when it is no number."""
    try:
        parsed = phonenumbers.parse(value, "US")
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def day(value: str) -> str:
    """An ISO day; US notation (month first) is understood; empty when it is no day."""
    parts = value.strip().replace(".", "/").split("/")
    if len(parts) == 3:
        value = "-".join((parts[2], parts[0].zfill(2), parts[1].zfill(2)))
    try:
        return date.fromisoformat(value.strip()).isoformat()
    except ValueError:
        return ""


def postal_code(value: str) -> str:
    """The five digits of a ZIP+4; anything else as text."""
    plain = text(value)
    return plain[:5] if plain.isdigit() and len(plain) in {5, 9} else plain


def email(value: str) -> str:
    """Case folded and trimmed. Dots and tags stay: they are different mailboxes for some providers."""
    return unicodedata.normalize("NFKC", value).strip().casefold()


def address(value: object) -> str:
    """Street words and postal code of an address given as `lines`, `postal_code`; empty when there is no line."""
    if not isinstance(value, Mapping):
        return ""
    lines = value.get("lines") or []
    words = " ".join(str(line) for line in lines).casefold().replace(",", " ").replace(".", " ").split()
    if not words:
        return ""
    return (
        text("".join(STREET_WORDS.get(word, word) for word in words))
        + "|"
        + postal_code(str(value.get("postal_code") or ""))
    )


NORMALISERS: dict[str, Callable[[str], str]] = {
    "phone": phone,
    "date_of_birth": day,
    "email": email,
    "account_username": email,
}


def fact(kind: str, value: object) -> str:
    """One fact in its one spelling; empty when it says nothing."""
    if kind == "postal_address":
        return address(value)
    if not isinstance(value, str):
        return ""
    return NORMALISERS.get(kind, text)(value)
