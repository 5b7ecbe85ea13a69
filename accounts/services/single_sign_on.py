"""Staff sign in with the organisation's own provider. Whose account it opens, an administrator has said before.

Never by e-mail alone, and nobody gets an account by signing in. The provider's word replaces the password; it replaces
our own code only where it says that it asked for two factors (acr or amr, as configured) and not too long ago.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from accounts.models import StaffIdentity, User
from accounts.principals import Principal
from accounts.services import trips
from accounts.services.factors import check_factor, confirmed_factor
from accounts.services.sessions import end_sessions
from accounts.services.sign_in import Outcome, SignIn, closed, enter, failed_late
from accounts.services.users import check_can_manage
from audit import ledger
from audit.actors import Actor, Subject
from outbound import oidc
from vault.blind import blind_index

METHOD = "single_sign_on"
# Between the provider's word and our own code: who it is, in this browser, for some minutes.
WAITING_KEY = "sso_waiting"
WAITING = timedelta(minutes=10)
LONGEST_SUBJECT = 255


class NotPossible(Exception):
    """The account at the provider cannot be tied to this member of staff; the message says why."""


@dataclass(frozen=True)
class Landed:
    """How a return from the provider ended, and the page that was asked for before."""

    sign_in: SignIn
    following: str = ""
    cause: str = ""


def leave(*, request: HttpRequest, provider: oidc.Provider, following: str, now: datetime) -> str:
    """The address at the provider to send this browser to. Raises `oidc.SignInProblem`."""
    browser = trips.browser_of(request)
    return trips.depart(provider=provider, browser=browser, following=following, now=now)


def land(*, request: HttpRequest, provider: oidc.Provider, now: datetime) -> Landed:
    """Judge a return. Signed in; or our own code is still needed; or refused, for whatever reason.

    Outside a transaction, as `sign_in` is: a used state and a counted refusal must stay.
    """
    browser = trips.browser_of(request)
    try:
        arrival = trips.arrive(provider=provider, params=request.GET, browser=browser, now=now, wanted=("acr", "amr"))
    except trips.NoSuchTrip as stray:
        # Anybody can make up a state: that is no event.
        return Landed(SignIn(Outcome.REFUSED), cause=stray.cause)
    except oidc.SignInProblem as problem:
        _record_refusal(provider, problem.cause, "", now)
        return Landed(SignIn(Outcome.REFUSED), cause=problem.cause)
    subject_index = index_of(provider, arrival.identity.subject)
    link = _link(provider, subject_index)
    if link is None or not link.user.may_enter(now):
        _record_refusal(provider, "not_linked" if link is None else "expired", subject_index.hex(), now)
        return Landed(SignIn(Outcome.REFUSED), cause="not_linked")
    return Landed(_admitted(request, arrival, link, now), arrival.following)


def waiting_user(request: HttpRequest, *, now: datetime) -> tuple[User, str] | None:
    """Who came from the provider in this browser and still has to give our own code, and the page asked for before."""
    known = request.session.get(WAITING_KEY)
    if not isinstance(known, dict) or now >= datetime.fromisoformat(known["until"]):
        return None
    # Untied meanwhile, the provider's word is worth nothing any more.
    link = StaffIdentity.objects.select_related("user").filter(id=UUID(known["link"]), ended_at=None).first()
    return (link.user, str(known["following"])) if link is not None and link.user.may_enter(now) else None


def give_code(*, request: HttpRequest, otp: str, now: datetime) -> SignIn:
    """Our own code after the provider's word. Wrong ones count like wrong passwords."""
    known = waiting_user(request, now=now)
    if known is None:
        return SignIn(Outcome.REFUSED)
    user, _following = known
    if (locked := closed(request, user.username, now=now)) is not None:
        return locked
    with transaction.atomic():
        method = check_factor(user=user, typed=otp, now=now)
        if method:
            request.session.pop(WAITING_KEY, None)
            enter(request, user, f"{METHOD}+{method}", 2, now)
    return SignIn(Outcome.SIGNED_IN, user) if method else failed_late(request, user.username, "second_factor", now)


@transaction.atomic
def link_identity(*, user_id: UUID, provider: oidc.Provider, subject: str, by: Principal, now: datetime) -> None:
    """Let an account at the provider open somebody's account here, in place of an earlier one.

    Raises `NotAllowed` unless `by` is another administrator, `NotPossible` for a subject that is none or taken.
    """
    check_can_manage(by, user_id)
    wanted = subject.strip()
    if not 0 < len(wanted) <= LONGEST_SUBJECT or not wanted.isascii() or not wanted.isprintable():
        raise NotPossible("Enter the subject (sub) as the provider shows it: at most 255 plain characters.")
    user = User.objects.select_for_update().get(id=user_id)
    subject_index = index_of(provider, wanted)
    taken = _link(provider, subject_index)
    if taken is not None and taken.user_id != user_id:
        raise NotPossible("This account at the provider opens somebody else's account already.")
    if taken is not None:
        return
    _end_link(user, provider.slug, "replaced", by, now)
    link = StaffIdentity(user=user, provider=provider.slug, subject_index=subject_index, linked_at=now)
    facts = {"provider": provider.slug, "user": str(user.id)}
    ledger.record("user.sign_in_linked", actor=by.actor, subject=link.next_subject(), at=now, facts=facts)
    link.save(force_insert=True)


@transaction.atomic
def unlink_identity(*, user_id: UUID, provider: str, by: Principal, now: datetime) -> bool:
    """Let it open nothing any more, at once: sessions end too. False if there was no link. Raises `NotAllowed`."""
    check_can_manage(by, user_id)
    user = User.objects.select_for_update().get(id=user_id)
    return _end_link(user, provider, "by_administrator", by, now)


@transaction.atomic
def untie_again(*, link_id: UUID, by: Principal, now: datetime) -> bool:
    """After a restore: what was untied since the backup opens nothing. False where nothing is tied. Sessions end."""
    link = StaffIdentity.objects.select_related("user").filter(id=link_id, ended_at=None).first()
    return link is not None and _end_link(link.user, link.provider, "restored_backup", by, now)


def linked_providers(user: User) -> dict[str, datetime]:
    """At which providers an account opens this one, and since when."""
    return dict(StaffIdentity.objects.filter(user=user, ended_at=None).values_list("provider", "linked_at"))


def index_of(provider: oidc.Provider, subject: str) -> bytes:
    """An account as (issuer, subject), keyed: two issuers may give the same subject to two people."""
    return blind_index(f"{provider.issuer}\n{subject}", purpose="staff.identity")


def _admitted(request: HttpRequest, arrival: trips.Arrival, link: StaffIdentity, now: datetime) -> SignIn:
    user = link.user
    if _two_factors(arrival.provider, arrival.identity.claims):
        with transaction.atomic():
            enter(request, user, METHOD, 2, now, vouched_by=arrival.provider.slug)
        return SignIn(Outcome.SIGNED_IN, user)
    if confirmed_factor(user) is None:
        with transaction.atomic():
            enter(request, user, METHOD, 1, now)
        return SignIn(Outcome.NEEDS_FACTOR, user)
    request.session.cycle_key()
    until = (now + WAITING).isoformat()
    request.session[WAITING_KEY] = {"link": str(link.id), "until": until, "following": arrival.following}
    return SignIn(Outcome.NEEDS_CODE)


def _two_factors(provider: oidc.Provider, claims: Any) -> bool:
    acr, amr = claims.get("acr"), claims.get("amr")
    named = {acr} if isinstance(acr, str) else set()
    used = {one for one in amr if isinstance(one, str)} if isinstance(amr, list) else set()
    return bool(provider.acr & named or provider.amr & used)


def _link(provider: oidc.Provider, subject_index: bytes) -> StaffIdentity | None:
    links = StaffIdentity.objects.select_related("user")
    return links.filter(provider=provider.slug, subject_index=subject_index, ended_at=None).first()


def _end_link(user: User, provider: str, cause: str, by: Principal, now: datetime) -> bool:
    link = StaffIdentity.objects.select_for_update().filter(user=user, provider=provider, ended_at=None).first()
    if link is None:
        return False
    link.ended_at = now
    facts = {"provider": provider, "user": str(user.id), "cause": cause}
    ledger.record("user.sign_in_unlinked", actor=by.actor, subject=link.next_subject(), at=now, facts=facts)
    link.save()
    end_sessions(user=user, cause="sign_in_unlinked", by=by.actor, now=now)
    return True


@transaction.atomic
def _record_refusal(provider: oidc.Provider, cause: str, account: str, now: datetime) -> None:
    facts: dict[str, str | int | bool] = {"cause": cause, "provider": provider.slug, "known": cause == "expired"}
    if account:
        facts["account"] = "p" + account[:16]
    subject, actor = Subject.event("sign_in"), Actor.system("sign_in")
    ledger.record("staff.sign_in_failed", actor=actor, subject=subject, at=now, facts=facts)
