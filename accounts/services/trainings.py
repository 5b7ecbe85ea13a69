"""Trainings are put on record by somebody else than who was trained."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Training, User
from accounts.principals import Principal
from accounts.roles import Permission
from accounts.services.recovery import NotPossible
from accounts.services.users import NotAllowed
from accounts.training import is_handler
from audit import ledger

# A training older than this helps nobody and is most likely a slip in the year.
OLDEST_YEARS = 10


@dataclass(frozen=True)
class Course:
    """What was taught, in which version, on which day of our own zone."""

    name: str
    version: str
    held_on: date
    note: str = ""


def check_can_record(by: Principal, user_id: UUID | None = None) -> None:
    """Raise `NotAllowed` unless `by` keeps the trainings, and this is not their own."""
    if not by.may(Permission.TRAINING_RECORD):
        raise NotAllowed("Your role does not keep the trainings.")
    if user_id is not None and by.user_id == user_id:
        raise NotAllowed("Somebody else puts your own training on record.")


@transaction.atomic
def record_training(*, user_id: UUID, course: Course, by: Principal, now: datetime, today: date) -> Training:
    """Put a training on record. `today` is the day of our own zone at `now`.

    Raises `NotAllowed`, or `NotPossible` for a day that is none, somebody who handles no requests, or a training that
    is on record already.
    """
    check_can_record(by, user_id)
    # The account's row serves as the lock: of two clicks in the same moment the second sees the first.
    user = User.objects.select_for_update().filter(id=user_id).first()
    if user is None or not user.may_enter(now) or not is_handler(user.roles):
        raise NotPossible("Choose somebody who handles requests and has an open account.")
    _check_day(course.held_on, today)
    same = {"user": user, "name": course.name, "version": course.version, "held_on": course.held_on}
    if Training.objects.filter(**same, struck_at=None).exists():
        raise NotPossible("This training is on record already.")
    training = Training(**same, note=course.note, recorded_by_id=by.person, recorded_at=now)
    facts = {"user": str(user.id), "held_on": course.held_on.isoformat()}
    ledger.record("training.recorded", actor=by.actor, subject=training.next_subject(), at=now, facts=facts)
    training.save(force_insert=True)
    return training


@transaction.atomic
def strike_training(*, training_id: UUID, by: Principal, now: datetime) -> bool:
    """Strike out a training that was put on record by mistake; the row stays. False if there is none to strike.

    Raises `NotAllowed`, also for one's own.
    """
    check_can_record(by)
    training = Training.objects.select_for_update().filter(id=training_id, struck_at=None).first()
    if training is None:
        return False
    check_can_record(by, training.user_id)
    training.struck_at = now
    facts = {"user": str(training.user_id), "held_on": training.held_on.isoformat()}
    ledger.record("training.struck", actor=by.actor, subject=training.next_subject(), at=now, facts=facts)
    training.save()
    return True


def _check_day(day: date, today: date) -> None:
    if day > today:
        raise NotPossible("The day of a training cannot lie ahead.")
    if day.year < today.year - OLDEST_YEARS:
        raise NotPossible(f"The day of a training lies at most {OLDEST_YEARS} years back.")
