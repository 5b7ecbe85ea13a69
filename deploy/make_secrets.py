#!/usr/bin/env python3
"""Make what is missing in deploy/secrets/. Standard library only; run it once, then back the folder up elsewhere.

The folder is closed (0700). Its files are readable, because a container's user is not the one who made them.
"""

import base64
import json
import os
import secrets
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "secrets"
# The fixed beginning of an Ed25519 private key in PKCS #8; the 32 bytes of the key follow.
ED25519 = bytes.fromhex("302e020100300506032b657004220420")


def signing_key() -> str:
    """A new Ed25519 key as PEM."""
    body = base64.b64encode(ED25519 + secrets.token_bytes(32)).decode()
    return f"-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n"


def field_keys() -> str:
    """The first key for personal values, and the key of the blind index."""

    def key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return json.dumps({"current": "k1", "keys": {"k1": key()}, "index_key": key()})


def write(name: str, text: str) -> str:
    """Keep what is there; else write it. Returns what the file holds."""
    path = FOLDER / name
    if not path.exists():
        path.write_text(text)
        path.chmod(0o444)
    return path.read_text()


def main() -> None:
    os.umask(0o077)
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    write("secret_key", secrets.token_urlsafe(48))
    write("field_keys", field_keys())
    write("log_key", signing_key())
    write("document_key", signing_key())
    write("metrics_token", secrets.token_urlsafe(32))
    write("db_superuser_password", secrets.token_urlsafe(24))
    roles = {"owner": "portal_owner", "app": "portal_app", "sequencer": "audit_seq"}
    for part, role in roles.items():
        password = write(f"db_{part}_password", secrets.token_urlsafe(24))
        write(f"db_{part}_url", f"postgresql://{role}:{password}@postgres:5432/portal")
    valkey = write("valkey_password", secrets.token_urlsafe(24))
    write("redis_url", f"redis://:{valkey}@valkey:6379/0")
    # A first value to be replaced: the organisation's own mail server, smtp+tls://user:password@host:587.
    write("email_url", "smtp://localhost:25")
    # Empty until returned mail is to be read: imaps://user:password@mail.example.com/INBOX, with DSAR_BOUNCE_ADDRESS.
    write("bounce_mailbox", "")


if __name__ == "__main__":
    main()
