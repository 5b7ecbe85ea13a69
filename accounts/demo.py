"""The demonstration's staff. Their code generators are random for each installation."""

import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import EncryptedTOTPDevice, User
from accounts.principals import Principal
from accounts.roles import Role
from accounts.services import Course, create_user, record_training
from accounts.services.factors import confirmed_factor
from accounts.services.sessions import open_session, session_data
from accounts.training import is_handler
from accounts.trainings import last_days
from audit import ledger
from audit.actors import Subject

CARE_PLANS = ("jm-care-plan", "jm-care-plan-services")
_BY = Principal.system("demo")
UNTRAINED = "mina"
TAUGHT = "Privacy rights and how to help with them"


@dataclass(frozen=True)
class Member:
    """One of the cast."""

    username: str
    name: str
    role: Role
    companies: tuple[str, ...] = ()


CAST: tuple[Member, ...] = (
    Member("casey", "Casey Lind", Role.CALL_AGENT),
    Member("sol", "Sol Reyes", Role.CALL_SUPERVISOR),
    Member("mo", "Mo Albright", Role.MAIL_ROOM),
    Member("olu", "Olu Adeyemi", Role.OFFICER),
    Member("petra", "Petra Novak", Role.OFFICER),
    Member("mina", "Mina Park", Role.OFFICER, CARE_PLANS),
    Member("lena", "Lena Voss", Role.LEAD),
    Member("dev", "Dev Rao", Role.STEWARD),
    Member("ari", "Ari Stone", Role.AUDITOR),
    Member("ada", "Ada Byrne", Role.ADMIN),
    Member("adam", "Adam Frost", Role.ADMIN),
)


def load_demo_staff(*, password: str, now: datetime) -> list[User]:
    """Make the cast, each with a second factor already set up. Running it again changes nothing."""
    staff = [_member(member, password, now) for member in CAST]
    _train(staff, now)
    return staff


def _train(staff: list[User], now: datetime) -> None:
    """Everybody who handles requests was trained a month ago, but one: so that the remark can be seen."""
    known = {user.username: user for user in staff}
    held = (now - timedelta(days=30)).date()
    for user in staff:
        if is_handler(user.roles) and user.username != UNTRAINED and not last_days([user.id]):
            by = Principal.staff(known["lena" if user.username == "sol" else "sol"])
            record_training(user_id=user.id, course=Course(TAUGHT, "2026-11", held), by=by, now=now, today=now.date())


@transaction.atomic
def _member(member: Member, password: str, now: datetime) -> User:
    user = User.objects.filter(username=member.username).first()
    if user is None:
        user = create_user(
            username=member.username,
            display_name=member.name,
            roles=[member.role],
            companies=member.companies,
            password=password,
            by=_BY,
            now=now,
        )
    if confirmed_factor(user) is None:
        give_factor(user=user, now=now)
    return user


@transaction.atomic
def give_factor(*, user: User, now: datetime) -> EncryptedTOTPDevice:
    """A confirmed code generator with a random secret."""
    secret = b32encode(secrets.token_bytes(20)).decode()
    device = EncryptedTOTPDevice(user=user, name="totp", confirmed=True, secret=secret, created_at=now)
    subject, facts = Subject.event("second_factor"), {"method": "totp"}
    ledger.record("staff.second_factor_confirmed", actor=_BY.actor, subject=subject, at=now, facts=facts)
    device.save(force_insert=True)
    return device


def unused_code(*, user: User, now: datetime) -> tuple[str, timedelta]:
    """A code of a step that was not used yet, and how long to wait until it is accepted."""
    device = confirmed_factor(user)
    if device is None:
        raise LookupError(f"{user.username} has no second factor")
    seconds = now.timestamp()
    current = int(seconds // 30)
    # The step before is still good while this one has time left; so three people can share a minute.
    first = current - 1 if seconds % 30 < 15 else current
    step = max(first, device.last_t + 1)
    wait = max(0.0, (step - 1) * 30 - seconds)
    return device.code_at(step), timedelta(seconds=wait)


def demo_session(*, user: User, now: datetime) -> dict[str, str]:
    """The data of a session in which `user` is signed in with both factors."""
    device = confirmed_factor(user)
    if device is None:
        raise LookupError(f"{user.username} has no second factor")
    session = open_session(user=user, method="demo", aal=2, browser="demo_session", now=now)
    return session_data(user=user, session=session, device=device)
