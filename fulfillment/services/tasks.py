"""Doing the work in a system: by a steward, or by the portal where it is connected."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.principals import Principal
from accounts.roles import Permission
from audit import ledger
from audit.actors import Actor
from audit.ledger import FactValue
from fulfillment.connectors import connector_for
from fulfillment.found import Found
from fulfillment.models import CANCELLED, Deed, Handling, Item, Task, TaskStatus
from fulfillment.services.items import add_found
from fulfillment.services.planning import AUTOMATIC
from fulfillment.signals import Held, about_to_correct, about_to_erase, tasks_finished

RESULTS = ("done", "nothing_found")
AUTOMATIC_RESULT = "automatic"


class NotYours(PermissionError):
    """The task does not lie in a system of this steward. To them it does not exist."""


class NotOpen(ValueError):
    """The task was completed before."""


@transaction.atomic
def complete_task(
    *,
    task_id: UUID,
    result: str,
    by: Principal,
    now: datetime,
    note: str = "",
    found: Sequence[Found] = (),
    told: Sequence[str] = (),
) -> Task:
    """A steward has done the work in one system; `found` is what they brought from it, `told` whom they told of it.

    Raises NotYours, NotOpen, items.UnknownPlace, ValueError for an unknown result or recipient, or signals.Held
    where what was to be erased has to stay.
    """
    task = _of_steward(task_id, by)
    if task.status != TaskStatus.OPEN:
        raise NotOpen
    check_may_erase(task, result=result)
    if result not in RESULTS:
        raise ValueError(f"A task ends as one of {', '.join(RESULTS)}.")
    if not set(told) <= set(task.may_be_told):
        raise ValueError("This system passes its data on to nobody of that kind.")
    for one in found:
        add_found(request_id=task.subject_ref, system=task.system, found=one, by=by.actor, now=now)
    task.note, task.told = note, sorted(set(told)) if result == "done" else []
    _finish(task, result=result, count=len(found), by=by.actor, now=now)
    _tell_if_last(task.subject_ref, by=by.actor, now=now)
    return task


@transaction.atomic
def reopen_task(*, task_id: UUID, by: Principal, now: datetime) -> Task:
    """Ask for the work in one system again. Raises NotYours, or NotOpen if it is open anyhow or called off."""
    task = _of_steward(task_id, by)
    if task.status == TaskStatus.OPEN or task.result == CANCELLED:
        raise NotOpen
    task.status, task.result, task.completed_at, task.completed_by = TaskStatus.OPEN, "", None, ""
    task.told = []
    facts = {"system": task.system_id, "deed": task.deed}
    subject = task.next_subject()
    ledger.record("task.reopened", actor=by.actor, subject=subject, at=now, request=task.subject_ref, facts=facts)
    task.save()
    return task


@transaction.atomic
def complete_automatically(*, request_id: UUID, deed: str, now: datetime) -> int:
    """Do the open tasks of one deed in all systems the portal is connected to. Gives how many were done."""
    by = Actor.system(f"fulfillment.{deed}")
    lock_tasks(request_id=request_id)
    tasks = Task.objects.select_for_update(of=("self",)).select_related("system")
    waiting = tasks.filter(subject_ref=request_id, deed=deed, status=TaskStatus.OPEN).order_by("id")
    done = [task for task in waiting if task.system.handling == Handling.REGISTER and Deed(deed) in AUTOMATIC]
    for task in done:
        found = connector_for(task.system).collect(task) if task.deed == Deed.COLLECT else []
        for one in found:
            add_found(request_id=request_id, system=task.system, found=one, by=by, now=now)
        _finish(task, result=AUTOMATIC_RESULT, count=len(found), by=by, now=now)
    if done:
        _tell_if_last(request_id, by=by, now=now)
    return len(done)


def lock_tasks(*, request_id: UUID) -> None:
    """Hold all tasks of a request until the transaction ends.

    Two stewards who finish the last two tasks at once must see each other, or nobody would tell the request. Whoever
    needs the request's own row as well takes the tasks first.
    """
    list(Task.objects.select_for_update().filter(subject_ref=request_id).order_by("id").values_list("id", flat=True))


@transaction.atomic
def cancel_tasks(*, request_id: UUID, by: Actor, now: datetime, systems: Collection[str] | None = None) -> int:
    """Nobody searches, changes or erases anything for a request any more: it is over. Gives how many tasks it was.

    `systems`: only these do not erase; what others were asked for goes on.
    """
    waiting = Task.objects.select_for_update().filter(subject_ref=request_id, status=TaskStatus.OPEN)
    if systems is not None:
        waiting = waiting.filter(system__in=systems, deed=Deed.ERASE)
    stopped = list(waiting.order_by("id"))
    for task in stopped:
        task.status, task.result = TaskStatus.NOT_APPLICABLE, CANCELLED
        task.completed_at, task.completed_by = now, by.id
        facts = {"system": task.system_id, "deed": task.deed}
        subject = task.next_subject()
        ledger.record("task.cancelled", actor=by, subject=subject, at=now, request=request_id, facts=facts)
        task.save()
    return len(stopped)


def check_may_erase(task: Task, *, result: str = "done") -> None:
    """Raise signals.Held where the task would erase what has to stay, or change what somebody stopped."""
    if task.deed == Deed.ERASE:
        person_key = str(task.details.get("person_key") or "")
        told = {"system": task.system_id, "person_key": person_key, "result": result}
        about_to_erase.send(sender=Task, subject_ref=task.subject_ref, **told)
    if task.deed == Deed.CORRECT:
        about_to_correct.send(sender=Task, subject_ref=task.subject_ref)


def held_back(task_id: UUID) -> str:
    """Why an open task cannot be reported as done now, in a sentence for the steward; empty where it can."""
    task = Task.objects.filter(id=task_id, status=TaskStatus.OPEN).first()
    try:
        if task is not None:
            check_may_erase(task)
    except Held as held:
        return str(held)
    return ""


def _of_steward(task_id: UUID, by: Principal) -> Task:
    request_id = Task.objects.filter(id=task_id).values_list("subject_ref", flat=True).first()
    if request_id is not None:
        lock_tasks(request_id=request_id)
    task = Task.objects.select_for_update(of=("self",)).select_related("system").filter(id=task_id).first()
    user = User.objects.filter(id=by.user_id).first() if by.user_id else None
    if task is None or user is None or not by.may(Permission.TASK_WORK) or user.username not in task.system.stewards:
        raise NotYours
    return task


def _finish(task: Task, *, result: str, count: int, by: Actor, now: datetime) -> None:
    nothing = result == "nothing_found" or (task.deed == Deed.COLLECT and count == 0)
    task.status = TaskStatus.NOT_APPLICABLE if nothing else TaskStatus.DONE
    task.result, task.completed_at, task.completed_by = result, now, by.id
    facts: dict[str, FactValue] = {"system": task.system_id, "deed": task.deed}
    if not nothing:
        facts |= {"result": result, "count": count, "automatic": result == AUTOMATIC_RESULT}
        facts |= {"told": task.told} if task.told else {}
    event = "task.not_applicable" if nothing else "task.completed"
    subject = task.next_subject()
    ledger.record(event, actor=by, subject=subject, at=now, request=task.subject_ref, facts=facts)
    task.save()
    if task.deed == Deed.ERASE and not nothing:
        _forget(task, by=by, now=now)


def _forget(task: Task, *, by: Actor, now: datetime) -> None:
    """What a system has erased is not kept here either: only that it was, of which kind."""
    rows = Item.objects.select_for_update().filter(subject_ref=task.subject_ref, system=task.system, outcome="erased")
    for item in rows:
        item.content, item.title = {}, ""
        facts = {"item": str(item.id), "category": item.category, "system": item.system_id}
        subject = item.next_subject()
        ledger.record("item.erased", actor=by, subject=subject, at=now, request=task.subject_ref, facts=facts)
        item.save()


def _tell_if_last(request_id: UUID, *, by: Actor, now: datetime) -> None:
    if not Task.objects.filter(subject_ref=request_id, status=TaskStatus.OPEN).exists():
        tasks_finished.send(sender=Task, subject_ref=request_id, by=by, now=now)
