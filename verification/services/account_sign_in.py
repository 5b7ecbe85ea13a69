"""A requester goes to sign in to an account elsewhere, and comes back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import QueryDict

from accounts import throttles
from accounts.services import trips
from audit import ledger
from audit.actors import Actor, Subject
from outbound import oidc
from verification.methods import account_sign_in
from verification.models import Attempt, Check

from .checks import locked_check, request_settling
from .errors import Locked, NoSuchCheck, NotOpen

HOUR = 3600


@dataclass(frozen=True)
class SignInChoice:
    """A provider as a requester sees it."""

    slug: str
    label: str


def sign_in_choices(subject_ref: UUID, *, language: str) -> list[SignInChoice]:
    """Where a requester may sign in for this check; empty where the check is over, or no account could help."""
    check = Check.objects.filter(subject_ref=subject_ref).first()
    if check is None or not account_sign_in.offered(check):
        return []
    return [SignInChoice(one.slug, one.name(language)) for one in account_sign_in.providers(check)]


def leave_to_sign_in(*, subject_ref: UUID, provider: str, browser: str, now: datetime) -> str:
    """The address at the provider to which this browser goes; good for one return within ten minutes.

    Raises `NoSuchCheck` (also for a provider that is not offered), `NotOpen`, `Locked` after ten in an hour,
    `oidc.SignInProblem`.
    """
    there = _offered(_check(subject_ref), provider)
    state = throttles.hit(
        "account_sign_in", key=str(subject_ref), limit=account_sign_in.PER_HOUR, per_seconds=HOUR, now=now
    )
    if not state.allowed:
        raise Locked(now + timedelta(seconds=state.reset_after))
    return trips.depart(provider=there, browser=browser, subject_ref=subject_ref, now=now)


def take_sign_in(
    *, subject_ref: UUID, provider: str, params: QueryDict, browser: str, by: Actor, now: datetime
) -> None:
    """Believe a return from the provider and keep whose account it was, for the worker to compare.

    Nothing is said about what it showed. Raises `NoSuchCheck`, `NotOpen`, `oidc.SignInProblem`. No transaction of the
    caller's: what was used stays used.
    """
    there = _offered(_check(subject_ref), provider)
    try:
        arrival = trips.arrive(
            provider=there, params=params, browser=browser, now=now, subject_ref=subject_ref,
            wanted=account_sign_in.wanted(there),
        )  # fmt: skip
    except trips.NoSuchTrip:
        raise  # anybody can make up a state: that is no event
    except oidc.SignInProblem as problem:
        _record_failure(subject_ref, there.slug, problem.cause, by, now)
        raise
    _keep(subject_ref, arrival, by, now)


def _check(subject_ref: UUID) -> Check:
    check = Check.objects.filter(subject_ref=subject_ref).first()
    if check is None:
        raise NoSuchCheck
    if check.status != Check.Status.OPEN:
        raise NotOpen
    return check


def _offered(check: Check, provider: str) -> oidc.Provider:
    choices = account_sign_in.providers(check) if account_sign_in.offered(check) else []
    found = next((one for one in choices if one.slug == provider), None)
    if found is None:
        raise NoSuchCheck
    return found


@transaction.atomic
def _keep(subject_ref: UUID, arrival: trips.Arrival, by: Actor, now: datetime) -> None:
    check = locked_check(subject_ref)
    if check.status != Check.Status.OPEN:
        raise NotOpen
    account_sign_in.attempt(check, arrival.provider, arrival.identity, now=now)
    Attempt.objects.create(subject_ref=subject_ref, method=account_sign_in.SLUG, outcome="given", at=now)
    subject, facts = check.next_subject(), {"provider": arrival.provider.slug}
    check.save()
    ledger.record("identity.account_signed_in", actor=by, subject=subject, at=now, request=subject_ref, facts=facts)
    request_settling(check, now=now)


@transaction.atomic
def _record_failure(subject_ref: UUID, provider: str, cause: str, by: Actor, now: datetime) -> None:
    facts = {"provider": provider, "cause": cause}
    subject = Subject.event("account_sign_in")
    ledger.record(
        "identity.account_sign_in_failed", actor=by, subject=subject, at=now, request=subject_ref, facts=facts
    )
