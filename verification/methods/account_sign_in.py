"""Sign-in with an account that the person has with the company, through OpenID Connect.

The provider asks for the password anew (7061(a)) and says whose account it is, by one claim that stands for a fact on
file. It shows something about this person only where that fact is the very person's whom the check found: signing in
to anybody else's account proves nothing, and nobody is told so.
"""

import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b

from django.utils.translation import gettext_lazy as _

from outbound import oidc
from verification.assurance import ON_FILE_DAYS, Point, Tier
from verification.directories import normalise
from verification.directories.base import OnFile
from verification.models import Check

SLUG = "account_sign_in"
SAID = _("Thank you. We are checking what you showed us.")
PER_HOUR = 10
LONGEST = 300
GROUP = "group"


def offered(check: Check) -> bool:
    """Offered to whoever asks for themselves, where a provider keeps accounts of a company that was asked."""
    return suits(check) and bool(providers(check))


def suits(check: Check) -> bool:
    """Whether it would be offered if a provider were set up."""
    return check.status == Check.Status.OPEN and check.required > Tier.T0 and check.capacity == "self"


def providers(check: Check) -> list[oidc.Provider]:
    """The providers that may speak for customers of the companies asked."""
    asked = set(check.claims.get("companies") or [GROUP])
    every = oidc.of_kind(oidc.Kind.CUSTOMERS)
    return [one for one in every if GROUP in asked or not one.companies or not asked.isdisjoint(one.companies)]


def wanted(provider: oidc.Provider) -> tuple[str, ...]:
    """The claims to look at; no other is read."""
    verified = ("email_verified",) if provider.stands_for == "email" else ()
    return tuple(name for name in (provider.claim, provider.opened_claim, *verified) if name)


def attempt(check: Check, provider: oidc.Provider, identity: oidc.Identity, *, now: datetime) -> None:
    """Keep whose account it was on a locked check, in place of an earlier sign-in; nothing else of the token."""
    kept = {
        "provider": provider.slug,
        "kind": provider.stands_for,
        "value": _value(provider, identity),
        "old_enough": _old_enough(check, provider, identity.claims),
        "at": now.isoformat(),
    }
    check.claims = {**check.claims, "signed_in": kept}


def done(check: Check) -> bool:
    """Whether somebody signed in, to whichever account."""
    return bool(check.claims.get("signed_in"))


def shown(check: Check) -> list[tuple[str, str]]:
    """The fact that the account stands for: it was shown, not typed, so it helps to find the person."""
    kept = check.claims.get("signed_in") or {}
    return [(str(kept["kind"]), str(kept["value"]))] if kept.get("value") and kept.get("old_enough") else []


def fitting(check: Check, facts: Mapping[str, Iterable[str]], on_file: Iterable[OnFile]) -> list[Point]:
    """The point, if the account is the one on file of the person with these facts.

    An account known by its mailbox shows no more than the mailbox: that must have been on file long enough, else
    whoever changed the address on file yesterday would sign in as the person.
    """
    same = [
        hmac.compare_digest(blake2b(value.encode()).digest(), blake2b(held.encode()).digest())
        for kind, value in shown(check)
        for held in facts.get(kind, ())
    ]
    # What is in dispute is no proof of itself (7060(h)).
    disputed = any(kind in check.disputed for kind, _value in shown(check))
    young = any(kind == "email" and not _long_on_file(check, value, on_file) for kind, value in shown(check))
    return [Point(SLUG, SLUG, counts=not disputed and not young)] if any(same) else []


def _long_on_file(check: Check, email: str, on_file: Iterable[OnFile]) -> bool:
    latest = (check.received_at - timedelta(days=ON_FILE_DAYS)).date()
    old = (str(entry.value) for entry in on_file if entry.kind == "email" and entry.since and entry.since <= latest)
    return any([normalise.email(value) == email for value in old])


def points(check: Check) -> list[Point]:
    """What it showed when the directory was last asked."""
    return [Point(entry["kind"], SLUG, entry["counts"]) for entry in check.points if entry["method"] == SLUG]


def _value(provider: oidc.Provider, identity: oidc.Identity) -> str:
    claims = identity.claims
    said = identity.subject if provider.claim == "sub" else claims.get(provider.claim)
    plain = str(said) if isinstance(said, str | int) and not isinstance(said, bool) else ""
    if provider.stands_for == "email" and claims.get("email_verified") is not True:
        return ""
    return normalise.fact(provider.stands_for, plain) if len(plain) <= LONGEST else ""


def _old_enough(check: Check, provider: oidc.Provider, claims: Mapping[str, object]) -> bool:
    """Whether the account was opened long enough before receipt, where the provider can tell."""
    if not provider.opened_claim:
        return True
    opened = _day(claims.get(provider.opened_claim))
    return opened is not None and opened <= (check.received_at - timedelta(days=ON_FILE_DAYS)).date()


def _day(said: object) -> date | None:
    """A day as ISO text, or the seconds of a JSON number."""
    try:
        if isinstance(said, int | float) and not isinstance(said, bool):
            return datetime.fromtimestamp(said, UTC).date()
        return date.fromisoformat(str(said)[:10])
    except (ValueError, OverflowError, OSError):
        return None
