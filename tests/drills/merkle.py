"""The tree's arithmetic: all proofs of all small trees, the same from RFC 9162's own words, and corrupted ones."""

import random
from dataclasses import dataclass

from audit import merkle as ours
from tests.audit.test_merkle import ROOTS, VECTOR, corruptions, slow_root
from tests.drills.report import Result


def merkle(*, seed: int, full: bool) -> Result:
    """Every proof up to size 130 (20 in short) holds and equals the definition; no corrupted one is taken."""
    largest = 130 if full else 20
    chance = random.Random(seed)
    leaves = [ours.leaf_hash(chance.randbytes(40)) for _ in range(largest)]
    count = _Count()
    for size in range(1, largest + 1):
        count.size(leaves[:size])
    vectors = _vectors()
    figures = {
        "largest_tree": largest,
        "proofs_verified": count.verified,
        "proofs_equal_to_rfc_9162": count.equal,
        "corrupted_refused": count.refused,
        "corrupted_accepted": count.accepted,
        "published_vectors": len(ROOTS),
        "published_vectors_that_agree": vectors,
    }
    passed = count.proofs == count.verified == count.equal and count.accepted == 0 and vectors == len(ROOTS)
    claim = f"{count.proofs} proofs up to {largest} entries hold, {count.refused} corrupted ones are refused"
    return Result("merkle", claim, passed, figures, seed, full)


@dataclass
class _Count:
    proofs: int = 0
    verified: int = 0
    equal: int = 0
    refused: int = 0
    accepted: int = 0

    def size(self, leaves: list[bytes]) -> None:
        size, subtree = len(leaves), ours.subtrees_of(leaves)
        root = slow_root(leaves)
        for index in range(size):
            proof = ours.inclusion_proof(index, size, subtree)
            right = {"leaf": leaves[index], "index": index, "size": size, "proof": proof, "expected": root}
            self._try(ours.verify_inclusion, right, _path(index, leaves))
        for first in range(1, size + 1):
            proof = ours.consistency_proof(first, size, subtree)
            roots = {"first_root": slow_root(leaves[:first]), "second_root": root}
            right = {"first": first, "second": size, "proof": proof, **roots}
            self._try(ours.verify_consistency, right, _proof(first, leaves))

    def _try(self, verify, right: dict, defined: list[bytes]) -> None:
        self.proofs += 1
        self.verified += verify(**right)
        self.equal += right["proof"] == defined
        for wrong in corruptions(right["proof"]):
            if verify(**right | {"proof": wrong}):
                self.accepted += 1
            else:
                self.refused += 1


def _split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def _path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH(m, D[n]) of RFC 9162, 2.1.3.1, word for word."""
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*_path(index, leaves[:k]), slow_root(leaves[k:])]
    return [*_path(index - k, leaves[k:]), slow_root(leaves[:k])]


def _proof(first: int, leaves: list[bytes]) -> list[bytes]:
    """PROOF(m, D[n]) of RFC 9162, 2.1.4.1: a tree is proved against itself by nothing."""
    return _subproof(first, leaves, whole=True)


def _subproof(first: int, leaves: list[bytes], *, whole: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if whole else [slow_root(leaves)]
    k = _split(len(leaves))
    if first <= k:
        return [*_subproof(first, leaves[:k], whole=whole), slow_root(leaves[k:])]
    return [*_subproof(first - k, leaves[k:], whole=False), slow_root(leaves[:k])]


def _vectors() -> int:
    tree, agree = ours.CompactRange(), 0
    for text, expected in zip(VECTOR, ROOTS, strict=True):
        tree.append(ours.leaf_hash(bytes.fromhex(text)))
        agree += tree.root().hex() == expected
    return agree
