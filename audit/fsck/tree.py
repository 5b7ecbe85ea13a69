"""One walk over all leaves: text, hash, place, columns, the root at every checkpoint, and every full tile."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from audit import canonical
from audit.epochs import Epoch
from audit.fsck.heads import Signed
from audit.fsck.reading import STEP, entry_at, fetch, stream
from audit.fsck.report import Problem, Report
from audit.merkle import TILE_WIDTH, CompactRange, Frontier, Tile, leaf_hash

JUMP = timedelta(minutes=5)
Progress = Callable[[int, int], None]

_WALK = (
    "SELECT l.leaf_index, l.entry_id::text, l.leaf_hash, e.id::text, e.leaf, e.leaf_hash, e.recorded_at, e.at, "
    "e.action, e.actor_type, e.actor_id, e.subject_type, e.subject_id::text, e.subject_rev, e.request_id::text "
    "FROM audit.leaf l LEFT JOIN audit.entry e ON e.id = l.entry_id ORDER BY l.leaf_index"
)


def check_tree(report: Report, signed: Signed, progress: Progress) -> None:
    """Walk all leaves once: text, hash, place, columns, the root at every checkpoint, and every full tile."""
    tree, frontier, tiles = CompactRange(), Frontier(), _Tiles()
    begins = {epoch.first: epoch for epoch in signed.epochs[1:]}
    good, latest, size = 0, None, 0
    total = max(signed.last, 1)
    for row in stream(_WALK):
        index, placed_hash = row[0], bytes(row[2])
        if index != size:
            sentence = f"leaf {size} is missing: the next one is {index}"
            report.problems.append(Problem("gap", sentence, size))
            return
        if index in begins:
            _check_opening(report, begins[index], row, tree, signed)
            tree, frontier = CompactRange(), Frontier()
            tiles.epoch = begins[index].number
        _check_leaf(report, row, placed_hash)
        latest = _check_clock(report, index, row[6], latest)
        # A text that does not fit its placed hash is already a problem; the placed hashes must make up the roots.
        tree.append(placed_hash)
        tiles.compare(report, frontier.append(placed_hash), index + 1 - tree.size)
        size += 1
        if size in signed.roots:
            good = _check_root(report, tree, signed.roots[size], good, size)
        if size % STEP == 0:
            progress(size, total)
    report.tree_size = size
    progress(size, total)
    tiles.finish(report, size)
    _check_ends(report, size, signed)


def _check_opening(report: Report, epoch: Epoch, row: tuple[Any, ...], tree: CompactRange, signed: Signed) -> None:
    """The first leaf of an epoch carries the last checkpoint of the one before."""
    said: tuple[Any, ...] = ()
    try:
        leaf = json.loads(row[4])
        facts = leaf["facts"]
        said = (leaf["id"], leaf["action"], facts["epoch"], facts["previous_size"], facts["previous_root"])
    except (ValueError, KeyError, TypeError):
        pass  # it says nothing that could be wanted
    wanted = (epoch.entry, "ledger.epoch_opened", epoch.number, tree.size, tree.root().hex())
    if said != wanted or signed.roots.get(row[0]) != tree.root():
        sentence = f"epoch {epoch.number} does not begin with the last checkpoint of the one before"
        report.problems.append(Problem("epoch", sentence, row[0], row[1]))


def _check_ends(report: Report, size: int, signed: Signed) -> None:
    if size < signed.last:
        sentence = f"a signed checkpoint covers {signed.last} entries, but only {size} are left"
        report.problems.append(Problem("cut", sentence, size))
    if size > signed.last:
        sentence = f"entry {signed.last} and those after it are under no signed checkpoint"
        report.problems.append(Problem("unsigned", sentence, signed.last, entry_at(signed.last)))


def _check_root(report: Report, tree: CompactRange, expected: bytes, good: int, size: int) -> int:
    if tree.root() == expected:
        return size
    sentence = f"the entries {good} to {size - 1} are not those that were signed at {size}"
    named = [it for it in report.problems if it.kind in {"edited", "deleted", "root"} and it.index is not None]
    if not any(good <= it.index < size for it in named if it.index is not None):
        report.problems.append(Problem("root", sentence, good, entry_at(good)))
    return good


def _check_leaf(report: Report, row: tuple[Any, ...], placed_hash: bytes) -> None:
    index, entry, text = row[0], row[1], row[4]
    if text is None:
        report.problems.append(Problem("deleted", f"entry {entry} at place {index} is gone", index, entry))
        return
    computed = leaf_hash(text.encode())
    if not computed == bytes(row[5]) == placed_hash:
        sentence = f"the text of entry {entry} is not the one whose hash was placed at {index}"
        report.problems.append(Problem("edited", sentence, index, entry))
    wrong = _text_trouble(text, row)
    if wrong:
        report.problems.append(Problem("columns", f"entry {entry} at place {index}: {wrong}", index, entry))


def _text_trouble(text: str, row: tuple[Any, ...]) -> str | None:
    try:
        leaf = json.loads(text)
        if canonical.dumps(leaf) != text:
            return "its text is not canonical"
        if row[3] != leaf["id"] or row[7:] != _columns(leaf):
            return "a search column differs from its text"
    except (ValueError, KeyError, TypeError):
        return "its text cannot be read as an entry"
    return None


def _columns(leaf: dict[str, Any]) -> tuple[Any, ...]:
    actor, subject = leaf["actor"], leaf["subject"]
    who = (actor["type"], actor["id"])
    return (leaf["at"], leaf["action"], *who, subject["type"], subject["id"], subject["rev"], leaf["request"])


def _check_clock(report: Report, index: int, recorded_at: datetime | None, latest: datetime | None) -> datetime | None:
    """A clock that went back, or a deed that took long to commit: worth a remark, not a break."""
    if recorded_at is None:
        return latest
    if latest is not None and latest - recorded_at > JUMP:
        report.remarks.append(f"entry at place {index} was recorded {latest - recorded_at} before an earlier one")
    return recorded_at if latest is None else max(latest, recorded_at)


class _Tiles:
    """The stored tiles, compared with those that follow from the text."""

    def __init__(self) -> None:
        self.seen = 0
        self.epoch = 1

    def compare(self, report: Report, full: list[Tile], first: int) -> None:
        """Compare tiles of the tree that begins at place `first`."""
        for level, number, hashes in full:
            self.seen += 1
            where = [self.epoch, level, number]
            stored = fetch("SELECT hashes FROM audit.tile WHERE epoch = %s AND level = %s AND idx = %s", where)
            raw = bytes(stored[0][0]) if stored else b""
            if raw != hashes:
                report.problems.append(_tile_problem(level, number, raw, hashes, first))

    def finish(self, report: Report, size: int) -> None:
        (count,) = fetch("SELECT count(*) FROM audit.tile")[0]
        if count > self.seen:
            sentence = f"there are {count} tiles, but {size} entries make only {self.seen}"
            report.problems.append(Problem("tile", sentence))


def _tile_problem(level: int, number: int, stored: bytes, expected: bytes, first: int) -> Problem:
    """Name the first entry below the first hash that differs."""
    same = (stored[at : at + 32] == expected[at : at + 32] for at in range(0, len(expected), 32))
    position = next(at for at, equal in enumerate(same) if not equal)
    index = first + ((number * TILE_WIDTH + position) << 8 * level)
    sentence = f"tile {number} of level {level} does not fit the entries from {index} on"
    return Problem("tile", sentence, index, entry_at(index))
