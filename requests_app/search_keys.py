"""How a searched value becomes a key: folded, then hashed with a key of our own (blind index)."""

import unicodedata

import phonenumbers

from vault.blind import blind_index


def fold(value: str) -> str:
    """Lower case, without accents and punctuation: `Herrera-Díaz` and `herrera diaz` are one."""
    plain = unicodedata.normalize("NFKD", value.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split())


def fold_code(value: str) -> str:
    return "".join(char for char in value.upper() if char.isalnum())


def fold_phone(value: str) -> str:
    try:
        parsed = phonenumbers.parse(value, "US")
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


_FOLDS = {"email": lambda value: value.casefold().strip(), "phone": fold_phone, "identifier": fold_code, "name": fold}


def digest(kind: str, value: str) -> bytes:
    """The search key of one value. `kind` is name, email, phone or identifier."""
    return blind_index(_FOLDS[kind](value), purpose=f"search.{kind}")
