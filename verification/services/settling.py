"""Weighing the evidence: in the worker against the directory, or on the spot when staff recorded it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor, ActorType, Subject
from verification.assurance import Point, Tier, also_checked, authority_accepted, enough
from verification.directories import configured
from verification.directories.base import OnFile
from verification.methods import declaration, facts_on_file, registry, staff_evidence
from verification.models import Attempt, Check
from verification.signals import looked_up, tier_reached

from . import fraud_signs, one_person, permissions
from .checks import locked_check

MATCHER = Actor.system("verification.match")
# What became of one set of answers, in `Attempt`: given by the requester, then compared by a worker.
GIVEN, DONE = "given", "compared"


@transaction.atomic
def settle(*, subject_ref: UUID, now: datetime) -> Check:
    """Compare what was given with what is on file, and weigh it. Safe to run twice. Workers only."""
    answer = ask(subject_ref)
    check = locked_check(subject_ref)
    if check.status == Check.Status.FAILED or check.forgotten_at is not None:
        return check
    shown = look_up(check, now=now, answer=answer)
    _record_answers(check, shown, now=now)
    permissions.use_kept(check, by=MATCHER, now=now)
    weigh(check, by=MATCHER, now=now, facts_points=shown)
    looked_up.send(sender=Check, subject_ref=check.subject_ref, now=now)
    return check


def ask(subject_ref: UUID) -> facts_on_file.Answer | None:
    """Ask the directories before the check is locked: a slow one must hold up nobody who types a code meanwhile.

    Raises `DirectoryDown` where any of them is; the job is tried again, and nothing is concluded from the others.
    """
    check = Check.objects.filter(subject_ref=subject_ref, forgotten_at=None).first()
    return None if check is None else facts_on_file.ask(check, configured.together())


def look_up(check: Check, *, now: datetime, answer: facts_on_file.Answer | None = None) -> list[Point]:
    """Find the person on file and keep what was found on the locked check. Never on a public path.

    `answer` was got before the lock; what was asked otherwise is asked again. Raises `DirectoryDown`.
    """
    found = one_person.stay(check, facts_on_file.match(check, configured.together(), answer=answer), now=now)
    check.person_key = found.person_key
    if found.on_file is not None:
        check.on_file = [_contact(entry) for entry in found.on_file]
    check.matched_at = now
    fraud_signs.look(check, now=now)
    return found.points


def _contact(entry: OnFile) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "value": entry.value,
        "since": entry.since.isoformat() if entry.since else None,
        "changed_on": entry.changed_on.isoformat() if entry.changed_on else None,
    }


def _record_answers(check: Check, shown: list[Point], *, now: datetime) -> None:
    """Which answers passed and which failed, once for each time that some were given. The answers stay out of it."""
    attempts = Attempt.objects.filter(subject_ref=check.subject_ref, method=facts_on_file.SLUG)
    last = attempts.order_by("-at", "-id").first()
    if last is None or last.outcome != GIVEN:
        return
    asked, fitting = set(check.claims.get("facts") or {}), {point.kind for point in shown}
    Attempt.objects.create(subject_ref=check.subject_ref, method=facts_on_file.SLUG, outcome=DONE, at=now)
    ledger.record(
        "identity.facts_matched", actor=MATCHER, subject=Subject.event("check"), at=now, request=check.subject_ref,
        facts={"passed": sorted(asked & fitting), "failed": sorted(asked - fitting), "count": len(asked)},
    )  # fmt: skip


def weigh(check: Check, *, by: Actor, now: datetime, facts_points: list[Point] | None = None) -> None:
    """Compute the tier from all evidence of a locked check, save it, record it, and tell the core.

    The tier never sinks: evidence destroyed later does not undo what was shown. Once the person on file said that
    they did not ask, it rises only where staff weigh it.
    """
    points = registry.points(check, facts=facts_points)
    before = Tier(check.reached)
    held = check.person_only_at is not None and by.type is not ActorType.STAFF
    reached = before if held else max(before, _tier(check, points))
    check.points = [_as_json(point, check.points, now) for point in points]
    check.reached = int(reached)
    passes = not held and reached >= check.required and check.status in {Check.Status.OPEN, Check.Status.LOCKED}
    if passes:
        check.status, check.concluded_at = Check.Status.PASSED, now
    _record(check, before=before, passes=passes, by=by, now=now)
    if reached > before:
        tier_reached.send(sender=Check, subject_ref=check.subject_ref, reached=reached, by=by, now=now)


def _tier(check: Check, points: list[Point]) -> Tier:
    if authority_accepted(capacity=check.capacity) and not check.authority_shown:
        # Whoever the consumer is, this requester has not shown that they may ask for them.
        return Tier.T0
    if not staff_evidence.has_checked(check, also_checked(capacity=check.capacity)):
        return Tier.T0
    return enough(
        points=points,
        declaration=declaration.signed(check),
        on_file_contact=facts_on_file.has_postal_address(check) or staff_evidence.on_file_contact(check),
    )


def _record(check: Check, *, before: Tier, passes: bool, by: Actor, now: datetime) -> None:
    rose = "identity.level_reached" if check.reached > before else "identity.matched"
    subject = check.next_subject()
    check.save()
    ledger.record(
        "identity.passed" if passes else rose, actor=by, subject=subject, at=now, request=check.subject_ref,
        facts={
            "points": sum(1 for point in check.points if point["counts"]),
            "reached": Tier(check.reached).name,
            "required": Tier(check.required).name,
        },
    )  # fmt: skip


def _as_json(point: Point, earlier: list[dict[str, Any]], now: datetime) -> dict[str, Any]:
    at = next((old["at"] for old in earlier if old["kind"] == point.kind and old["method"] == point.method), None)
    return {"kind": point.kind, "method": point.method, "counts": point.counts, "at": at or now.isoformat()}
