"""The tree's arithmetic, against published vectors, every size up to 130, and liars."""

import hashlib

import pytest

from audit import merkle

SIZES = range(1, 131)
LEAVES = [merkle.leaf_hash(f"entry {number}".encode()) for number in range(130)]
SUBTREE = merkle.subtrees_of(LEAVES)

# The eight leaves and their roots of the test vectors that Certificate Transparency implementations share (RFC 6962).
VECTOR = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def slow_root(hashes: list[bytes]) -> bytes:
    """The definition in RFC 9162, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return hashlib.sha256(b"\x01" + slow_root(hashes[:k]) + slow_root(hashes[k:])).digest()


def test_the_published_vectors():
    tree = merkle.CompactRange()
    assert tree.root() == merkle.EMPTY_ROOT
    for text, expected in zip(VECTOR, ROOTS, strict=True):
        tree.append(merkle.leaf_hash(bytes.fromhex(text)))
        assert tree.root().hex() == expected


def test_all_ways_to_a_root_agree():
    frontier = merkle.Frontier()
    for size in SIZES:
        frontier.append(LEAVES[size - 1])
        assert merkle.root(LEAVES[:size]) == slow_root(LEAVES[:size]) == frontier.root()


def test_a_frontier_over_many_tiles_has_the_same_root_and_leaves_full_tiles_behind():
    frontier, tree, tiles = merkle.Frontier(), merkle.CompactRange(), []
    for number in range(66_000):
        value = merkle.leaf_hash(number.to_bytes(4, "big"))
        tiles += frontier.append(value)
        tree.append(value)
    assert frontier.root() == tree.root()
    assert [(level, index) for level, index, _ in tiles if level] == [(1, 0)]
    assert [index for level, index, _ in tiles if level == 0] == list(range(257))
    assert all(len(hashes) == 8192 for _, _, hashes in tiles)


@pytest.mark.parametrize("size", SIZES)
def test_every_inclusion_proof_holds_and_no_corrupted_one_does(size):
    expected = merkle.root(LEAVES[:size])
    for index in range(size):
        proof = merkle.inclusion_proof(index, size, SUBTREE)
        right = {"leaf": LEAVES[index], "index": index, "size": size, "proof": proof, "expected": expected}
        assert merkle.verify_inclusion(**right)
        for wrong in corruptions(proof):
            assert not merkle.verify_inclusion(**right | {"proof": wrong})
        assert not merkle.verify_inclusion(**right | {"leaf": LEAVES[index - 1] if size > 1 else b""})
        assert not merkle.verify_inclusion(**right | {"index": index + 1})
        assert not merkle.verify_inclusion(**right | {"expected": b"\0" * 32})


@pytest.mark.parametrize("second", SIZES)
def test_every_consistency_proof_holds_and_no_corrupted_one_does(second):
    second_root = merkle.root(LEAVES[:second])
    for first in range(1, second + 1):
        proof = merkle.consistency_proof(first, second, SUBTREE)
        roots = {"first_root": merkle.root(LEAVES[:first]), "second_root": second_root}
        right = {"first": first, "second": second, "proof": proof} | roots
        assert merkle.verify_consistency(**right)
        for wrong in corruptions(proof):
            assert not merkle.verify_consistency(**right | {"proof": wrong})
        assert not merkle.verify_consistency(**right | {"first_root": b"\0" * 32})
        assert not merkle.verify_consistency(**right | {"second_root": b"\0" * 32})


def corruptions(proof: list[bytes]) -> list[list[bytes]]:
    flipped = [
        [*proof[:place], bytes([step[0] ^ 1]) + step[1:], *proof[place + 1 :]] for place, step in enumerate(proof)
    ]
    return [*flipped, proof[:-1] if proof else [b"\0" * 32], [*proof, b"\0" * 32]]


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_what_is_not_in_the_tree_has_no_proof(index, size):
    with pytest.raises(ValueError, match="not in a tree"):
        merkle.inclusion_proof(index, size, SUBTREE)
    assert not merkle.verify_inclusion(leaf=b"", index=index, size=size, proof=[], expected=b"")


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3)])
def test_a_tree_begins_only_with_a_smaller_one(first, second):
    with pytest.raises(ValueError, match="cannot begin"):
        merkle.consistency_proof(first, second, SUBTREE)
    assert not merkle.verify_consistency(first=first, second=second, first_root=b"", second_root=b"", proof=[])
