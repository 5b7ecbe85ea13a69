"""Signing in: user name, password and code in one form, and one neutral answer to everything that is wrong."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_failure_limit
from axes.utils import reset as forget_failures
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.http import HttpRequest
from django_otp import login as otp_login

from accounts import throttles
from accounts.models import User
from accounts.services.factors import check_factor, confirmed_factor
from accounts.services.sessions import BACKEND, SESSION_ID_KEY, actor_of, end_session, living_session, open_session
from audit import ledger
from audit.actors import Actor, Subject
from audit.facts import FactValue
from vault.blind import blind_index

# Beside the lock per name and address: guesses at one name from many addresses.
_TRIES_PER_NAME, _WINDOW = 30, 15 * 60


class Outcome(StrEnum):
    """How an attempt ended."""

    SIGNED_IN = "signed_in"
    NEEDS_FACTOR = "needs_factor"
    NEEDS_CODE = "needs_code"
    REFUSED = "refused"
    LOCKED = "locked"


@dataclass(frozen=True)
class SignIn:
    """The result; `user` only when somebody is signed in."""

    outcome: Outcome
    user: User | None = None


def sign_in(*, request: HttpRequest, username: str, password: str, otp: str, now: datetime) -> SignIn:
    """Check all three at once and open a session.

    Without a second factor on the account the session opens for setting one up and for nothing else. Runs outside a
    transaction: a wrong try must stay counted.
    """
    name = username.strip().lower()
    if is_throttled(name, now=now):
        return _refused(request, name, "throttled", now, locked=True)
    user = authenticate(request, username=name, password=password)
    if not isinstance(user, User):
        return _refused(request, name, "password", now)
    if not user.may_enter(now):
        return failed_late(request, name, "expired", now)
    if confirmed_factor(user) is None:
        enter(request, user, "password", 1, now)
        return SignIn(Outcome.NEEDS_FACTOR, user)
    return _with_factor(request, user, otp, now)


@transaction.atomic
def sign_out(*, request: HttpRequest, now: datetime) -> None:
    """End the session on both sides."""
    user = request.user
    session = None
    if isinstance(user, User):
        session, _ = living_session(user=user, session_id=request.session.get(SESSION_ID_KEY), now=now)
    if session is not None:
        end_session(session=session, cause="signed_out", by=actor_of(session.user, session), now=now)
    logout(request)


def is_throttled(username: str, *, now: datetime) -> bool:
    """Whether guesses from many addresses have closed this name for a while."""
    return not throttles.peek("sign_in", key=username, limit=_TRIES_PER_NAME, per_seconds=_WINDOW, now=now).allowed


def closed(request: HttpRequest, name: str, *, now: datetime) -> SignIn | None:
    """The refusal where wrong tries have closed this name for a while, from here or from many addresses; else None."""
    if is_throttled(name, now=now):
        return _refused(request, name, "throttled", now, locked=True)
    if not AxesProxyHandler.is_allowed(request, {"username": name}):
        return _refused(request, name, "locked", now, locked=True)
    return None


def forget_tries(username: str, *, now: datetime) -> bool:
    """Forget the wrong tries counted for a name, whatever address they came from; False if there were none."""
    counted = throttles.forget("sign_in", key=username, limit=_TRIES_PER_NAME, per_seconds=_WINDOW, now=now)
    return bool(forget_failures(username=username)) or counted


def _with_factor(request: HttpRequest, user: User, otp: str, now: datetime) -> SignIn:
    with transaction.atomic():
        method = check_factor(user=user, typed=otp, now=now)
        if method:
            enter(request, user, method, 2, now)
    if method:
        return SignIn(Outcome.SIGNED_IN, user)
    return failed_late(request, user.username, "second_factor", now)


@transaction.atomic
def enter(request: HttpRequest, user: User, method: str, aal: int, now: datetime, *, vouched_by: str = "") -> None:
    """Open a session in this browser. `vouched_by` names the provider that asked for both factors in our place."""
    browser = request.headers.get("User-Agent", "")
    session = open_session(user=user, method=method, aal=aal, browser=browser, now=now, vouched_by=vouched_by)
    login(request, user, backend=BACKEND)
    request.session[SESSION_ID_KEY] = str(session.id)
    if aal > 1 and not vouched_by:
        otp_login(request, confirmed_factor(user))


def failed_late(request: HttpRequest, name: str, cause: str, now: datetime) -> SignIn:
    """The password was right and something else was not: count it like a wrong password."""
    user_login_failed.send(sender=__name__, credentials={"username": name}, request=request)
    return _refused(request, name, cause, now)


def _refused(request: HttpRequest, name: str, cause: str, now: datetime, *, locked: bool = False) -> SignIn:
    if not locked:
        throttles.hit("sign_in", key=name, limit=_TRIES_PER_NAME, per_seconds=_WINDOW, now=now)
    axes_locked = bool(getattr(request, "axes_locked_out", False))
    failures = getattr(request, "axes_failures_since_start", None)
    if failures is None and axes_locked:
        cause = "locked"
    _record_failure(name, cause, failures or 0, get_failure_limit(request, {"username": name}), now)
    return SignIn(Outcome.LOCKED if locked or axes_locked else Outcome.REFUSED)


@transaction.atomic
def _record_failure(name: str, cause: str, failures: int, limit: int, now: datetime) -> None:
    # A keyed hash: people type passwords into the wrong field, and the ledger keeps everything for ever.
    account = "u" + blind_index(name, purpose="staff.username").hex()[:16]
    known = User.objects.filter(username=name).exists()
    facts: dict[str, FactValue] = {"cause": cause, "known": known, "account": account}
    if failures:
        facts["tries_left"] = max(0, limit - failures)
    subject, actor = Subject.event("sign_in"), Actor.system("sign_in")
    ledger.record("staff.sign_in_failed", actor=actor, subject=subject, at=now, facts=facts)
    if failures == limit:
        until = (now + settings.AXES_COOLOFF_TIME).strftime("%Y-%m-%dT%H:%MZ")
        locked: dict[str, FactValue] = {"cause": "failures", "until": until, "known": known, "account": account}
        subject = Subject.event("sign_in")
        ledger.record("staff.locked_out", actor=actor, subject=subject, at=now, facts=locked)
