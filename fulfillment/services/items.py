"""What was found, and what becomes of each thing."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor
from audit.ids import new_id
from fulfillment.found import Found
from fulfillment.models import OUTCOMES, DataSystem, Item
from fulfillment.taxonomy import CATEGORIES


class UnknownPlace(ValueError):
    """There is no such category, system or outcome."""


def add_found(*, request_id: UUID, system: DataSystem, found: Found, by: Actor, now: datetime) -> Item:
    """Keep one found thing, encrypted. In the caller's transaction. Raises UnknownPlace."""
    if found.category not in CATEGORIES:
        raise UnknownPlace(f"There is no category {found.category!r}.")
    item = Item(
        id=new_id(),
        subject_ref=request_id,
        system=system,
        category=found.category,
        title=found.title,
        content=dict(found.content),
        source=found.source,
        collected_on=found.collected_on,
        found_at=now,
    )
    facts = {"item": str(item.id), "category": item.category, "system": system.slug}
    ledger.record("item.found", actor=by, subject=item.next_subject(), at=now, request=request_id, facts=facts)
    item.save(force_insert=True)
    return item


@transaction.atomic
def set_item_outcome(
    *,
    request_id: UUID,
    category: str,
    system: str,
    outcome: str,
    ground: str = "",
    cite: str = "",
    until: str | date | None = None,
    by: Actor,
    now: datetime,
) -> int:
    """Set what becomes of all things of one category in one system; one without content is made if none was found.

    Gives how many there are. Raises UnknownPlace.
    """
    row = DataSystem.objects.filter(slug=system).first()
    if row is None or category not in CATEGORIES or outcome not in OUTCOMES:
        raise UnknownPlace(f"There is no {category[:40]!r} in {system[:40]!r} with the outcome {outcome[:40]!r}.")
    last = date.fromisoformat(until) if isinstance(until, str) and until else (until or None)
    items = list(Item.objects.select_for_update().filter(subject_ref=request_id, system=row, category=category))
    if not items:
        items = [Item(id=new_id(), subject_ref=request_id, system=row, category=category, content={}, found_at=now)]
    for item in items:
        item.outcome, item.ground, item.cite = outcome, ground, cite
        item.until = last if isinstance(last, date) else None
        _record_outcome(item, by=by, now=now)
    return len(items)


def _record_outcome(item: Item, *, by: Actor, now: datetime) -> None:
    facts: dict[str, str] = {
        "item": str(item.id),
        "category": item.category,
        "system": item.system_id,
        "outcome": item.outcome,
        "ground": item.ground,
        "until": item.until.isoformat() if item.until else "",
    }
    subject = item.next_subject()
    ledger.record("item.outcome_set", actor=by, subject=subject, at=now, request=item.subject_ref, facts=facts)
    item.save()
