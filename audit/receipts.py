"""Receipts: proof files (c2sp.org/tlog-proof) that say by themselves what was recorded and under whose key.

The `extra` line of the format, which nobody may simply believe, holds what is needed to check the rest without us: the
exact text of the entry, whose hash the proof starts from, and the public key whose fingerprint stands in our letters.
"""

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from audit import canonical, checkpoints, merkle, nodes, notes, proving, selectors
from audit.selectors import Proof

FIRST_LINE = "c2sp.org/tlog-proof@v1\n"
# A leaf has at most 65,535 bytes; in base64, with its proof and checkpoint, it stays far below this.
LONGEST = 100_000
_INDEX = re.compile(r"index (0|[1-9]\d{0,17})", re.ASCII)
_HASH = 32
_SIGNATURE = 4 + 64


class Finding(StrEnum):
    """What checking a receipt found. Only the first two are good."""

    HOLDS = "holds"
    ENDED = "ended"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_A_RECEIPT = "not_a_receipt"
    CUT_OFF = "cut_off"
    OTHER_LOG = "other_log"
    OTHER_KEY = "other_key"
    FORGED = "forged"
    NO_SUCH_TEXT = "no_such_text"
    DOES_NOT_LEAD = "does_not_lead"
    AHEAD = "ahead"
    SPLIT = "split"


@dataclass(frozen=True)
class Receipt:
    """A receipt as its file says it. Nothing in it has been checked."""

    leaf: str
    vkey: str
    index: int
    path: tuple[bytes, ...]
    note: str


@dataclass(frozen=True)
class Checked:
    """What was found, with the receipt where it could be read."""

    finding: Finding
    receipt: Receipt | None = None
    checkpoint: notes.Checkpoint | None = None

    @property
    def holds(self) -> bool:
        """Whether the receipt proves what it says."""
        return self.finding in {Finding.HOLDS, Finding.ENDED}


class _Unfit(Exception):
    """The text is no complete receipt; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding


def file_text(proof: Proof, *, keys: Sequence[notes.Verifier] | None = None) -> str | None:
    """Return the receipt as a file, or None while the entry waits for its place.

    `keys` are the log's public keys (default: those laid down beside the published checkpoints).
    """
    text = proof.text()
    if text is None or proof.note is None:
        return None
    about = {"leaf": proof.leaf, "vkey": _signed_by(proof.note, _keys() if keys is None else keys)}
    extra = base64.b64encode(json.dumps(about, ensure_ascii=False, separators=(",", ":")).encode()).decode()
    return f"{FIRST_LINE}extra {extra}\n{text.removeprefix(FIRST_LINE)}"


def file_of(entry: UUID) -> str | None:
    """Return the receipt of an entry as a file, or None if there is no such entry or it waits for its place."""
    proof = selectors.receipt_of(entry)
    return None if proof is None else file_text(proof)


def size_of(text: str) -> int:
    """Return how many entries the checkpoint of a receipt of ours covers."""
    return notes.read_text(text.partition("\n\n")[2]).size


def check(text: str, *, keys: Sequence[notes.Verifier] | None = None) -> Checked:
    """Check a receipt as somebody pasted it: the signature, the way to the signed root, and whether this ledger still
    begins with the history that was signed then. Believes nothing that stands in the receipt.
    """
    try:
        receipt = parse(text)
    except _Unfit as unfit:
        return Checked(unfit.finding)
    said = notes.read_text(receipt.note)
    return Checked(_judge(receipt, said, _keys() if keys is None else keys), receipt, said)


def parse(text: str) -> Receipt:
    """Read a receipt. Line ends of any kind and blanks around it are forgiven."""
    plain = text.replace("\r\n", "\n").strip() + "\n"
    if plain == "\n":
        raise _Unfit(Finding.EMPTY)
    if not plain.startswith(FIRST_LINE.strip()):
        raise _Unfit(Finding.NOT_A_RECEIPT)
    if len(plain) > LONGEST:
        raise _Unfit(Finding.TOO_LONG)
    try:
        return _parts(plain)
    except (ValueError, KeyError, TypeError, RecursionError):  # the last: lists within lists, thousands deep
        raise _Unfit(Finding.CUT_OFF) from None


def _parts(plain: str) -> Receipt:
    top, _, note = plain.partition("\n\n")
    _, extra, index, *steps = top.split("\n")
    path = tuple(base64.b64decode(step, validate=True) for step in steps)
    about = json.loads(base64.b64decode(extra.removeprefix("extra "), validate=True))
    notes.read_text(note)
    place = _INDEX.fullmatch(index)
    signatures = [base64.b64decode(line.split(" ")[-1], validate=True) for line in note.split("\n\n")[1].splitlines()]
    if place is None or min(map(len, signatures)) < _SIGNATURE or {len(step) for step in path} - {_HASH}:
        raise ValueError("incomplete")
    return Receipt(str(about["leaf"]), str(about["vkey"]), int(place[1]), path, note)


def _judge(receipt: Receipt, said: notes.Checkpoint, keys: Sequence[notes.Verifier]) -> Finding:
    verdict = proving.compare(receipt.note, keys=keys).verdict
    found = {
        proving.Verdict.UNREADABLE: Finding.CUT_OFF,
        proving.Verdict.NO_HEAD: Finding.AHEAD,
        proving.Verdict.OTHER_LOG: Finding.OTHER_LOG,
        proving.Verdict.UNSIGNED: Finding.OTHER_KEY,
        proving.Verdict.FORGED: Finding.FORGED,
    }.get(verdict)
    found = found or _judge_text(receipt, said)
    if found is None and verdict in {proving.Verdict.AHEAD, proving.Verdict.SPLIT}:
        found = Finding(verdict.value)
    return found or (Finding.HOLDS if said.origin == nodes.all_epochs()[-1].origin else Finding.ENDED)


def _judge_text(receipt: Receipt, said: notes.Checkpoint) -> Finding | None:
    """Is the text one that an entry can have, and does its hash lead to the signed root?"""
    try:
        leaf = json.loads(receipt.leaf)
        fits = canonical.dumps(leaf) == receipt.leaf and {"id", "at", "action"} <= set(leaf)
    except (ValueError, TypeError, RecursionError):
        fits = False
    if not fits:
        return Finding.NO_SUCH_TEXT
    leads = merkle.verify_inclusion(
        leaf=merkle.leaf_hash(receipt.leaf.encode()),
        index=receipt.index,
        size=said.size,
        proof=receipt.path,
        expected=said.root,
    )
    return None if leads else Finding.DOES_NOT_LEAD


def _keys() -> list[notes.Verifier]:
    return checkpoints.keys(checkpoints.folder())


def _signed_by(note: str, keys: Sequence[notes.Verifier]) -> str:
    """The newest of our keys that signed the note; empty if none did."""
    for key in reversed(keys):
        try:
            notes.open_note(note, [key])
        except notes.BadNote:
            continue
        return str(key)
    return ""
