"""The signed checkpoints: each by a known key, each as it was published, each in its epoch."""

from collections.abc import Sequence
from dataclasses import dataclass

from audit import epochs as eras
from audit import notes
from audit.epochs import Epoch
from audit.fsck.reading import fetch
from audit.fsck.report import Problem, Report

Row = tuple[bytes, str, str]


@dataclass
class Signed:
    """The checkpoints by size, with the root that each vouches for, and the epochs they lie in."""

    roots: dict[int, bytes]
    last: int
    epochs: Sequence[Epoch]


def check_checkpoints(
    report: Report, keys: Sequence[notes.Verifier], published: list[tuple[int, str]], epochs: Sequence[Epoch]
) -> Signed:
    rows = {size: (bytes(root), note, key) for size, root, note, key in fetch(
        "SELECT tree_size, root, note, key_id FROM audit.checkpoint ORDER BY tree_size"
    )}  # fmt: skip
    report.checkpoints = len(rows)
    for size, (root, note, key_id) in rows.items():
        wrong = _note_trouble(eras.of_size(epochs, size), size, (root, note, key_id), keys)
        if wrong:
            sentence = f"the checkpoint over {size} entries does not hold: {wrong}"
            report.problems.append(Problem("checkpoint", sentence, size - 1))
    _check_published(report, rows, published, epochs)
    return Signed({size: root for size, (root, _, _) in rows.items()}, max(rows, default=0), epochs)


def _note_trouble(epoch: Epoch, size: int, row: Row, keys: Sequence[notes.Verifier]) -> str | None:
    root, note, key_id = row
    try:
        says = notes.open_note(note, list(keys))
    except notes.BadNote as bad:
        return str(bad)
    if (says.size + epoch.first, says.root) != (size, root):
        return "its row and its signed note differ"
    if epoch.origin not in {None, says.origin}:
        return f"it is signed for another log, {says.origin}"
    if key_id not in {key.key_id.hex() for key in keys}:
        return "its row names an unknown key"
    return None


def _check_published(
    report: Report, rows: dict[int, Row], published: list[tuple[int, str]], epochs: Sequence[Epoch]
) -> None:
    """Each note kept outside is in the database, but for those whose loss was said when the next epoch began."""
    lost = _said_to_be_lost(epochs)
    forgone = 0
    for size, note in sorted(set(published)):
        epoch = _epoch_of(note, epochs)
        place = size + epoch.first
        end = eras.end_of(epochs, epoch)
        if end is not None and end < place <= epoch.first + lost.get(epoch.number, 0):
            forgone = max(forgone, place - end)
        elif place not in rows or rows[place][1] != note:
            sentence = f"a checkpoint over {size} entries was published, but is not the one in the database"
            report.problems.append(Problem("published", sentence, place - 1))
    if forgone:
        report.remarks.append(
            f"{forgone} entries were signed and published, and lost when an older backup was restored"
        )


def _epoch_of(note: str, epochs: Sequence[Epoch]) -> Epoch:
    origin = notes.read_text(note).origin
    return next((epoch for epoch in epochs if epoch.origin == origin), epochs[0])


def _said_to_be_lost(epochs: Sequence[Epoch]) -> dict[int, int]:
    """Epoch -> the size it had outside when the next one was opened, as the opening entry says."""
    rows = fetch(
        "SELECT p.number - 1, (e.leaf::jsonb#>>'{facts,published_size}')::bigint FROM audit.epoch p "
        "JOIN audit.entry e ON e.id = p.entry_id"
    )
    return {number: size or 0 for number, size in rows}
