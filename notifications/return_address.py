"""Where a letter goes back to that cannot be delivered: an address of its own for each letter (VERP).

`bounce+TOKEN@example.com`: TOKEN is the letter's id with a keyed hash over it, in letters that survive a change of
case. It says nothing about the person, and whoever was not sent a letter cannot make one up.
"""

import base64
import binascii
import hmac
import re
from uuid import UUID

from django.conf import settings

from vault.blind import blind_index

_ID_BYTES, _TAG_BYTES = 16, 12
_LENGTH = 45  # characters of base32 for those 28 bytes
_PURPOSE = "letters.return_address"


def of(letter_id: UUID) -> str | None:
    """The return address of a letter; None where no address for returned mail is configured."""
    if not settings.BOUNCE_ADDRESS:
        return None
    name, _at, domain = settings.BOUNCE_ADDRESS.rpartition("@")
    token = base64.b32encode(letter_id.bytes + _tag(letter_id)).decode().rstrip("=").lower()
    return f"{name}+{token}@{domain}"


def letter_in(text: str) -> UUID | None:
    """The letter whose return address stands in this text; None for no address, or one that we did not make."""
    name, _at, domain = settings.BOUNCE_ADDRESS.rpartition("@")
    if not name:
        return None
    pattern = rf"(?<![\w.+-]){re.escape(name)}\+([a-z2-7]{{{_LENGTH}}})@{re.escape(domain)}(?![\w.-])"
    found = (_opened(match[1]) for match in re.finditer(pattern, text, re.IGNORECASE))
    return next((letter for letter in found if letter is not None), None)


def _opened(token: str) -> UUID | None:
    try:
        packed = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except binascii.Error:
        return None
    letter = UUID(bytes=packed[:_ID_BYTES])
    return letter if hmac.compare_digest(packed[_ID_BYTES:], _tag(letter)) else None


def _tag(letter_id: UUID) -> bytes:
    return blind_index(str(letter_id), purpose=_PURPOSE)[:_TAG_BYTES]
