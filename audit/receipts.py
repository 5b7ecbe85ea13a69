"""Receipts: proof files (c2sp.org/tlog-proof) that say by themselves what was recorded and under whose key.

The `extra` line of the format, which nobody may simply believe, holds what is needed to check the rest without us: the
exact text of the entry, whose hash the proof starts from, and the public key whose fingerprint stands in our letters.
"""

import base64
import json
from collections.abc import Sequence
from uuid import UUID

from audit import checkpoints, notes, selectors
from audit.selectors import Proof

FIRST_LINE = "c2sp.org/tlog-proof@v1\n"


def file_text(proof: Proof, *, keys: Sequence[notes.Verifier] | None = None) -> str | None:
    """Return the receipt as a file, or None while the entry waits for its place.

    `keys` are the log's public keys (default: those laid down beside the published checkpoints).
    """
    text = proof.text()
    if text is None or proof.note is None:
        return None
    known = checkpoints.keys(checkpoints.folder()) if keys is None else keys
    about = {"leaf": proof.leaf, "vkey": _signed_by(proof.note, known)}
    extra = base64.b64encode(json.dumps(about, ensure_ascii=False, separators=(",", ":")).encode()).decode()
    return f"{FIRST_LINE}extra {extra}\n{text.removeprefix(FIRST_LINE)}"


def file_of(entry: UUID) -> str | None:
    """Return the receipt of an entry as a file, or None if there is no such entry or it waits for its place."""
    proof = selectors.receipt_of(entry)
    return None if proof is None else file_text(proof)


def _signed_by(note: str, keys: Sequence[notes.Verifier]) -> str:
    """The newest of our keys that signed the note; empty if none did."""
    for key in reversed(keys):
        try:
            notes.open_note(note, [key])
        except notes.BadNote:
            continue
        return str(key)
    return ""
