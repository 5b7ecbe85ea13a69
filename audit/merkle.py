"""The arithmetic of the tree: RFC 9162 (Certificate Transparency 2.0) section 2.1, and nothing else.

A tree over the first n entries has one root. An inclusion proof shows that an entry is in it; a consistency proof shows
that a larger tree still begins with the smaller one. Both are checked without seeing any other entry.
"""

import hashlib
from collections.abc import Callable, Sequence

TILE_WIDTH = 256
EMPTY_ROOT = hashlib.sha256(b"").digest()

Subtree = Callable[[int, int], bytes]
Tile = tuple[int, int, bytes]


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of an entry. The prefix keeps an entry from passing for a node."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """Return the largest power of two below `size`, where RFC 9162 splits a tree."""
    return 1 << (size - 1).bit_length() - 1


def root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over these leaf hashes (or over the roots of equally large subtrees)."""
    tree = CompactRange()
    for value in hashes:
        tree.append(value)
    return tree.root()


def subtrees_of(hashes: Sequence[bytes]) -> Subtree:
    """Return a function that answers the root over the leaves from `start` to before `end`."""
    return lambda start, end: root(hashes[start:end])


class CompactRange:
    """The few subtree roots from which any later root follows; it grows one leaf at a time."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def append(self, value: bytes) -> None:
        """Add the next leaf hash."""
        merges = (~self.size & (self.size + 1)).bit_length() - 1
        for _ in range(merges):
            value = node_hash(self._peaks.pop(), value)
        self._peaks.append(value)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all leaves added so far."""
        return fold(self._peaks)


def fold(peaks: Sequence[bytes]) -> bytes:
    """Return the root above subtree roots that shrink from left to right."""
    if not peaks:
        return EMPTY_ROOT
    result = peaks[-1]
    for peak in reversed(peaks[:-1]):
        result = node_hash(peak, result)
    return result


class Frontier:
    """The right edge of a tree in tiles of 256 hashes: what is needed to go on appending.

    `edge[level]` holds the hashes of the last, unfinished tile of that level.
    """

    def __init__(self, size: int = 0, edge: list[list[bytes]] | None = None) -> None:
        self.size = size
        self.edge = edge or [[]]

    def append(self, value: bytes) -> list[Tile]:
        """Add the next leaf hash; return the tiles (level, index, hashes) that became full by it."""
        self.size += 1
        full: list[Tile] = []
        for level in range(len(self.edge) + 1):
            if level == len(self.edge):
                self.edge.append([])
            self.edge[level].append(value)
            if len(self.edge[level]) < TILE_WIDTH:
                break
            hashes, self.edge[level] = self.edge[level], []
            full.append((level, (self.size >> 8 * (level + 1)) - 1, b"".join(hashes)))
            value = root(hashes)
        return full

    def root(self) -> bytes:
        """Return the root over all leaves added so far."""
        peaks: list[bytes] = []
        for hashes in reversed(self.edge):
            start = 0
            while start < len(hashes):
                width = 1 << (len(hashes) - start).bit_length() - 1
                peaks.append(root(hashes[start : start + width]))
                start += width
        return fold(peaks)


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return the audit path of leaf `index` in the tree of `size` (RFC 9162 section 2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    return path[::-1]


def consistency_proof(first: int, second: int, subtree: Subtree) -> list[bytes]:
    """Return the proof that the tree of `second` begins with the tree of `first` (section 2.1.4.1)."""
    if not 0 < first <= second:
        raise ValueError(f"a tree of {second} cannot begin with one of {first}")
    start, end, path, whole = 0, second, [], True
    while first != end:
        middle = start + split(end - start)
        if first <= middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start, whole = middle, False
    if not whole:
        path.append(subtree(start, end))
    return path[::-1]


def verify_inclusion(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Say whether `proof` leads from the leaf hash to the expected root (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, result = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            result = node_hash(step, result)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, step)
        node, last = node >> 1, last >> 1
    return last == 0 and result == expected


def verify_consistency(
    *, first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether `proof` shows that the second tree begins with the first (section 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    steps = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not steps:
        return False
    return _climb(first - 1, second - 1, steps) == (first_root, second_root)


def _climb(node: int, last: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Return both roots that the steps lead to, or None if there are too many or too few of them."""
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, step)
        node, last = node >> 1, last >> 1
    return (old, new) if last == 0 else None
