"""One spelling for each fact, so that 'Élm Street 12' and '12 elm st' can be compared honestly. Pure.

Every function gives its own answer back unchanged, and an empty text for what says nothing; none raises.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

import phonenumbers

from verification.directories import addresses, names

MONTHS = (
    ("jan", "ene"), ("feb",), ("mar",), ("apr", "abr"), ("may",), ("jun",), ("jul",), ("aug", "ago"), ("sep", "set"),
    ("oct",), ("nov",), ("dec", "dic"),
)  # fmt: skip
LEGAL_FORMS = frozenset({"inc", "llc", "ltd", "co", "corp", "company", "corporation", "limited", "the"})
_ISO_MONTH = re.compile(r"(\d{4})[-/ ](\d{1,2})", re.ASCII)
_US_MONTH = re.compile(r"(\d{1,2})[-/ ](\d{4})", re.ASCII)
_TIMED = re.compile(r"(\d{4}-\d{2}-\d{2})[T ].*", re.ASCII | re.DOTALL)
_WORD = re.compile(r"[a-z]+|\d+", re.ASCII)


def text(value: str) -> str:
    """Letters and digits only, without case, accents, spaces, punctuation."""
    return "".join(char for char in names.folded(value) if char.isalnum())


def phone(value: str) -> str:
    """E.164, read as a US number unless it says otherwise; empty when it cannot be one."""
    try:
        parsed = phonenumbers.parse(value, "US")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def day(value: str) -> str:
    """An ISO day; US notation (month first) and names of months are understood; empty when it is no day."""
    plain = value.strip()
    timed = _TIMED.fullmatch(plain)
    plain = timed.group(1) if timed else plain
    parts = plain.replace(".", "/").split("/")
    if len(parts) == 3:
        plain = "-".join((parts[2], parts[0].zfill(2), parts[1].zfill(2)))
    try:
        return date.fromisoformat(plain).isoformat()
    except ValueError:
        return _named_day(plain)


def _named_day(plain: str) -> str:
    named, numbers = _month_and_numbers(plain)
    if named and len(numbers) == 2:
        year, of_month = max(numbers), min(numbers)
        try:
            return date(year, named, of_month).isoformat() if year > 999 else ""
        except ValueError:
            return ""
    return ""


def month(value: str) -> str:
    """A month as YYYY-MM: from 2026-03, 3/2026, March 2026, marzo de 2026 or a whole day."""
    plain = value.strip()
    for pattern, year_at, month_at in ((_ISO_MONTH, 1, 2), (_US_MONTH, 2, 1)):
        if found := pattern.fullmatch(plain):
            year, number = int(found.group(year_at)), int(found.group(month_at))
            return f"{year:04}-{number:02}" if 1 <= number <= 12 else ""
    named, numbers = _month_and_numbers(plain)
    if named and len(numbers) == 1 and 999 < numbers[0] < 10_000:
        return f"{numbers[0]:04}-{named:02}"
    return day(plain)[:7]


def _month_and_numbers(plain: str) -> tuple[int, list[int]]:
    if len(plain) > 40:
        return 0, []
    words = _WORD.findall(names.folded(plain))
    found = [at for word in words for at, known in enumerate(MONTHS, start=1) if word[:3] in known and len(word) > 2]
    return (found[0] if len(found) == 1 else 0), [int(word) for word in words if word.isdigit()]


def email(value: str) -> str:
    """Case folded and trimmed. Dots and tags stay: they are different mailboxes for some providers."""
    plain = value
    for _round in range(3):
        plain = "".join(char for char in addresses.composed(plain).casefold() if char.isprintable()).strip()
    return plain


def retailer(value: str) -> str:
    """A shop's name without its legal form."""
    words = "".join(char if char.isalnum() else " " for char in names.folded(value)).split()
    return "".join([word for word in words if word not in LEGAL_FORMS] or words)


NORMALISERS: dict[str, Callable[[str], str]] = {
    "given_name": names.given,
    "family_name": names.family,
    "phone": phone,
    "date_of_birth": day,
    "email": email,
    "account_username": email,
    "postal_code": addresses.postal_code,
    "last_premium_month": month,
    "claim_month": month,
    "purchase_retailer": retailer,
}


def fact(kind: str, value: object) -> str:
    """One fact in its one spelling; empty when it says nothing. Numbers and dates of a database are read as text."""
    if kind == "postal_address":
        return addresses.address(value)
    if isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return ""
    # Half a character of a pair cannot be written down, so it cannot be compared.
    return NORMALISERS.get(kind, text)(value.encode("utf-8", "ignore").decode())


def address(value: object) -> str:
    """See `addresses.address`."""
    return addresses.address(value)


def since(value: object) -> date | None:
    """A day on which something came on file; None where the source does not say."""
    found = fact("date_of_birth", value)
    return date.fromisoformat(found) if found else None


def of_person(raw: Mapping[str, object]) -> dict[str, str]:
    """All these facts in their one spelling, those that say something; a suffix of the name stands apart."""
    found = {kind: fact(kind, value) for kind, value in raw.items()}
    written = [str(raw.get(name) or "") for name in ("family_name", "given_name")]
    return {kind: value for kind, value in {**found, "name_suffix": names.suffix(*written)}.items() if value}
