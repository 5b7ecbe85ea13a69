"""AES-256-GCM with named keys. The one place that knows key material; everything fails closed.

An envelope is `v1|key id|` followed by a 12-byte nonce and the ciphertext with its tag. The associated data
(where the value belongs) is authenticated but not stored, so a ciphertext moved elsewhere does not open.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = b"v1"
NONCE_BYTES = 12
KEY_BYTES = 32


class KeyringBroken(RuntimeError):
    """The key file is missing or unusable: nothing can be sealed or opened."""


class CannotOpen(ValueError):
    """A sealed value is damaged, lies in the wrong place, or its key is gone."""


@dataclass(frozen=True)
class Keyring:
    """The keys of one installation. Key material never shows in a repr."""

    current: str
    keys: dict[str, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)


def generate_keyring(path: Path) -> None:
    """Write a new key file, readable by its owner only. Refuses to overwrite: lost keys are lost data."""
    body = {"current": "k1", "keys": {"k1": encoded_key()}, "index_key": encoded_key()}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(body, file)
        file.flush()
        os.fsync(file.fileno())


def keyring() -> Keyring:
    """The keyring of `settings.FIELD_KEYS_FILE`, read again when the file changes."""
    path = Path(settings.FIELD_KEYS_FILE)
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise KeyringBroken("The field key file cannot be read. Check DSAR_FIELD_KEYS_FILE.") from error
    return _load(path, changed)


def seal(plaintext: bytes, *, context: str) -> bytes:
    """Encrypt under the current key, bound to `context`."""
    ring = keyring()
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(ring.keys[ring.current]).encrypt(nonce, plaintext, context.encode())
    return b"|".join((VERSION, ring.current.encode(), nonce + sealed))


def unseal(envelope: bytes, *, context: str) -> bytes:
    """Decrypt what `seal` made for the same `context`.

    Raises `CannotOpen` when anything does not fit; there is no fallback.
    """
    key_id, body = _taken_apart(envelope)
    key = keyring().keys.get(key_id)
    if key is None:
        raise CannotOpen("The key of this value is not in the key file.")
    try:
        return AESGCM(key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], context.encode())
    except InvalidTag:
        raise CannotOpen("This value is damaged or does not belong here.") from None


def seal_with(key: bytes, plaintext: bytes, *, context: str) -> bytes:
    """Encrypt under a key of the caller's, such as a single file's."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, context.encode())


def unseal_with(key: bytes, sealed: bytes, *, context: str) -> bytes:
    """Decrypt what `seal_with` made. Raises `CannotOpen`."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode())
    except (InvalidTag, ValueError):
        raise CannotOpen("This file is damaged or does not belong here.") from None


def key_id_of(envelope: bytes) -> str:
    """The name of the key an envelope was sealed with."""
    return _taken_apart(envelope)[0]


def _taken_apart(envelope: bytes) -> tuple[str, bytes]:
    parts = bytes(envelope).split(b"|", 2)  # the nonce may hold any byte, so never split further
    if len(parts) != 3 or parts[0] != VERSION or len(parts[2]) < NONCE_BYTES + 16:
        raise CannotOpen("This is not a sealed value.")
    return parts[1].decode("ascii", "replace"), parts[2]


def prefix_of(key_id: str) -> bytes:
    """What every envelope of a key begins with."""
    return b"|".join((VERSION, key_id.encode(), b""))


def encoded_key() -> str:
    """A fresh key as it stands in the key file."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _key(encoded: object) -> bytes:
    key = base64.b64decode(str(encoded), validate=True)
    if len(key) != KEY_BYTES:
        raise KeyringBroken(f"Every key must be {KEY_BYTES} bytes long.")
    return key


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int) -> Keyring:
    try:
        body = json.loads(path.read_text())
        keys = {str(name): _key(value) for name, value in body["keys"].items()}
        ring = Keyring(current=str(body["current"]), keys=keys, index_key=_key(body["index_key"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyringBroken("The field key file is not a valid keyring.") from error
    if ring.current not in ring.keys or any("|" in name or not name.isascii() for name in ring.keys):
        raise KeyringBroken("The field key file names a current key that it does not hold.")
    return ring
