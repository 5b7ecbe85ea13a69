"""Recomputing a proof step by step, and comparing signed notes: what an auditor does by hand, done where they can see.

Nothing here is believed: the leaf is hashed again from its text, every step is hashed again, and a note counts only
when a published key has signed it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from audit import merkle, notes
from audit.epochs import end_of
from audit.nodes import all_epochs
from audit.selectors import Proof, consistency_proof, head_of


@dataclass(frozen=True)
class Step:
    """One hash on the way to the root: `result` is SHA-256 of 01, `left` and `right`. `given` names the sibling."""

    left: str
    right: str
    result: str
    given: str


@dataclass(frozen=True)
class Walk:
    """The whole way from a leaf to a signed root, in hex. `fits` only if hash, root and signature all agree."""

    leaf_hash: str
    steps: tuple[Step, ...]
    root: str
    signed_root: str
    origin: str
    size: int
    signed_by: str

    @property
    def fits(self) -> bool:
        return bool(self.signed_by) and self.root == self.signed_root


class Verdict(StrEnum):
    """What comparing a note with this ledger found."""

    CONSISTENT = "consistent"
    SAME = "same"
    SPLIT = "split"
    AHEAD = "ahead"
    OTHER_LOG = "other_log"
    UNSIGNED = "unsigned"
    FORGED = "forged"
    UNREADABLE = "unreadable"
    NO_HEAD = "no_head"


@dataclass(frozen=True)
class Comparison:
    """Two signed states and what they say about each other. `first` is the smaller one."""

    verdict: Verdict
    first: notes.Checkpoint | None = None
    second: notes.Checkpoint | None = None
    proof: tuple[str, ...] = ()


def walk(proof: Proof, *, keys: Sequence[notes.Verifier]) -> Walk | None:
    """Recompute the way of an entry to the signed root; None while it waits for its place."""
    if proof.note is None or proof.leaf_index is None:
        return None
    said = notes.read_text(proof.note)
    leaf = hashlib.sha256(b"\x00" + proof.leaf.encode()).digest()
    steps = _climb(leaf, proof.leaf_index, said.size, proof.path)
    reached = steps[-1].result if steps else leaf.hex()
    proven = merkle.verify_inclusion(
        leaf=leaf, index=proof.leaf_index, size=said.size, proof=proof.path, expected=said.root
    )
    return Walk(
        leaf_hash=leaf.hex(),
        steps=tuple(steps),
        root=reached if proven else f"{reached} (does not fit)",
        signed_root=said.root.hex(),
        origin=said.origin,
        size=said.size,
        signed_by=_signer(proof.note, keys),
    )


def compare(given: str, other: str = "", *, keys: Sequence[notes.Verifier]) -> Comparison:
    """Hold a note from outside against this ledger; with `other`, also hold the two against each other.

    Each is held against the tree whose name it bears: the newest one, or that of an earlier epoch. A verdict other
    than consistent or same is the gravest that was found, with the two states that contradict.
    """
    heads = _heads()
    if not heads:
        return Comparison(Verdict.NO_HEAD)
    said: list[notes.Checkpoint] = []
    for text in (given, other):
        if text.strip():
            opened = _open(text, keys, heads)
            if isinstance(opened, Verdict):
                return Comparison(opened)
            said.append(opened)
    return _compared(sorted(said, key=lambda one: one.size), heads)


Heads = dict[str, tuple[int, notes.Checkpoint]]


def _heads() -> Heads:
    """The newest signed state of every epoch, by its name."""
    epochs, found = all_epochs(), {}
    for epoch in epochs:
        head = head_of(epoch.first, end_of(epochs, epoch))
        if head is not None:
            state = notes.read_text(head.note)
            found[state.origin] = (epoch.number, state)
    return found


def _compared(said: Sequence[notes.Checkpoint], heads: Heads) -> Comparison:
    first, second = said[0], said[-1]
    same_tree = first.origin == second.origin
    if same_tree and first.size == second.size and first.root != second.root:
        return Comparison(Verdict.SPLIT, first, second)
    for one in said:
        ours = heads[one.origin][1]
        verdict = _judge(one, ours, heads)
        if verdict not in {Verdict.CONSISTENT, Verdict.SAME}:
            small, large = sorted((one, ours), key=lambda state: state.size)
            return Comparison(verdict, small, large)
    if len(said) == 1:
        second = heads[first.origin][1]
    if not same_tree:
        return Comparison(Verdict.CONSISTENT, first, second)
    steps = _consistency(first, second, heads)
    return Comparison(_judge(first, second, heads), first, second, tuple(step.hex() for step in steps))


def _judge(first: notes.Checkpoint, second: notes.Checkpoint, heads: Heads) -> Verdict:
    """Does `second` continue `first`? Asked of this ledger's own tree, which must know both sizes."""
    if first.size > second.size:
        return Verdict.AHEAD
    if first.size == second.size:
        return Verdict.SAME if first.root == second.root else Verdict.SPLIT
    fits = first.size == 0 or merkle.verify_consistency(
        first=first.size,
        second=second.size,
        first_root=first.root,
        second_root=second.root,
        proof=_consistency(first, second, heads),
    )
    return Verdict.CONSISTENT if fits else Verdict.SPLIT


def _consistency(first: notes.Checkpoint, second: notes.Checkpoint, heads: Heads) -> Sequence[bytes]:
    epoch = heads[first.origin][0]
    return consistency_proof(first.size, second.size, epoch) if 0 < first.size < second.size else ()


def _open(text: str, keys: Sequence[notes.Verifier], heads: Heads) -> notes.Checkpoint | Verdict:
    """The note with Unix line ends, as it was signed; browsers send others."""
    plain = text.replace("\r\n", "\n").strip("\n") + "\n"
    try:
        said = notes.read_text(plain)
    except notes.BadNote:
        return Verdict.UNREADABLE
    if said.origin not in heads:
        return Verdict.OTHER_LOG
    try:
        return notes.open_note(plain, list(keys))
    except notes.BadNote as bad:
        return Verdict.FORGED if "does not fit" in str(bad) else Verdict.UNSIGNED


def _signer(note: str, keys: Sequence[notes.Verifier]) -> str:
    for key in keys:
        try:
            notes.open_note(note, [key])
        except notes.BadNote:
            continue
        return str(key)
    return ""


def _climb(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> list[Step]:
    """Every step of RFC 9162 section 2.1.3.2, kept instead of folded away."""
    node, last, result, steps = index, size - 1, leaf, []
    for sibling in path:
        left_given = bool(node & 1) or node == last
        pair = (sibling, result) if left_given else (result, sibling)
        result = merkle.node_hash(*pair)
        steps.append(Step(pair[0].hex(), pair[1].hex(), result.hex(), "left" if left_given else "right"))
        while left_given and not node & 1 and node:
            node, last = node >> 1, last >> 1
        node, last = node >> 1, last >> 1
    return steps
