"""Changing a signing key without a day on which nobody can follow.

A key file holds one private key, or two while the key is being changed: the new one first, the old one after it. As
long as both are there, both sign, so that whoever knows only one of them still finds a signature to check.
"""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from audit import notes


class CannotRotate(Exception):
    """The key file cannot be changed now; the message says why and what to do."""


def add_key(path: Path) -> None:
    """Put a new key before the present one. Raises `CannotRotate` in the middle of a change."""
    keys = _read(path)
    if len(keys) > 1:
        raise CannotRotate("The last change of this key is not finished. Finish it first (--finish).")
    _write(path, notes.new_pem() + _pem(keys[0]))


def drop_old(path: Path) -> None:
    """Take the old key away: from now on the new one signs alone. Raises `CannotRotate` if there is but one."""
    keys = _read(path)
    if len(keys) == 1:
        raise CannotRotate("There is one key in this file: nothing to finish.")
    _write(path, _pem(keys[0]))


def replace_key(path: Path) -> None:
    """Put a new key in the place of the present one, for a key whose signatures need no overlap."""
    _read(path)
    _write(path, notes.new_pem())


def verifiers(path: Path, name: str) -> list[notes.Verifier]:
    """Return the public halves of the keys in a file, the current one first."""
    public = [key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw) for key in _read(path)]
    return [notes.Verifier(name, raw) for raw in public]


def _read(path: Path) -> list[Ed25519PrivateKey]:
    try:
        return notes.read_keys(path)
    except (OSError, notes.BadNote) as problem:
        raise CannotRotate(f"The key file {path.name} cannot be read: {problem}.") from None


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a crash leaves the old file."""
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as problem:
        raise CannotRotate(
            f"The key file {path.name} cannot be replaced here ({problem.strerror}). Run this where the file lies."
        ) from None


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
