"""Erasing what a deletion had to leave: the systems are asked once more, for these kinds of data, by a day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor
from audit.ids import new_id
from fulfillment.models import CANCELLED, DataSystem, Deed, Item, Task, TaskStatus
from fulfillment.services.items import set_item_outcome
from fulfillment.services.planning import ask_again, record_opened
from fulfillment.services.tasks import lock_tasks


@dataclass(frozen=True)
class Place:
    """One kind of data in one system."""

    category: str
    system: str


@dataclass(frozen=True)
class Result:
    """How a system answered: `erased`, or `nothing_found`."""

    outcome: str
    at: datetime


@transaction.atomic
def erase_later(
    *,
    request_id: UUID,
    places: Collection[Place],
    due_by: date,
    by: Actor,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> list[Place]:
    """Give the stewards the work, and say which places they were asked for: a system that was retired has none.

    `details` (who it is about) for a request whose own were erased.
    """
    lock_tasks(request_id=request_id)
    systems = {row.slug: row for row in DataSystem.objects.filter(slug__in={place.system for place in places})}
    for slug, system in sorted(systems.items()):
        kinds = sorted({place.category for place in places if place.system == slug})
        _ask(request_id, system, {**(details or {}), "categories": kinds}, due_by=due_by, by=by, now=now)
    return [place for place in places if place.system in systems]


def _ask(
    request_id: UUID, system: DataSystem, details: Mapping[str, Any], *, due_by: date, by: Actor, now: datetime
) -> None:
    there = Task.objects.select_for_update().filter(subject_ref=request_id)
    task = there.filter(system=system, deed=Deed.ERASE).first()
    if task is None:
        known = there.order_by("opened_at", "id").first()
        _open(request_id, system, {**(known.details if known else {}), **details}, due_by=due_by, by=by, now=now)
        return
    ask_again(task, details, due_by=due_by, by=by, now=now)


def _open(
    request_id: UUID, system: DataSystem, details: Mapping[str, Any], *, due_by: date, by: Actor, now: datetime
) -> None:
    task = Task(
        id=new_id(),
        subject_ref=request_id,
        system=system,
        deed=Deed.ERASE,
        instructions="erase_by_hand",
        details=dict(details),
        opened_at=now,
        due_by=due_by,
    )
    record_opened(task, company=str(details.get("company") or ""), by=by, now=now)


def person_of(*, request_id: UUID) -> dict[str, str]:
    """By what the stewards find the person of a request, for `details` of `erase_later` when the tasks are emptied."""
    known = Task.objects.filter(subject_ref=request_id).order_by("opened_at", "id").first()
    details = known.details if known else {}
    return {name: str(details.get(name) or "") for name in ("person_key", "company")}


def results_of(*, request_id: UUID, systems: Collection[str]) -> dict[str, Result]:
    """How the systems answered that were asked to erase; those that have not answered are left out."""
    tasks = Task.objects.filter(subject_ref=request_id, deed=Deed.ERASE, system__in=systems)
    done = tasks.exclude(status=TaskStatus.OPEN).exclude(result=CANCELLED)
    return {
        task.system_id: Result("erased" if task.status == TaskStatus.DONE else "nothing_found", task.completed_at)
        for task in done
        if task.completed_at is not None
    }


def erased_places(*, request_id: UUID) -> set[Place]:
    """What the systems say is gone: they erased it, or found nothing there, and nobody has asked them again."""
    items = list(Item.objects.filter(subject_ref=request_id, outcome="erased").order_by("id"))
    results = results_of(request_id=request_id, systems={item.system_id for item in items})
    gone: dict[Place, bool] = {}
    for item in items:
        result = results.get(item.system_id)
        over = result is not None and (result.outcome == "nothing_found" or not (item.content or item.title))
        place = Place(item.category, item.system_id)
        gone[place] = over and gone.get(place, True)
    return {place for place, over in gone.items() if over}


@transaction.atomic
def forget_places(*, request_id: UUID, results: Mapping[Place, str], by: Actor, now: datetime) -> int:
    """What the systems have erased is not kept here either. Gives how many things that were."""
    there = Item.objects.select_for_update().filter(subject_ref=request_id)
    emptied = 0
    for place, outcome in results.items():
        set_item_outcome(
            request_id=request_id, category=place.category, system=place.system, outcome=outcome, by=by, now=now
        )
        for item in there.filter(category=place.category, system=place.system).order_by("id"):
            item.content, item.title = {}, ""
            facts = {"item": str(item.id), "category": item.category, "system": item.system_id}
            subject = item.next_subject()
            ledger.record("item.erased", actor=by, subject=subject, at=now, request=request_id, facts=facts)
            item.save()
            emptied += 1
    return emptied
