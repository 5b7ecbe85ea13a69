"""Marks, ledger entries, notices and mails tell the same: each duty that reaches our people left one of each."""

# ruff: noqa: S608  # made of constants of this file and instants

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
_DONE = f"""
WITH deed (deed, action) AS (VALUES {_DEEDS}),
done AS (SELECT m.* , deed.deed, deed.action FROM requests_app_dutymark AS m
         JOIN deed ON deed.deed = split_part(m.duty, '.', 1) WHERE m.at >= '{{since}}'::timestamptz),
mark AS (SELECT request_id, action, count(*) AS n FROM done GROUP BY request_id, action),
entry AS (SELECT e.request_id, action, count(*) AS n FROM audit.entry AS e JOIN deed USING (action)
          WHERE e.at::timestamptz >= '{{since}}'::timestamptz GROUP BY e.request_id, action)
"""
_SAME = "(n.request_id, n.duty, n.due_by) = (m.request_id, m.duty, m.due_by)"
QUESTIONS = {
    "entries_missing": f"{_DONE} SELECT coalesce(sum(greatest(mark.n - coalesce(entry.n, 0), 0)), 0)::int "
    "FROM mark LEFT JOIN entry USING (request_id, action)",
    "entries_doubled": f"{_DONE} SELECT coalesce(sum(greatest(entry.n - coalesce(mark.n, 0), 0)), 0)::int "
    "FROM entry LEFT JOIN mark USING (request_id, action)",
    "notices_missing": f"{_DONE} SELECT count(*)::int FROM done AS m "
    f"WHERE NOT EXISTS (SELECT FROM requests_app_staffnotice AS n WHERE {_SAME})",
    "notices_without_duty": "SELECT count(*)::int FROM requests_app_staffnotice AS n "
    f"WHERE NOT EXISTS (SELECT FROM requests_app_dutymark AS m WHERE {_SAME})",
    "notices_not_mailed": "SELECT count(*)::int FROM requests_app_staffnotice WHERE mailed_at IS NULL",
    "mails_without_letter": "SELECT count(*)::int FROM (SELECT DISTINCT mail FROM requests_app_staffnotice "
    "WHERE mail IS NOT NULL) AS m WHERE (SELECT count(*) FROM notifications_letter AS l WHERE l.about = m.mail) <> 1",
}


def disagreements(ask: Ask, *, since: str = "-infinity") -> dict[str, int | float | str]:
    """How many duties done since an instant left too few or too many of anything. All zero: they agree.

    `since` is an instant as PostgreSQL reads it, by the clock that the duties were done by.
    """
    return {name: int(ask(question.format(since=since))[0][0]) for name, question in QUESTIONS.items()}
