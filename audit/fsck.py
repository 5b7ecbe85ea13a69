"""Proves the whole ledger again, from the text of its entries, and names the first bad one.

It shares only the arithmetic (`merkle`), the notes and the canonical text with the code that wrote the ledger, and asks
nothing of the columns that it has not first computed from the text.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from audit import canonical, notes
from audit.merkle import TILE_WIDTH, CompactRange, Frontier, leaf_hash

STEP = 5000
JUMP = timedelta(minutes=5)
Progress = Callable[[int, int], None]
Note = tuple[int, str]

_WALK = (
    "SELECT l.leaf_index, l.entry_id::text, l.leaf_hash, e.id::text, e.leaf, e.leaf_hash, e.recorded_at, e.at, e.action, "
    "e.actor_type, e.actor_id, e.subject_type, e.subject_id::text, e.subject_rev, e.request_id::text "
    "FROM audit.leaf l LEFT JOIN audit.entry e ON e.id = l.entry_id ORDER BY l.leaf_index"
)


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it was signed. `index` is the place in the tree, where there is one."""

    kind: str
    sentence: str
    index: int | None = None
    entry: str | None = None


@dataclass
class Report:
    """What was proved, and what could not be."""

    entries: int = 0
    tree_size: int = 0
    checkpoints: int = 0
    in_flight: int = 0
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether everything was proved."""
        return not self.problems

    @property
    def first(self) -> Problem | None:
        """The earliest bad entry: by place in the tree; what has no place comes last."""
        unplaced = self.tree_size + 1
        return min(self.problems, key=lambda it: unplaced if it.index is None else it.index, default=None)


def check(
    *,
    keys: Sequence[notes.Verifier],
    published: Iterable[Note] = (),
    since: datetime | None = None,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Prove everything in one snapshot of the database.

    `published` are the notes kept outside the database. Entries recorded after `since` may still wait for their place;
    all others must be under a signed checkpoint.
    """
    report = Report()
    with transaction.atomic():
        if not connection.in_atomic_block or not connection.savepoint_ids:
            _run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        roots = _check_checkpoints(report, keys, list(published))
        _check_tree(report, roots, progress)
        _check_unplaced(report, since)
        _check_revisions(report)
        _check_duplicates(report)
    return report


@dataclass
class _Signed:
    """The good checkpoints by size, with the root that each vouches for."""

    roots: dict[int, bytes]
    last: int


def _check_checkpoints(report: Report, keys: Sequence[notes.Verifier], published: list[Note]) -> _Signed:
    rows = {size: (bytes(root), note, key) for size, root, note, key in _rows(
        "SELECT tree_size, root, note, key_id FROM audit.checkpoint ORDER BY tree_size"
    )}  # fmt: skip
    report.checkpoints = len(rows)
    for size, (root, note, key_id) in rows.items():
        wrong = _note_trouble(size, root, note, key_id, keys)
        if wrong:
            sentence = f"the checkpoint over {size} entries does not hold: {wrong}"
            report.problems.append(Problem("checkpoint", sentence, size - 1))
    kept = {size: note for size, note in published}
    for size in sorted(kept):
        if size not in rows or rows[size][1] != kept[size]:
            sentence = f"a checkpoint over {size} entries was published, but is not the one in the database"
            report.problems.append(Problem("published", sentence, size - 1))
    return _Signed({size: root for size, (root, _, _) in rows.items()}, max(rows, default=0))


def _note_trouble(size: int, root: bytes, note: str, key_id: str, keys: Sequence[notes.Verifier]) -> str | None:
    try:
        says = notes.open_note(note, list(keys))
    except notes.BadNote as bad:
        return str(bad)
    if (says.size, says.root) != (size, root):
        return "its row and its signed note differ"
    if key_id not in {key.key_id.hex() for key in keys}:
        return "its row names an unknown key"
    return None


def _check_tree(report: Report, signed: _Signed, progress: Progress) -> None:
    """Walk all leaves once: text, hash, place, columns, the root at every checkpoint, and every full tile."""
    tree, frontier, tiles = CompactRange(), Frontier(), _Tiles()
    good, latest = 0, None
    total = max(signed.last, 1)
    for row in _stream(_WALK):
        index, entry, placed_hash = row[0], row[1], bytes(row[2])
        if index != tree.size:
            sentence = f"leaf {tree.size} is missing: the next one is {index}"
            report.problems.append(Problem("gap", sentence, tree.size))
            return
        _check_leaf(report, row, placed_hash)
        latest = _check_clock(report, index, row[6], latest)
        # The text decides, not the stored hash: an edited text must not hide behind it.
        proven = leaf_hash(row[4].encode()) if row[4] is not None else placed_hash
        tree.append(proven)
        tiles.compare(report, frontier.append(proven), index, entry)
        if tree.size in signed.roots:
            good = _check_root(report, tree, signed.roots[tree.size], good)
        if tree.size % STEP == 0:
            progress(tree.size, total)
    report.tree_size = tree.size
    progress(tree.size, total)
    tiles.finish(report, tree.size)
    _check_ends(report, tree.size, signed)


def _check_ends(report: Report, size: int, signed: _Signed) -> None:
    if size < signed.last:
        sentence = f"a signed checkpoint covers {signed.last} entries, but only {size} are left"
        report.problems.append(Problem("cut", sentence, size))
    if size > signed.last:
        sentence = f"entry {signed.last} and those after it are under no signed checkpoint"
        report.problems.append(Problem("unsigned", sentence, signed.last, _entry_at(signed.last)))


def _check_root(report: Report, tree: CompactRange, expected: bytes, good: int) -> int:
    if tree.root() == expected:
        return tree.size
    sentence = f"the entries {good} to {tree.size - 1} are not those that were signed at {tree.size}"
    if not any(problem.kind == "root" for problem in report.problems):
        report.problems.append(Problem("root", sentence, good, _entry_at(good)))
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

    def compare(self, report: Report, full: list[tuple[int, int, bytes]], index: int, entry: str) -> None:
        for level, number, hashes in full:
            self.seen += 1
            stored = _rows("SELECT hashes FROM audit.tile WHERE level = %s AND idx = %s", [level, number])
            raw = bytes(stored[0][0]) if stored else b""
            if raw != hashes:
                report.problems.append(_tile_problem(level, number, raw, hashes))

    def finish(self, report: Report, size: int) -> None:
        (count,) = _rows("SELECT count(*) FROM audit.tile")[0]
        if count > self.seen:
            sentence = f"there are {count} tiles, but {size} entries make only {self.seen}"
            report.problems.append(Problem("tile", sentence))


def _tile_problem(level: int, number: int, stored: bytes, expected: bytes) -> Problem:
    """Name the first entry below the first hash that differs."""
    same = (stored[at : at + 32] == expected[at : at + 32] for at in range(0, len(expected), 32))
    position = next(at for at, equal in enumerate(same) if not equal)
    index = (number * TILE_WIDTH + position) << 8 * level
    sentence = f"tile {number} of level {level} does not fit the entries from {index} on"
    return Problem("tile", sentence, index, _entry_at(index))


def _check_unplaced(report: Report, since: datetime | None) -> None:
    (report.entries,) = _rows("SELECT count(*) FROM audit.entry")[0]
    rows = _rows(
        "SELECT e.id::text, e.recorded_at, p.entry_id IS NOT NULL FROM audit.entry e "
        "LEFT JOIN audit.leaf l ON l.entry_id = e.id LEFT JOIN audit.pending p ON p.entry_id = e.id "
        "WHERE l.entry_id IS NULL ORDER BY e.recorded_at, e.id"
    )
    for entry, recorded_at, waits in rows:
        if waits and since is not None and recorded_at > since:
            report.in_flight += 1
            continue
        why = (
            "has waited too long for its place in the tree" if waits else "has no place in the tree and waits for none"
        )
        report.problems.append(Problem("unsigned", f"entry {entry} {why}", None, entry))


def _check_revisions(report: Report) -> None:
    rows = _rows(
        "SELECT * FROM (SELECT subject_type, subject_id::text, subject_rev, id::text, coalesce(lag(subject_rev) OVER "
        "(PARTITION BY subject_type, subject_id ORDER BY subject_rev), 0) AS before FROM audit.entry) AS step "
        "WHERE subject_rev <> before + 1"
    )
    for kind, subject, rev, entry, before in rows:
        sentence = f"{kind} {subject} goes from revision {before} to {rev}: entry {entry} follows nothing"
        report.problems.append(Problem("revision", sentence, _place_of(entry), entry))


def _check_duplicates(report: Report) -> None:
    for table, column in (("entry", "id"), ("leaf", "entry_id"), ("leaf", "leaf_index")):
        # Names from the line above; a superuser may have dropped the keys that forbid duplicates.
        rows = _rows(f"SELECT {column}::text, count(*) FROM audit.{table} GROUP BY {column} HAVING count(*) > 1")  # noqa: S608
        for value, count in rows:
            report.problems.append(Problem("duplicate", f"{column} {value} stands {count} times in audit.{table}"))


def _entry_at(index: int) -> str | None:
    rows = _rows("SELECT entry_id::text FROM audit.leaf WHERE leaf_index = %s", [index])
    return rows[0][0] if rows else None


def _place_of(entry: str) -> int | None:
    rows = _rows("SELECT leaf_index FROM audit.leaf WHERE entry_id = %s::uuid", [entry])
    return rows[0][0] if rows else None


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _rows(statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return list(cursor.fetchall())


def _stream(statement: str) -> Iterator[tuple[Any, ...]]:
    """Read a large table in steps, through a cursor that stays on the server."""
    with connection.chunked_cursor() as cursor:
        cursor.itersize = STEP
        cursor.execute(statement)
        yield from cursor
