"""Marks, ledger entries, notices and mails tell the same: each duty that reaches our people left one of each."""

# ruff: noqa: S608  # made of constants of this file

from collections.abc import Callable
from typing import Any

Ask = Callable[[str], list[tuple[Any, ...]]]

# The duties that only remind, flag or propose, with the entry that each leaves.
ENTRIES = {
    "remind": "request.reminder_sent",
    "escalate": "request.escalated",
    "breach": "request.breached",
    "propose_denial": "request.denial_proposed",
}
_DEEDS = ", ".join(f"('{deed}', '{action}')" for deed, action in ENTRIES.items())
_MARKS = f"""
WITH deed (deed, action) AS (VALUES {_DEEDS}),
mark AS (SELECT request_id, deed, count(*) AS n FROM requests_app_dutymark JOIN deed ON deed = split_part(duty, '.', 1)
         GROUP BY request_id, deed),
entry AS (SELECT e.request_id, deed, count(*) AS n FROM audit.entry e JOIN deed USING (action)
          GROUP BY e.request_id, deed)
"""
_SAME = "(n.request_id, n.duty, n.due_by) = (m.request_id, m.duty, m.due_by))"
QUESTIONS = {
    "entries_missing": f"{_MARKS} SELECT coalesce(sum(greatest(mark.n - coalesce(entry.n, 0), 0)), 0)::int "
    "FROM mark LEFT JOIN entry USING (request_id, deed)",
    "entries_doubled": f"{_MARKS} SELECT coalesce(sum(greatest(entry.n - coalesce(mark.n, 0), 0)), 0)::int "
    "FROM entry LEFT JOIN mark USING (request_id, deed)",
    "notices_missing": f"{_MARKS} SELECT count(*)::int FROM requests_app_dutymark m "
    "JOIN deed ON deed.deed = split_part(m.duty, '.', 1) "
    "WHERE NOT EXISTS (SELECT FROM requests_app_staffnotice n WHERE " + _SAME,
    "notices_without_duty": "SELECT count(*)::int FROM requests_app_staffnotice n "
    "WHERE NOT EXISTS (SELECT FROM requests_app_dutymark m WHERE " + _SAME,
    "notices_not_mailed": "SELECT count(*)::int FROM requests_app_staffnotice WHERE mailed_at IS NULL",
    "mails_without_letter": "SELECT count(*)::int FROM (SELECT DISTINCT mail FROM requests_app_staffnotice "
    "WHERE mail IS NOT NULL) AS m WHERE (SELECT count(*) FROM notifications_letter l WHERE l.about = m.mail) <> 1",
}


def disagreements(ask: Ask) -> dict[str, int | float | str]:
    """How many duties left too few or too many of anything. All zero: they agree."""
    return {name: int(ask(question)[0][0]) for name, question in QUESTIONS.items()}
