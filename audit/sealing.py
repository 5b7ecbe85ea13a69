"""The words behind an entry: committed to in its leaf, kept encrypted beside it, erasable without a trace of them.

`detail = SHA-256(0x02 || nonce || canonical text)`. The nonce lies with the sealed text and is erased with it, so that
nobody can later guess the words and compare. This floor knows no keys: `vault` registers who seals.
"""

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from audit import canonical
from audit.actors import Actor

NONCE_BYTES = 32


class NoSealer(RuntimeError):
    """Nobody has registered who seals details."""


class Sealer(Protocol):
    """Seals a detail with a key of its owner (a request, submission or inquiry), and opens it again."""

    def seal(self, text: bytes, *, owner: UUID, entry: UUID, by: Actor, at: datetime) -> tuple[bytes, str]:
        """Return the sealed text and the id of the key, which is made if the owner has none."""

    def unseal(self, body: bytes, *, entry: UUID, key_id: str) -> bytes | None:
        """Return the text, or None where the key has been destroyed or the body damaged."""

    def destroy(self, *, owner: UUID, by: Actor, now: datetime, cause: str) -> bool:
        """Destroy the keys of an owner: what they sealed cannot be opened any more, not even from a backup."""


_registered: list[Sealer] = []


def register(sealer: Sealer) -> None:
    """Name who seals; the last one registered does."""
    _registered.append(sealer)


def sealer() -> Sealer:
    """Return who seals. Raises `NoSealer`."""
    if not _registered:
        raise NoSealer("Nobody can seal details: the vault is not there.")
    return _registered[-1]


def commitment(nonce: bytes, text: bytes) -> str:
    """Return what stands in the leaf: it says nothing about the text to whoever has not got the nonce."""
    return hashlib.sha256(b"\x02" + nonce + text).hexdigest()


def canonical_text(detail: Mapping[str, canonical.JSON]) -> bytes:
    """Return the one text of a detail. People's words come in any normal form, and are put into form C."""
    return canonical.dumps(_composed(detail)).encode()


def _composed(value: canonical.JSON) -> canonical.JSON:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).replace("\x00", "")
    if isinstance(value, Mapping):
        return {key: _composed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_composed(item) for item in value]
    return value
