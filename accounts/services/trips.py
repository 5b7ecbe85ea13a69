"""The way to a sign-in provider and back. What leaves and what returns is held together here, in the database.

A return counts once, within minutes, in the browser that left, for what it left for. Everything else is refused the
same way, whoever sends it: a state that was made up, used, too old, or made for somebody else's browser.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import get_language

from accounts.models import SignInTrip
from outbound import oidc

LIFETIME = timedelta(minutes=10)
KEPT = timedelta(days=1)
# A secret of this browser's session: who has only the address of a return has nothing.
BROWSER_KEY = "sign_in_browser"
PARAMS = ("state", "code", "error", "iss")
LONGEST = 2000


class NoSuchTrip(oidc.NotBelieved):
    """Nobody left like this, or not from this browser, or too long ago, or came back already."""

    cause = "state"


@dataclass(frozen=True)
class Arrival:
    """Who came back, and what for."""

    provider: oidc.Provider
    identity: oidc.Identity
    following: str


def browser_of(request: HttpRequest) -> str:
    """The secret that ties a trip to this browser's session; made at the first departure."""
    known = request.session.get(BROWSER_KEY)
    if not isinstance(known, str) or not known:
        known = secrets.token_urlsafe(32)
        request.session[BROWSER_KEY] = known
    return known


def depart(
    *, provider: oidc.Provider, browser: str, now: datetime, subject_ref: UUID | None = None, following: str = ""
) -> str:
    """Begin a trip and give the address to go to. Raises `oidc.ProviderDown`, `oidc.NotBelieved`."""
    there = oidc.depart(provider, redirect_uri=return_address(provider), language=get_language() or "en")
    SignInTrip.objects.create(
        provider=provider.slug,
        subject_ref=subject_ref,
        state_hash=SignInTrip.hash_of(there.state),
        browser_hash=SignInTrip.hash_of(browser),
        nonce=there.nonce,
        verifier=there.verifier,
        following=following[:400],
        left_at=now,
        expires_at=now + LIFETIME,
    )
    return there.url


def arrive(
    *,
    provider: oidc.Provider,
    params: QueryDict,
    browser: str,
    now: datetime,
    subject_ref: UUID | None = None,
    wanted: tuple[str, ...] = (),
) -> Arrival:
    """End a trip: believe who signed in, or raise `NoSuchTrip` or another `oidc.SignInProblem`.

    Runs outside a transaction: a state that was shown once is used, whatever becomes of it.
    """
    told = _told(params)
    taken = _take(provider, told, browser, subject_ref, now)
    if taken is None:
        raise NoSuchTrip
    back, following = taken
    return Arrival(provider, oidc.redeem(provider, back, wanted=wanted, now=now), following)


def return_address(provider: oidc.Provider) -> str:
    """The one address to which this provider may send people back: each provider has its own (against mix-up)."""
    name = "accounts:sso-return" if provider.kind is oidc.Kind.STAFF else "consumer:identity-account-return"
    return f"{settings.BASE_URL}{reverse(name, args=[provider.slug])}"


def forget_old(*, now: datetime) -> int:
    """Delete trips that are over."""
    return SignInTrip.objects.filter(expires_at__lt=now - KEPT).delete()[0]


def _told(params: QueryDict) -> Mapping[str, str]:
    # What comes twice is not guessed: two programs would read two different answers.
    if any(len(params.getlist(name)) > 1 or len(params.get(name, "")) > LONGEST for name in PARAMS):
        raise NoSuchTrip
    return {name: str(params[name]) for name in PARAMS if name in params}


@transaction.atomic
def _take(
    provider: oidc.Provider, told: Mapping[str, str], browser: str, subject_ref: UUID | None, now: datetime
) -> tuple[oidc.Return, str] | None:
    state_hash = SignInTrip.hash_of(told.get("state", ""))
    trip = SignInTrip.objects.select_for_update().filter(state_hash=state_hash, used_at=None).first()
    if trip is None:
        return None
    back = oidc.Return(told, return_address(provider), trip.nonce, trip.verifier, trip.left_at)
    # Used by being shown, also in the wrong place: there it is known now, and here it shall open nothing any more.
    trip.nonce, trip.verifier, trip.used_at = "", "", now
    trip.save(update_fields=["nonce", "verifier", "used_at"])
    left_here = secrets.compare_digest(trip.browser_hash, SignInTrip.hash_of(browser))
    fits = left_here and now < trip.expires_at and trip.provider == provider.slug and trip.subject_ref == subject_ref
    return (back, trip.following) if fits else None
