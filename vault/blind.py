"""Blind indexes: find an encrypted value by an equal one, without storing it readably."""

import hashlib
import hmac

from vault.crypto import keyring


def blind_index(value: str, *, purpose: str) -> bytes:
    """HMAC-SHA256 of a value that the caller has normalised.

    `purpose` keeps indexes apart: the same text as an e-mail address and as a name gives different bytes.
    """
    message = purpose.encode() + b"\x00" + value.encode()
    return hmac.new(keyring().index_key, message, hashlib.sha256).digest()
