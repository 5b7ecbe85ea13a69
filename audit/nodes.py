"""Hashes of subtrees of one epoch, read from tiles where they are full and from leaves at the right edge."""

from collections.abc import Sequence
from functools import lru_cache

from django.db import connection

from audit import epochs as eras
from audit import merkle, models
from audit.epochs import Epoch


def all_epochs() -> list[Epoch]:
    """Return the epochs of this ledger, oldest first."""
    with connection.cursor() as cursor:
        return eras.read(cursor)


def places() -> int:
    """Return how many entries have a place, in all epochs together."""
    last = models.Leaf.objects.order_by("-leaf_index").values_list("leaf_index", flat=True).first()
    return 0 if last is None else last + 1


def tree(size: int, number: int | None) -> "Nodes":
    """Return the tree of an epoch (the newest without a number). Raises ValueError if it never had that size."""
    epochs = all_epochs()
    epoch = next((one for one in epochs if one.number == number), None) if number else epochs[-1]
    if epoch is not None:
        end = eras.end_of(epochs, epoch)
        if 0 < size <= (places() if end is None else end) - epoch.first:
            return Nodes(epoch)
    raise ValueError(f"there is no tree of {size} entries")


class Nodes:
    """The subtrees of one epoch. Positions count from the epoch's first leaf."""

    def __init__(self, epoch: Epoch) -> None:
        self.epoch = epoch
        self._tile = lru_cache(maxsize=64)(self._read_tile)
        self._edge = lru_cache(maxsize=4)(self._read_leaves)

    def subtree(self, start: int, end: int) -> bytes:
        """Return the root over the leaves from `start` to before `end`."""
        width = end - start
        if width & (width - 1) == 0 and start % width == 0:
            return self._perfect(start, width)
        middle = start + merkle.split(width)
        return merkle.node_hash(self.subtree(start, middle), self.subtree(middle, end))

    def _perfect(self, start: int, width: int) -> bytes:
        level = (width.bit_length() - 1) // 8
        first, count = start >> 8 * level, width >> 8 * level
        return merkle.root(self._hashes(level, first, count))

    def _hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        block, offset = divmod(first, merkle.TILE_WIDTH)
        whole = _split(self._tile(level, block)) or (self._edge(block) if level == 0 else ())
        if whole:
            return whole[offset : offset + count]
        return [_root_of(tile) for tile in self._read_tiles(level - 1, first, count)]

    def _read_tile(self, level: int, index: int) -> bytes:
        return next(iter(self._read_tiles(level, index, 1)), b"")

    def _read_tiles(self, level: int, first: int, count: int) -> list[bytes]:
        tiles = models.Tile.objects.filter(epoch=self.epoch.number, level=level, idx__gte=first, idx__lt=first + count)
        return [bytes(raw) for raw in tiles.order_by("idx").values_list("hashes", flat=True)]

    def _read_leaves(self, block: int) -> tuple[bytes, ...]:
        """The leaves of a tile that is not full yet, in one read."""
        start = self.epoch.first + block * merkle.TILE_WIDTH
        leaves = models.Leaf.objects.filter(leaf_index__gte=start, leaf_index__lt=start + merkle.TILE_WIDTH)
        return tuple(bytes(value) for value in leaves.order_by("leaf_index").values_list("leaf_hash", flat=True))


def _split(raw: bytes) -> tuple[bytes, ...]:
    return tuple(raw[start : start + 32] for start in range(0, len(raw), 32))


@lru_cache(maxsize=512)
def _root_of(tile: bytes) -> bytes:
    """The root of a full tile. Remembered by its very bytes, so that one that was altered is never taken for it."""
    return merkle.root(_split(tile))
