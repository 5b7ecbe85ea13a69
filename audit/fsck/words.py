"""The words behind entries: each is what its leaf commits to, or an entry tells of its erasure."""

import json
from typing import Any
from uuid import UUID

from audit import details, sealing
from audit.fsck.reading import place_of, stream
from audit.fsck.report import Problem, Report

# Entries that commit to words or have some are few: the search over all texts is paid once a check.
_WALK = (
    "WITH told AS (SELECT DISTINCT leaf::jsonb#>>'{facts,entry}' AS entry FROM audit.entry "
    "WHERE action = 'audit.detail_erased') "
    "SELECT e.id::text, e.leaf, d.nonce, d.body, d.key_id, told.entry IS NOT NULL FROM audit.entry e "
    "LEFT JOIN audit.detail d ON d.entry_id = e.id LEFT JOIN told ON told.entry = e.id::text "
    "WHERE d.entry_id IS NOT NULL OR e.leaf NOT LIKE '%\"detail\":null%' ORDER BY e.id"
)


def check_details(report: Report) -> None:
    """Open all words that are kept and compare them with their leaf; count those that were erased."""
    for entry, leaf, nonce, body, key_id, erased in stream(_WALK):
        committed = _commitment_in(leaf)
        kept = None if nonce is None else (bytes(nonce), bytes(body), key_id)
        if kept is None and committed is None:
            continue
        report.details += kept is not None
        report.details_erased += erased and kept is None
        wrong = _trouble(entry, committed, kept, erased=erased)
        if wrong:
            report.problems.append(Problem("detail", f"entry {entry}: {wrong}", place_of(entry), entry))


def _trouble(entry: str, committed: str | None, kept: tuple[bytes, bytes, str] | None, *, erased: bool) -> str | None:
    if kept is None:
        return None if erased else "its words are gone, and no entry tells of it"
    if committed is None:
        return "has words that nothing commits to"
    if erased:
        return "its words are there, though an entry tells that they were erased"
    nonce, body, key_id = kept
    text = details.open_text(UUID(entry), body, key_id)
    if text is None:
        return "its words cannot be opened: they were changed, or their key is gone"
    same = sealing.commitment(nonce, text.encode()) == committed
    return None if same else "its words are not those that were committed to"


def _commitment_in(leaf: str) -> str | None:
    try:
        read: Any = json.loads(leaf)["detail"]
    except (ValueError, KeyError, TypeError):
        return None
    return read if isinstance(read, str) else None
