"""Which systems have to do what for a request, and giving them the work."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor
from audit.ids import new_id
from fulfillment.models import CANCELLED, DataSystem, Deed, Handling, Task, TaskStatus
from jobs.services import enqueue
from outbound import register

GROUP = "group"
# A deletion starts with finding; what is then to be erased is decided, and planned with `plan_deed`.
DEEDS: Mapping[str, Deed] = {
    "access": Deed.COLLECT,
    "deletion": Deed.COLLECT,
    "correction": Deed.CORRECT,
    "restriction": Deed.RESTRICT,
    "objection": Deed.STOP,
    "consent_withdrawal": Deed.STOP,
    "opt_out": Deed.SUPPRESS,
    "automated_decision": Deed.REVIEW,
}
# What the portal can do without a person where it is connected to a system: read, and hand over its opt-outs.
AUTOMATIC = frozenset({Deed.COLLECT, Deed.SUPPRESS})


@transaction.atomic(savepoint=False)
def plan_tasks(
    *,
    request_id: UUID,
    right: str,
    companies: Collection[str],
    scope: str,
    person_key: str | None,
    by: Actor,
    now: datetime,
    details: Mapping[str, Any] | None = None,
    fresh: bool = False,
) -> list[UUID]:
    """Give every system that this right touches its task, and start those that need no person.

    A task that exists already is left as it is. Gives the ids of the new ones. `details` (for example the wished
    corrections) are kept encrypted with each task. `fresh`: the request was made just now, so nothing was asked for
    it before. A right without a deed in the systems, an appeal, gives none.
    """
    deed = DEEDS.get(right)
    if deed is None:
        return []
    systems = _systems(deed, companies, person_key)
    company = next(iter(companies), GROUP)
    facts = {**(details or {}), "person_key": person_key or "", "company": company, "scope": scope}
    return _open(request_id, deed, systems, facts, by=by, now=now, fresh=fresh)


@transaction.atomic
def plan_deed(
    *,
    request_id: UUID,
    deed: str,
    systems: Collection[str],
    by: Actor,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> list[UUID]:
    """Give named systems one more deed, such as erasing what was decided. Gives the ids of the tasks now to be done.

    A system that has done the same deed before is asked again: something else was decided since. `details` may name
    the `categories` that it is about.
    """
    rows = list(DataSystem.objects.filter(slug__in=systems))
    earlier = Task.objects.filter(subject_ref=request_id).order_by("opened_at", "id").first()
    facts = {**(earlier.details if earlier else {}), **(details or {})}
    there = Task.objects.select_for_update(of=("self",)).select_related("system").order_by("id")
    known = list(there.filter(subject_ref=request_id, deed=deed, system__in=rows))
    again = [task.id for task in known if ask_again(task, details or {}, due_by=None, by=by, now=now)]
    new = [row for row in rows if row.slug not in {task.system_id for task in known}]
    return again + (_open(request_id, Deed(deed), new, facts, by=by, now=now) if new else [])


def _systems(deed: Deed, companies: Collection[str], person_key: str | None) -> list[DataSystem]:
    rows = list(DataSystem.objects.all())
    if companies and GROUP not in companies:
        rows = [row for row in rows if set(row.companies) & set(companies)]
    if deed is Deed.SUPPRESS:
        return [row for row in rows if row.marketing]
    if deed is Deed.REVIEW:
        return [row for row in rows if row.decides]
    if not person_key:
        return rows
    # A person who is known is asked for by hand only where the index says that something lies there.
    holding = {record.system for record in register.records_of(person_key)}
    asked = [row for row in rows if row.slug in holding or _answers_itself(row, deed)]
    return asked or rows


def _answers_itself(system: DataSystem, deed: Deed) -> bool:
    return system.handling == Handling.REGISTER and deed in AUTOMATIC


def _open(
    request_id: UUID,
    deed: Deed,
    systems: Collection[DataSystem],
    details: Mapping[str, Any],
    *,
    by: Actor,
    now: datetime,
    fresh: bool = False,
) -> list[UUID]:
    earlier = Task.objects.none() if fresh else Task.objects.filter(subject_ref=request_id, deed=deed)
    there = set(earlier.values_list("system_id", flat=True))
    tasks = [
        Task(
            id=new_id(),
            subject_ref=request_id,
            system=system,
            deed=deed,
            instructions=f"{deed.value}_{'itself' if _answers_itself(system, deed) else 'by_hand'}",
            details=dict(details),
            opened_at=now,
        )
        for system in systems
        if system.slug not in there
    ]
    for task in tasks:
        record_opened(task, company=str(details.get("company", "")), by=by, now=now)
    if there:
        tasks += _again(request_id, deed, systems, by=by, now=now)
    if any(_answers_itself(task.system, deed) for task in tasks):
        _start(request_id, deed, now=now)
    return [task.id for task in tasks]


def _again(request_id: UUID, deed: Deed, systems: Collection[DataSystem], *, by: Actor, now: datetime) -> list[Task]:
    """What was called off when the request ended is asked for anew after a reopening."""
    off = Task.objects.select_for_update(of=("self",)).select_related("system").order_by("id")
    tasks = list(off.filter(subject_ref=request_id, deed=deed, result=CANCELLED, system__in=list(systems)))
    for task in tasks:
        task.status, task.result, task.completed_at, task.completed_by = TaskStatus.OPEN, "", None, ""
        facts = {"system": task.system_id, "deed": task.deed}
        subject = task.next_subject()
        ledger.record("task.reopened", actor=by, subject=subject, at=now, request=request_id, facts=facts)
        task.save()
    return tasks


def ask_again(task: Task, details: Mapping[str, Any], *, due_by: date | None, by: Actor, now: datetime) -> bool:
    """Ask once more for a locked task, for what `details` say. False where it is open for all of that anyhow."""
    kinds, before = set(details.get("categories", ())), set(task.details.get("categories", ()))
    if task.status == TaskStatus.OPEN:
        if not before or kinds <= before:
            return False
        kinds |= before
        due_by = task.due_by or due_by
    kept = {name: value for name, value in task.details.items() if name != "categories"}
    task.details = {**kept, **details, **({"categories": sorted(kinds)} if kinds else {})}
    task.status, task.result, task.completed_at, task.completed_by = TaskStatus.OPEN, "", None, ""
    task.told, task.due_by = [], due_by
    facts = {"system": task.system_id, "deed": task.deed} | ({"due_by": due_by.isoformat()} if due_by else {})
    subject = task.next_subject()
    ledger.record("task.reopened", actor=by, subject=subject, at=now, request=task.subject_ref, facts=facts)
    task.save()
    return True


def record_opened(task: Task, *, company: str, by: Actor, now: datetime) -> None:
    """Store a new task as its first revision."""
    facts = {"system": task.system_id, "deed": task.deed, "company": company, "instructions": task.instructions}
    if task.due_by:
        facts["due_by"] = task.due_by.isoformat()
    subject = task.next_subject()
    ledger.record("task.opened", actor=by, subject=subject, at=now, request=task.subject_ref, facts=facts)
    task.save(force_insert=True)


def _start(request_id: UUID, deed: Deed, *, now: datetime) -> None:
    """One job per request and deed: either all connected systems have answered, or none has."""
    enqueue("fulfillment.collect", args={"request_id": str(request_id), "deed": deed.value}, now=now, fresh=True)
