"""The end of the portal's own copies of what was found. What was done in which system stays known."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor
from audit.rows import AuditedRow
from fulfillment.models import Item, Package, Task
from fulfillment.services.packages import revoke_package


@transaction.atomic
def forget(*, request_id: UUID, by: Actor, now: datetime, rule: str, age_days: int) -> int:
    """Erase found data, notes and packages of a request that is over, on record. Gives how many rows were emptied.

    `rule` is a code that says why, `age_days` how long it was kept after its end.
    """
    revoke_package(request_id=request_id, by=by, now=now)
    rows: list[AuditedRow] = []
    for task in Task.objects.select_for_update().filter(subject_ref=request_id):
        task.details, task.note = {}, ""
        rows.append(task)
    for item in Item.objects.select_for_update().filter(subject_ref=request_id):
        item.title, item.content = "", {}
        rows.append(item)
    for package in Package.objects.select_for_update().filter(subject_ref=request_id):
        package.facts = {}
        rows.append(package)
    for row in rows:
        facts: dict[str, ledger.FactValue] = {"kind": row.ledger_type, "rows": 1, "rule": rule, "age_days": age_days}
        subject = row.next_subject()
        ledger.record("retention.purged", actor=by, subject=subject, at=now, request=request_id, facts=facts)
        row.save()
    return len(rows)
