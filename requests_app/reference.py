"""References that can be spoken: JM-7K3F-92QX. The last character checks the others, so a slip is told apart
from an unknown request without looking anything up."""

import secrets

from requests_app.profile import PROFILE

# No 0 O 1 I L U: they are misheard or misread. 30 letters; 29 is prime and smaller, so the check works in base 30
# with weights that share no factor with 30.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_WEIGHTS = (7, 11, 13, 17, 19, 23, 29)
_PHONETIC = {
    "A": "Alpha", "B": "Bravo", "C": "Charlie", "D": "Delta", "E": "Echo", "F": "Foxtrot", "G": "Golf", "H": "Hotel",
    "J": "Juliett", "K": "Kilo", "M": "Mike", "N": "November", "P": "Papa", "Q": "Quebec", "R": "Romeo", "S": "Sierra",
    "T": "Tango", "V": "Victor", "W": "Whiskey", "X": "X-ray", "Y": "Yankee", "Z": "Zulu",
    "I": "India", "L": "Lima", "O": "Oscar", "U": "Uniform",
}  # fmt: skip


class Mistyped(ValueError):
    """The text cannot be a reference: a character is wrong or missing."""


def check_character(body: str) -> str:
    total = sum(weight * ALPHABET.index(char) for weight, char in zip(_WEIGHTS, body, strict=True))
    return ALPHABET[total % len(ALPHABET)]


def new_reference() -> str:
    """A fresh random reference. 22 billion are possible; the caller retries on the rare clash."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(7))
    return _dashed(body + check_character(body))


def parse(text: str) -> str:
    """The reference in its one form. Accepts lower case, spaces and missing dashes; raises Mistyped."""
    compact = "".join(char for char in text.upper() if char.isalnum())
    prefix = PROFILE.reference_prefix
    body = compact[len(prefix) :] if compact.startswith(prefix) and len(compact) > 8 else compact
    if len(body) != 8 or any(char not in ALPHABET for char in body) or check_character(body[:7]) != body[7]:
        raise Mistyped("Check the reference. It looks like " + f"{prefix}-7K3F-92QX" + ".")
    return _dashed(body)


def looks_like_one(text: str) -> bool:
    """Whether the text can only be meant as a reference: it begins with our prefix and has digits after it."""
    compact = "".join(char for char in text.upper() if char.isalnum())
    rest = compact.removeprefix(PROFILE.reference_prefix)
    return rest != compact and 6 <= len(rest) <= 10 and any(char.isdigit() for char in rest)


def spoken(reference: str) -> str:
    """The reference as it is read aloud: letters as words, digits one by one."""
    return ", ".join(_PHONETIC.get(char, char) for char in reference if char != "-")


def _dashed(body: str) -> str:
    return f"{PROFILE.reference_prefix}-{body[:4]}-{body[4:]}"
