"""Proves the whole ledger again, from the text of its entries, and names the first bad one.

It shares only the arithmetic (`merkle`), the notes and the canonical text with the code that wrote the ledger, and asks
nothing of the columns that it has not first computed from the text.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from audit import epochs, notes
from audit.fsck.heads import check_checkpoints
from audit.fsck.reading import run
from audit.fsck.report import Problem, Report
from audit.fsck.tables import check_duplicates, check_revisions, check_unplaced
from audit.fsck.tree import Progress, check_tree
from audit.fsck.words import check_details

__all__ = ["Problem", "Report", "check"]

Note = tuple[int, str]


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
        if not connection.savepoint_ids:  # inside another transaction the snapshot is already taken
            run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with connection.cursor() as cursor:
            trees = epochs.read(cursor)
        signed = check_checkpoints(report, keys, list(published), trees)
        check_tree(report, signed, progress)
        check_unplaced(report, since)
        check_revisions(report)
        check_duplicates(report)
        check_details(report)
    return report
