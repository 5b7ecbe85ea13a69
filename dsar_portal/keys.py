"""Key files for a demonstration or a test run. Production brings its own (docs/how-to/deploy.md)."""

import base64
import json
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from dsar_portal.embedded import write_secret

FILES = {
    "DSAR_SECRET_KEY_FILE": "secret-key",
    "DSAR_FIELD_KEYS_FILE": "field-keys.json",
    "DSAR_LOG_KEY_FILE": "log-key.pem",
    "DSAR_DOCUMENT_KEY_FILE": "document-key.pem",
}


def ensure(folder: Path) -> dict[str, str]:
    """Make the keys that are missing in `folder`; returns environment variable -> path."""
    makers = {
        "DSAR_SECRET_KEY_FILE": lambda: secrets.token_urlsafe(48),
        "DSAR_FIELD_KEYS_FILE": _field_keys,
        "DSAR_LOG_KEY_FILE": _signing_key,
        "DSAR_DOCUMENT_KEY_FILE": _signing_key,
    }
    for variable, make in makers.items():
        path = folder / FILES[variable]
        if not path.exists():
            write_secret(path, make())
    return {variable: str(folder / name) for variable, name in FILES.items()}


def _field_keys() -> str:
    def key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return json.dumps({"current": "k1", "keys": {"k1": key()}, "index_key": key()})


def _signing_key() -> str:
    private = Ed25519PrivateKey.generate()
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
