"""The end of what was kept to know somebody by. That they were checked, how far and when, stays known."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor
from audit.rows import AuditedRow
from verification.models import Check, Code, Declaration, Evidence


@transaction.atomic
def forget(*, subject_ref: UUID, by: Actor, now: datetime, rule: str, age_days: int) -> int:
    """Erase what was typed, matched, seen and signed for a check, on record. Gives how many rows were emptied.

    `rule` is a code that says why, `age_days` how long it was kept after its end.
    """
    known: dict[str, ledger.FactValue] = {"rows": 1, "rule": rule, "age_days": age_days}

    def empty(row: AuditedRow) -> None:
        facts = known | {"kind": row.ledger_type}
        subject = row.next_subject()
        ledger.record("retention.purged", actor=by, subject=subject, at=now, request=subject_ref, facts=facts)
        row.save()

    rows: list[AuditedRow] = []
    for check in Check.objects.select_for_update().filter(subject_ref=subject_ref):
        check.claims, check.contact, check.points, check.on_file, check.person_key = {}, {}, [], [], ""
        for evidence in Evidence.objects.filter(check_row=check):
            evidence.reason = ""
            evidence.save(update_fields=["reason"])
        for declaration in Declaration.objects.filter(check_row=check):
            declaration.typed_name = ""
            declaration.save(update_fields=["typed_name"])
        rows.append(check)
    for code in Code.objects.select_for_update().filter(subject_ref=subject_ref):
        code.contact_index = b""  # a keyed hash of an address can still be tried against a known address
        rows.append(code)
    for row in rows:
        empty(row)
    return len(rows)
