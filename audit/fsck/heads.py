"""The signed checkpoints: each by a known key, each as it was published."""

from collections.abc import Sequence
from dataclasses import dataclass

from audit import notes
from audit.fsck.reading import fetch
from audit.fsck.report import Problem, Report


@dataclass
class Signed:
    """The good checkpoints by size, with the root that each vouches for."""

    roots: dict[int, bytes]
    last: int


def check_checkpoints(report: Report, keys: Sequence[notes.Verifier], published: list[tuple[int, str]]) -> Signed:
    rows = {size: (bytes(root), note, key) for size, root, note, key in fetch(
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
    return Signed({size: root for size, (root, _, _) in rows.items()}, max(rows, default=0))


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
