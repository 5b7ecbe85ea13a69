"""What people give as proof: facts, a signature, and what staff saw or heard."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor, ActorType
from audit.canonical import JSON
from audit.facts import FactValue
from verification.assurance import Tier
from verification.directories.base import DirectoryDown
from verification.methods import declaration, facts_on_file, staff_evidence
from verification.models import Attempt, Check

from .checks import locked_check, request_settling
from .errors import Locked, NotAllowed, NotOpen
from .settling import ask, look_up, weigh


@transaction.atomic
def give_facts(*, subject_ref: UUID, facts: Mapping[str, object], by: Actor, now: datetime) -> None:
    """Keep the facts for the worker to compare. Nothing is said about them, now or later.

    Three times, then a lock of 24 hours. Raises `NotOpen`, `Locked`.
    """
    check = locked_check(subject_ref)
    if check.status != Check.Status.OPEN:
        raise NotOpen
    if check.facts_locked_until is not None:
        if check.facts_locked_until > now:
            raise Locked(check.facts_locked_until)
        check.facts_tries, check.facts_locked_until = 0, None
    kinds = facts_on_file.attempt(check, facts, now=now)
    Attempt.objects.create(subject_ref=subject_ref, method=facts_on_file.SLUG, outcome="given", at=now)
    _save(check, "identity.facts_given", by=by, now=now, facts={"fields": kinds, "tries": check.facts_tries})
    request_settling(check, now=now)


@transaction.atomic
def sign_declaration(*, subject_ref: UUID, typed_name: str, text_version: str, by: Actor, now: datetime) -> None:
    """Keep a signed declaration: the typed name, the instant, the version of the text.

    Raises `NotOpen`, and `ValueError` for an empty name or a text that was never shown.
    """
    check = locked_check(subject_ref)
    if check.status != Check.Status.OPEN:
        raise NotOpen
    declaration.attempt(check, typed_name=typed_name, text_version=text_version, now=now)
    _save(check, "identity.declaration_signed", by=by, now=now, facts={"text_version": text_version})
    request_settling(check, now=now)


@transaction.atomic
def record_staff_evidence(
    *,
    subject_ref: UUID,
    method: str,
    points: Sequence[str],
    reason: str,
    by: Actor,
    now: datetime,
    tier: Tier | None = None,
) -> Check:
    """Record what a member of staff checked by phone, on paper or in a directory.

    `points` are kinds of `assurance.POINTS`, plus `declaration`, `on_file_contact` and kinds of authority; what
    they reach is computed by the same rules as everywhere. `tier` is what the person holds it to be worth: it is
    kept, and changes nothing. Works on a failed or locked check too. Raises `NotAllowed`, `ValueError`, `NotOpen`
    where what was known of the person has been deleted.
    """
    if by.type not in {ActorType.STAFF, ActorType.API_CLIENT} or not by.id or not reason.strip():
        raise NotAllowed
    answer = _found_first(subject_ref)
    check = locked_check(subject_ref)
    if check.forgotten_at is not None:
        raise NotOpen
    staff_evidence.attempt(check, method=method, points=points, claimed=tier, reason=reason, by=by.id, now=now)
    if check.status in {Check.Status.FAILED, Check.Status.LOCKED}:
        check.status, check.concluded_at, check.over_at = Check.Status.OPEN, None, None
    check.person_only_at = None
    kept: dict[str, FactValue] = {"method": method, "points": sorted(points)}
    _save(check, "identity.evidence_recorded", by=by, now=now, facts=kept, detail={"reason": reason})
    # Staff may know the result at once: they act on evidence, not on a guess. The person is found first, so that the
    # work that begins with the new level knows whose records to look for. Where a directory is down, the worker does
    # both as soon as it answers.
    request_settling(check, now=now)
    if check.matched_at is None and answer is None:
        return check
    facts = look_up(check, now=now, answer=answer) if check.matched_at is None else None
    weigh(check, by=by, now=now, facts_points=facts)
    return check


def _found_first(subject_ref: UUID) -> facts_on_file.Answer | None:
    """What the directories say, before the check is locked; None where nobody need be looked for, or one is down."""
    if not Check.objects.filter(subject_ref=subject_ref, matched_at=None).exists():
        return None
    try:
        return ask(subject_ref)
    except DirectoryDown:
        return None


def _save(
    check: Check,
    event: str,
    *,
    by: Actor,
    now: datetime,
    facts: Mapping[str, FactValue],
    detail: Mapping[str, JSON] | None = None,
) -> None:
    subject = check.next_subject()
    check.save()
    ledger.record(event, actor=by, subject=subject, at=now, request=check.subject_ref, facts=facts, detail=detail)
