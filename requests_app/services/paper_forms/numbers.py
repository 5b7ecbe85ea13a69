"""The number under a bar code: F-7K3M-92QX. Opaque, and its last character checks the others, as with a reference."""

import secrets

from requests_app.reference import ALPHABET, check_character

PREFIX = "F"
BODY = 7


class Mistyped(ValueError):
    """The text cannot be the number of a form. The message says how one looks."""


def new_number() -> str:
    """A fresh random number; the caller tries again on the rare clash."""
    body = "".join(secrets.choice(ALPHABET) for _place in range(BODY))
    return _dashed(body + check_character(body))


def parse(text: str) -> str:
    """The number in its one form. Accepts lower case, spaces and missing dashes; raises `Mistyped`."""
    compact = "".join(char for char in text.upper() if char.isalnum())
    body = compact.removeprefix(PREFIX) if len(compact) == len(PREFIX) + BODY + 1 else compact
    if (
        len(body) != BODY + 1
        or any(char not in ALPHABET for char in body)
        or check_character(body[:BODY]) != body[BODY]
    ):
        raise Mistyped("This is not the number of a form. It stands under the square code, like F-7K3M-92QX.")
    return _dashed(body)


def _dashed(body: str) -> str:
    return f"{PREFIX}-{body[:4]}-{body[4:]}"
