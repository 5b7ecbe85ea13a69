"""Signed notes and checkpoints in the C2SP formats, so that tools other than ours can check them.

A checkpoint is three lines (origin, size, root), an empty line, and a signature line. The key names itself: its id is
made from its name and its public half.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

ED25519 = b"\x01"
_SIGNATURE = "\u2014 "
_PEM_END = b"-----END PRIVATE KEY-----"


class BadNote(ValueError):
    """The note is malformed, or no known key has signed it."""


@dataclass(frozen=True)
class Checkpoint:
    """What a signed checkpoint says: this log had this many entries and this root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True)
class Verifier:
    """The public half of a log key. `str()` of it is the C2SP vkey that an auditor keeps."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Return the four bytes that stand before each signature of this key."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    @property
    def fingerprint(self) -> str:
        """Return SHA-256 of the public key, in groups of four that can be read aloud and compared."""
        digest = hashlib.sha256(self.public).hexdigest()
        return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    def accepts(self, text: str, signature: bytes) -> bool:
        """Say whether this key made the signature over the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


class Signer:
    """The secret half of a log key. Only the sequencer holds one.

    While a key is being changed the old one signs too (`also`), so that whoever knows only one of them can follow.
    """

    def __init__(self, name: str, private: Ed25519PrivateKey, also: Sequence["Signer"] = ()) -> None:
        _check_name(name)
        self._private = private
        raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.verifier = Verifier(name, raw)
        self.also = tuple(also)

    @classmethod
    def load(cls, name: str, path: Path) -> "Signer":
        """Read a key file: the first key in it is the current one, those after it are on their way out."""
        current, *leaving = [cls(name, private) for private in read_keys(path)]
        return cls(name, current._private, leaving)

    @property
    def verifiers(self) -> list[Verifier]:
        """The public keys under which a note of this signer holds, the current one first."""
        return [self.verifier, *(signer.verifier for signer in self.also)]

    def named(self, name: str) -> "Signer":
        """The same keys under the name of another epoch of the log."""
        return Signer(name, self._private, [signer.named(name) for signer in self.also])

    def sign(self, checkpoint: Checkpoint) -> str:
        """Return the checkpoint as a signed note."""
        text = checkpoint.text()
        return f"{text}\n" + "".join(signer.line(text) for signer in (self, *self.also))

    def line(self, text: str) -> str:
        """One signature line."""
        sealed = base64.b64encode(self.verifier.key_id + self._private.sign(text.encode())).decode()
        return f"{_SIGNATURE}{self.verifier.name} {sealed}\n"


def read_keys(path: Path) -> list[Ed25519PrivateKey]:
    """Return the private keys of a key file. Raises `BadNote` if there is none, or one of another kind."""
    blocks = [block.strip() + b"\n" + _PEM_END for block in path.read_bytes().split(_PEM_END)[:-1]]
    found = [load_pem_private_key(block, password=None) for block in blocks]
    keys = [key for key in found if isinstance(key, Ed25519PrivateKey)]
    if not keys or len(keys) != len(found):
        raise BadNote("the log key is not an Ed25519 key")
    return keys


def new_pem() -> bytes:
    """Return a fresh private key as text."""
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def generate_key(path: Path) -> None:
    """Write a new log key that only its owner can read. Leaves an existing key alone."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(new_pem())


def parse_vkey(text: str) -> Verifier:
    """Read a C2SP verifier key: name, key id and public key with `+` between."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise BadNote("a verifier key has three parts: name+id+key")
    name, key_id, encoded = parts
    raw = _decode(encoded)
    if len(raw) != 33 or raw[:1] != ED25519:
        raise BadNote("the verifier key is not an Ed25519 key")
    verifier = Verifier(name, raw[1:])
    if verifier.key_id.hex() != key_id.lower():
        raise BadNote("the verifier key does not fit its own id")
    return verifier


def read_text(note: str) -> Checkpoint:
    """Return what a checkpoint note says, without looking at its signatures."""
    text, divider, _ = note.rpartition("\n\n")
    lines = text.split("\n")
    if not divider or len(lines) < 3 or not lines[0]:
        raise BadNote("a checkpoint has an origin, a size and a root, then signatures")
    origin, size, root = lines[:3]
    if not size.isascii() or not size.isdigit() or (size != "0" and size.startswith("0")):
        raise BadNote("the size of a checkpoint is a decimal number")
    decoded = _decode(root)
    if len(decoded) != 32:
        raise BadNote("the root of a checkpoint has 32 bytes")
    return Checkpoint(origin, int(size), decoded)


def open_note(note: str, verifiers: list[Verifier]) -> Checkpoint:
    """Return what a checkpoint says once one of the keys vouches for it. Raises `BadNote`.

    A signature that names a known key but is wrong spoils the note; signatures of unknown keys are ignored.
    """
    checkpoint = read_text(note)
    text, _, tail = note.rpartition("\n\n")
    if not tail.endswith("\n"):
        raise BadNote("a note ends with a line break")
    signed = [_vouches(line, text + "\n", verifiers) for line in tail[:-1].split("\n")]
    if not any(signed):
        raise BadNote("no known key has signed this checkpoint")
    return checkpoint


def _vouches(line: str, text: str, verifiers: list[Verifier]) -> bool:
    if not line.startswith(_SIGNATURE):
        raise BadNote("a signature line begins with a dash")
    name, _, encoded = line[len(_SIGNATURE) :].partition(" ")
    raw = _decode(encoded)
    for verifier in verifiers:
        if (verifier.name, verifier.key_id) == (name, raw[:4]):
            if not verifier.accepts(text, raw[4:]):
                raise BadNote("the signature does not fit the checkpoint")
            return True
    return False


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise BadNote("not base64") from wrong


def _check_name(name: str) -> None:
    if not name or "+" in name or any(letter.isspace() for letter in name):
        raise BadNote("a key name has no spaces and no plus sign")
