"""One row of kept data: what it says, and each change of it with its entry. Internal to services."""

from collections.abc import Mapping
from datetime import datetime

from accounts.principals import Principal
from audit import ledger
from audit.facts import FactValue
from fulfillment.services import Place
from requests_app.models import KeptData, KeptState


def place_of(row: KeptData) -> Place:
    return Place(row.category, row.system)


def facts_of(row: KeptData) -> dict[str, FactValue]:
    until = row.until.isoformat() if row.until else ""
    return {"category": row.category, "system": row.system, "ground": row.ground, "until": until}


def add(row: KeptData, *, by: Principal, now: datetime) -> None:
    """Store a new row: from now on it is waited for."""
    facts: dict[str, FactValue] = {**facts_of(row), "on_hold": row.on_hold}
    record(row, "kept.noted", facts, by=by, now=now, new=True)


def end(row: KeptData, event: str, more: Mapping[str, FactValue], *, by: Principal, now: datetime) -> None:
    """Nothing is waited for any more: the data is erased, or the row is dropped."""
    row.state = KeptState.DROPPED if event == "kept.dropped" else KeptState.ERASED
    row.ended_at, row.carried = now, None
    record(row, event, {"category": row.category, "system": row.system, **more}, by=by, now=now)


def record(
    row: KeptData, event: str, facts: Mapping[str, FactValue], *, by: Principal, now: datetime, new: bool = False
) -> None:
    """Save a changed row under its next revision, with the entry that says why."""
    subject = row.next_subject()
    ledger.record(event, actor=by.actor, subject=subject, at=now, request=row.request_id, facts=facts)
    row.save(force_insert=new)
