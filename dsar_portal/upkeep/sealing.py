"""The keys in a backup: one file, sealed under a passphrase that lies somewhere else."""

import base64
import json
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from dsar_portal.embedded import write_secret
from vault.blind import blind_index

NAME = "keys.sealed"
FIELD_KEYS = "DSAR_FIELD_KEYS_FILE"
CONTEXT = b"dsar backup keys v1"
# RFC 7914's interactive cost times eight: about half a second, once.
COST, BLOCKS, LANES = 2**17, 8, 1
WORDS_BYTES = 20  # a made passphrase has 160 random bits
LEAST_LETTERS = 16  # without spaces, which do not count: about what four plain words have


class WrongPassphrase(Exception):
    """The sealed keys do not open with this passphrase."""


class TooShort(Exception):
    """The passphrase is none, or one that whoever holds the backup could guess. The text says so."""


def checked(passphrase: str) -> str:
    """The passphrase without what a file puts around it. Raises `TooShort`. Only for sealing: older ones still open."""
    if len("".join(passphrase.split())) < LEAST_LETTERS:
        raise TooShort(
            f"The passphrase must have at least {LEAST_LETTERS} characters besides spaces. "
            "Without --passphrase-file one is made and shown once."
        )
    return passphrase.strip()


def fingerprint() -> str:
    """What tells whether the field keys of this process are those of a backup, without telling the keys."""
    return blind_index("backup", purpose="backup.keys").hex()[:32]


def key_names() -> list[str]:
    """The names of the field keys at hand: a backup from before a rotation needs the old ones."""
    return sorted(json.loads(Path(settings.FIELD_KEYS_FILE).read_text())["keys"])


def new_passphrase() -> str:
    """A passphrase to be shown once and kept elsewhere."""
    text = base64.b32encode(secrets.token_bytes(WORDS_BYTES)).decode().lower()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def key_places() -> dict[str, Path]:
    """Where this process was told that each key lies."""
    named = {
        "DSAR_SECRET_KEY_FILE": os.environ.get("DSAR_SECRET_KEY_FILE", ""),
        "DSAR_SECRET_KEY_FALLBACKS_FILE": settings.SECRET_KEY_FALLBACKS_FILE,
        FIELD_KEYS: str(settings.FIELD_KEYS_FILE),
        "DSAR_LOG_KEY_FILE": settings.LOG_KEY_FILE,
        "DSAR_DOCUMENT_KEY_FILE": settings.DOCUMENT_KEY_FILE,
    }
    if settings.DEMO:
        named["demo-password"] = str(Path(settings.DATA_DIR) / "demo-password")
    return {name: Path(path) for name, path in named.items() if path}


def key_files() -> dict[str, Path]:
    """The key files that this process can read."""
    return {name: path for name, path in key_places().items() if os.access(path, os.R_OK)}


def seal(folder: Path, passphrase: str) -> list[str]:
    """Write the sealed keys into a backup; returns which they are. Raises `TooShort`."""
    passphrase = checked(passphrase)
    files = {name: path.read_text() for name, path in key_files().items()}
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_key(passphrase, salt)).encrypt(nonce, json.dumps(files).encode(), CONTEXT)
    write_secret(folder / NAME, base64.b64encode(salt + nonce + sealed).decode() + "\n")
    return sorted(files)


def unseal(folder: Path, passphrase: str) -> dict[str, str]:
    """Variable (or file name) -> content. Raises `WrongPassphrase`."""
    raw = base64.b64decode((folder / NAME).read_text())
    salt, nonce, sealed = raw[:16], raw[16:28], raw[28:]
    try:
        opened = AESGCM(_key(passphrase, salt)).decrypt(nonce, sealed, CONTEXT)
    except InvalidTag:
        raise WrongPassphrase("The keys in this backup do not open with this passphrase.") from None
    return dict(json.loads(opened))


def _key(passphrase: str, salt: bytes) -> bytes:
    plain = "".join(passphrase.split()).lower().encode()
    return Scrypt(salt=salt, length=32, n=COST, r=BLOCKS, p=LANES).derive(plain)
