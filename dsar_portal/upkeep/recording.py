"""Copying the ledger's deeds into the journal: the pump does it in every round, after they were committed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from audit.following import placed_after
from audit.selectors import EntryView, tree_size
from dsar_portal.upkeep.journal import Journal, Line, journal
from dsar_portal.upkeep.replay import CHILD, HOLDS, OPT_OUT, REPLAYS
from jobs.rounds import each_round
from requests_app.selectors import child_reports, holds, suppressions


@each_round("journal")
def keep_journal(*, now: datetime) -> int:
    """Copy some of what the ledger has placed since the last round. Gives how many lines that were."""
    return copy_new(journal(), batches=1)


def copy_new(target: Journal, *, batches: int | None = None) -> int:
    """Copy up to the end of the tree, or so many batches of it, unless another pump is at it."""
    if target.place() == (size := tree_size()):
        return 0
    with target.writing() as writer:
        if writer is None:
            return 0
        place, copied = min(target.place(), size), 0
        while place < size and batches != 0:
            found, place = placed_after(place, actions=REPLAYS)
            kept = suppressions.sealed([entry.subject_id for entry in found if entry.action == OPT_OUT])
            kept |= holds.sealed([entry.subject_id for entry in found if entry.action in HOLDS])
            kept |= child_reports.sealed([entry.subject_id for entry in found if entry.action == CHILD])
            writer.append([_line_of(entry, kept) for entry in found], place=place)
            copied += len(found)
            batches = batches - 1 if batches is not None else None
    return copied


def _line_of(entry: EntryView, kept: Mapping[UUID, dict[str, Any]]) -> Line:
    return Line(
        entry=str(entry.id),
        place=entry.leaf_index or 0,
        at=entry.at.isoformat(),
        action=entry.action,
        subject=str(entry.subject_id),
        request=str(entry.request) if entry.request else None,
        facts=dict(entry.facts),
        detail=kept.get(entry.subject_id, {}),
    )
