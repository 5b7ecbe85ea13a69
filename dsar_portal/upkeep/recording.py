"""Copying the ledger's deeds into the journal: the pump does it in every round, after they were committed."""

from datetime import datetime

from audit.following import placed_after
from audit.selectors import EntryView, tree_size
from dsar_portal.upkeep.journal import Journal, Line, journal
from dsar_portal.upkeep.replay import REPLAYS
from jobs.rounds import each_round
from requests_app.selectors import suppressions


@each_round("journal")
def keep_journal(*, now: datetime) -> int:
    """Copy what the ledger has placed since the last round. Gives how many lines that were."""
    return copy_new(journal())


def copy_new(target: Journal) -> int:
    """Copy up to the end of the tree, unless another pump is at it."""
    place, copied = target.place(), 0
    if place == (size := tree_size()):
        return 0
    with target.writing() as writer:
        if writer is None:
            return 0
        place = min(target.place(), size)
        while place < size:
            found, place = placed_after(place, actions=REPLAYS)
            lines = [_line_of(entry) for entry in found]
            writer.append(lines, place=place)
            copied += len(lines)
    return copied


def _line_of(entry: EntryView) -> Line:
    detail = suppressions.sealed(entry.subject_id) if entry.action == "suppression.added" else {}
    return Line(
        entry=str(entry.id),
        place=entry.leaf_index or 0,
        at=entry.at.isoformat(),
        action=entry.action,
        subject=str(entry.subject_id),
        request=str(entry.request) if entry.request else None,
        facts=dict(entry.facts),
        detail=detail,
    )
