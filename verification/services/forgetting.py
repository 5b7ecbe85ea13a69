"""The end of what was kept to know somebody by. That they were checked, how far and when, stays known.

It ends in two steps. Soon after the last request is over goes what only served to know the person (11 CCR 7060(d)).
With the record itself goes the rest: the name signed under a declaration, which the law wants kept as long as the
record (11 CCR 7062(c), 7101(a)), and the codes of the points.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor
from audit.rows import AuditedRow
from notifications import services as notifications
from verification.models import Check, Code, Contact, Declaration, Evidence, PostedCode, Sign

from .papers.destroying import destroy_of

ENDED = (Check.Status.PASSED, Check.Status.FAILED)


@transaction.atomic
def forget_proof(
    *, subject_ref: UUID, code_refs: Collection[UUID], by: Actor, now: datetime, rule: str, age_days: int
) -> int:
    """Erase what was typed, matched and seen for a check, on record. Gives how many rows were emptied.

    Outcome, level, kinds of points, times and the signed declaration stay. `code_refs` are further subjects that got
    codes: the requests, for their packages. Done before, or where somebody holds the check just now, it gives 0.
    """
    # Not waited for: the caller holds the requests, and other deeds lock the check before those.
    checks = Check.objects.select_for_update(skip_locked=True)
    check = checks.filter(subject_ref=subject_ref, forgotten_at=None).first()
    if check is None:
        return 0
    destroy_of(subject_ref=subject_ref, cause=rule, by=by, now=now)
    _empty(check, now=now)
    rows: list[AuditedRow] = [check, *_emptied_codes({subject_ref, *code_refs})]
    rows += _emptied_letters(subject_ref, by=by, now=now)
    rows += _emptied_signs(subject_ref)
    _record(rows, about=subject_ref, by=by, now=now, rule=rule, age_days=age_days)
    return len(rows)


@transaction.atomic
def forget(*, subject_ref: UUID, by: Actor, now: datetime, rule: str, age_days: int) -> int:
    """Erase what was typed, matched, seen and signed for a check, on record. Gives how many rows were emptied.

    `rule` is a code that says why, `age_days` how long it was kept after its end.
    """
    rows: list[AuditedRow] = []
    destroy_of(subject_ref=subject_ref, cause=rule, by=by, now=now)
    for check in Check.objects.select_for_update().filter(subject_ref=subject_ref):
        _empty(check, now=now)
        check.points = []
        for declaration in Declaration.objects.filter(check_row=check):
            declaration.typed_name = ""
            declaration.save(update_fields=["typed_name"])
        rows.append(check)
    rows += _emptied_codes({subject_ref})
    rows += _emptied_letters(subject_ref, by=by, now=now)
    rows += _emptied_signs(subject_ref)
    _record(rows, about=subject_ref, by=by, now=now, rule=rule, age_days=age_days)
    return len(rows)


def _empty(check: Check, *, now: datetime) -> None:
    check.claims, check.contact, check.on_file, check.person_key = {}, {}, [], ""
    check.has_email = check.has_phone = False  # no address is left to send a code to
    for contact in Contact.objects.filter(check_row=check).exclude(value_index=b""):
        contact.value, contact.value_index = "", b""
        contact.save(update_fields=["value", "value_index"])
    check.forgotten_at = check.forgotten_at or now
    if check.status not in ENDED:
        # Nothing is left that could still be weighed: identity was not shown.
        check.status, check.concluded_at = Check.Status.FAILED, now
    for evidence in Evidence.objects.filter(check_row=check):
        evidence.reason = ""
        evidence.save(update_fields=["reason"])


def _emptied_letters(subject_ref: UUID, *, by: Actor, now: datetime) -> list[PostedCode]:
    """Letters with codes lie under the wish for them, so that no list of a requester shows them: they go with it."""
    wishes = list(PostedCode.objects.select_for_update().filter(subject_ref=subject_ref).order_by("id"))
    for wish in wishes:
        notifications.erase_content(about=wish.id, by=by, now=now)
    kept = [wish for wish in wishes if wish.address_index]
    for wish in kept:
        wish.address_index = b""  # as with a code
    return kept


def _emptied_signs(subject_ref: UUID) -> list[Sign]:
    """What officers wrote about signs of fraud goes; which signs there were, and that they were dismissed, stays."""
    explained = [sign for sign in Sign.objects.select_for_update().filter(subject_ref=subject_ref) if sign.reason]
    for sign in explained:
        sign.reason = ""
    return explained


def _emptied_codes(subjects: Collection[UUID]) -> list[Code]:
    codes = list(Code.objects.select_for_update().filter(subject_ref__in=subjects).exclude(contact_index=b""))
    for code in codes:
        code.contact_index = b""  # a keyed hash of an address can still be tried against a known address
    return codes


def _record(rows: list[AuditedRow], *, about: UUID, by: Actor, now: datetime, rule: str, age_days: int) -> None:
    known: dict[str, ledger.FactValue] = {"rows": 1, "rule": rule, "age_days": age_days}
    for row in rows:
        subject = row.next_subject()
        facts = known | {"kind": row.ledger_type}
        ledger.record("retention.purged", actor=by, subject=subject, at=now, request=about, facts=facts)
        row.save()
