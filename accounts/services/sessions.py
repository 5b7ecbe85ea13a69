"""Sessions of staff: opened at sign-in, ended by sign-out, by time, or by an administrator."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django_otp import DEVICE_ID_SESSION_KEY

from accounts.models import EncryptedTOTPDevice, StaffSession, User
from audit import ledger
from audit.actors import Actor, ActorType, Subject
from audit.facts import FactValue

SESSION_ID_KEY = "staff_session"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def actor_of(user: User, session: StaffSession | None = None) -> Actor:
    """The member of staff as the ledger knows them."""
    if session is None:
        return Actor(ActorType.STAFF, str(user.id))
    return Actor(ActorType.STAFF, str(user.id), str(session.id), session.aal)


@transaction.atomic
def open_session(
    *, user: User, method: str, aal: int, browser: str, now: datetime, vouched_by: str = ""
) -> StaffSession:
    """Begin a session and record the sign-in."""
    session = StaffSession.objects.create(
        user=user, aal=aal, started_at=now, browser=browser[:120], vouched_by=vouched_by
    )
    facts: dict[str, FactValue] = {"method": method, "aal": aal, "roles": sorted(user.roles)}
    if vouched_by:
        facts["provider"] = vouched_by
    subject = Subject.event("staff_session")
    ledger.record("staff.signed_in", actor=actor_of(user, session), subject=subject, at=now, facts=facts)
    return session


def session_data(*, user: User, session: StaffSession, device: EncryptedTOTPDevice) -> dict[str, Any]:
    """What Django's session store holds for a signed-in member of staff; for the demonstration and for tests."""
    return {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: BACKEND,
        HASH_SESSION_KEY: user.get_session_auth_hash(),
        DEVICE_ID_SESSION_KEY: device.persistent_id,
        SESSION_ID_KEY: str(session.id),
    }


def living_session(*, user: User, session_id: object, now: datetime) -> tuple[StaffSession | None, str]:
    """The session if it is still open, else None and the reason why it is over."""
    known = _uuid(session_id)
    session = StaffSession.objects.filter(id=known, user=user, ended_at=None).first() if known else None
    if session is None:
        return None, "ended"
    if now - session.started_at >= timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS):
        return _over(session, "too_old", now)
    if not user.may_enter(now):
        return _over(session, "account_closed", now)
    return session, ""


@transaction.atomic
def end_session(*, session: StaffSession, cause: str, by: Actor, now: datetime) -> None:
    """End one session, at once and for good."""
    if not StaffSession.objects.filter(id=session.id, ended_at=None).update(ended_at=now):
        return
    event, facts = "staff.session_ended", {"cause": cause, "user": str(session.user_id)}
    if cause == "signed_out":
        event, facts = "staff.signed_out", {"cause": cause}
    ledger.record(event, actor=by, subject=Subject.event("staff_session"), at=now, facts=facts)


@transaction.atomic
def end_sessions(*, user: User, cause: str, by: Actor, now: datetime, besides: UUID | None = None) -> int:
    """End all sessions of somebody, `besides` excepted."""
    living = [row for row in StaffSession.objects.filter(user=user, ended_at=None) if row.id != besides]
    for session in living:
        end_session(session=session, cause=cause, by=by, now=now)
    return len(living)


def _over(session: StaffSession, cause: str, now: datetime) -> tuple[None, str]:
    end_session(session=session, cause=cause, by=Actor.system("session"), now=now)
    return None, cause


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
