"""More time, as the person reads it: from which day to which, why, and since when they were told."""

from datetime import date, datetime
from typing import Any

from audit import selectors as ledger

DAYS = {"before": "previous_respond_by", "after": "respond_by"}
SENT = frozenset({"letter.sent", "letter.posted"})


def extension_of(row: Any) -> dict[str, Any] | None:
    """The extension of a request; None without one. The days are those of the ledger's entry of it."""
    if not row.extended_at:
        return None
    told: dict[str, Any] = {"reason": row.extension_text, "before": None, "after": None, "told": None}
    for entry in ledger.entries_for(row.id):
        if entry.action == "request.extended":
            told |= {name: _day(entry.facts.get(fact)) for name, fact in DAYS.items()}
        if entry.action in SENT and entry.facts.get("kind") == "extension":
            told["told"] = _later(told["told"], entry.at)
    return told


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _later(known: datetime | None, at: datetime) -> datetime:
    return at if known is None else max(known, at)
