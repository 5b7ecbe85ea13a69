"""Opening, raising and failing a check."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor
from jobs import services as jobs
from notifications import texting
from verification.assurance import Tier, authority_accepted
from verification.methods import contacts
from verification.models import Check

from .errors import NoSuchCheck, NotOpen

# What stays in the check of how to write to its requester; the points themselves are rows.
# What is kept of who is written to: contact points lie in rows of their own; what is not safe is obeyed by methods.
ADDRESSED = ("name", "language", "reference", "unsafe", "safe")


def locked_check(subject_ref: UUID) -> Check:
    """The check under a row lock. Every deed takes this lock first, so no two deeds can wait for each other."""
    try:
        return Check.objects.select_for_update().get(subject_ref=subject_ref)
    except Check.DoesNotExist as missing:
        raise NoSuchCheck from missing


def request_settling(check: Check, *, now: datetime) -> None:
    """Ask the worker to look at the evidence. The public path itself never looks a person up."""
    jobs.enqueue(
        "verification.match",
        args={"subject_ref": str(check.subject_ref)},
        now=now,
        dedupe_key=f"verification.match:{check.id}:{check.rev}",
        fresh=check.rev == 1,
    )


@transaction.atomic(savepoint=False)
def open_check(
    *,
    subject_ref: UUID,
    required: Tier,
    claims: Mapping[str, Any],
    contact: Mapping[str, Any],
    by: Actor,
    now: datetime,
    capacity: str = "self",
    disputed: Sequence[str] = (),
    received_at: datetime | None = None,
    fresh: bool = False,
) -> Check:
    """Open the one check of a submission; opening it again returns the same check, which need not be looked for
    where the submission is `fresh`.

    `claims` is what the requester typed about the consumer (API shape of `consumer`, plus `identifiers`),
    `contact` has email, phone, language, name, the reference that letters may name, and what is not safe
    (`methods.safety`). Fields in `disputed` never count as proof of themselves.
    A check that requires T0 passes at once: it only lets the worker find the records.
    """
    existing = None if fresh else Check.objects.filter(subject_ref=subject_ref).first()
    if existing is not None:
        return existing
    passed = required is Tier.T0
    check = Check(
        subject_ref=subject_ref,
        required=int(required),
        status=Check.Status.PASSED if passed else Check.Status.OPEN,
        capacity=capacity,
        disputed=sorted(set(disputed)),
        claims=dict(claims),
        contact={name: contact[name] for name in ADDRESSED if contact.get(name)},
        points=[],
        on_file=[],
        has_email=bool(contact.get("email")),
        has_phone=texting.textable(str(contact.get("phone") or "")),
        received_at=received_at or now,
        opened_at=now,
        concluded_at=now if passed else None,
    )
    subject = check.next_subject()
    check.save(force_insert=True)
    contacts.keep(check, contact, now=now)
    ledger.record(
        "identity.check_opened",
        actor=by,
        subject=subject,
        at=now,
        request=subject_ref,
        facts={
            "required": required.name,
            "capacity": capacity,
            "authority_needed": bool(authority_accepted(capacity=capacity)),
        },
    )
    request_settling(check, now=now)
    return check


@transaction.atomic
def raise_bar(*, subject_ref: UUID, required: Tier, reason: str, by: Actor, now: datetime) -> Check:
    """Ask for a higher tier: another right was added, or there are signs of fraud. Never lowers it."""
    check = locked_check(subject_ref)
    if required <= check.required:
        return check
    before = Tier(check.required)
    check.required = int(required)
    if check.status == Check.Status.PASSED and check.reached < required:
        check.status, check.concluded_at = Check.Status.OPEN, None
    subject = check.next_subject()
    check.save()
    ledger.record(
        "identity.required_changed", actor=by, subject=subject, at=now, request=subject_ref, reason=reason,
        facts={"previous": before.name, "required": required.name},
    )  # fmt: skip
    return check


@transaction.atomic
def fail_check(*, subject_ref: UUID, reason: str, by: Actor, now: datetime) -> Check:
    """Conclude that identity was not shown. `reason` is a code. Staff evidence can still reopen it.

    Raises `NotOpen` if the check has passed: a shown identity is not taken back, the bar is raised instead.
    """
    check = locked_check(subject_ref)
    if check.status == Check.Status.FAILED:
        return check
    if check.status == Check.Status.PASSED:
        raise NotOpen
    before, check.status, check.concluded_at = str(check.status), Check.Status.FAILED, now
    subject = check.next_subject()
    check.save()
    ledger.record(
        "identity.failed", actor=by, subject=subject, at=now, request=subject_ref,
        before=before, after=str(check.status), reason=reason,
        facts={"reached": Tier(check.reached).name, "required": Tier(check.required).name},
    )  # fmt: skip
    return check
