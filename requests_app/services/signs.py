"""What we know that may be a sign of fraud: gathered by the worker, after a person was looked for.

Counts and days only leave here (`verification.signs` judges them). Nothing of it is on the public path, nothing is
asked about an opt-out, and the requester never hears of it: the answer takes a little longer, or a person asks.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from disposable_email_domains import blocklist
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.principals import Principal
from audit.actors import Actor
from requests_app import permissions, whereabouts
from requests_app.choices import Right
from requests_app.grounds import NOBODY_SHOWN
from requests_app.models import HoldState, PrivacyRequest, ReleaseHold, SearchKey, Submission
from requests_app.search_keys import digest
from requests_app.services import (
    dates,
    known_contacts,
    plans,
    release_going_on,
    release_holds,
    same_person,
    steps,
    undelivered,
)
from requests_app.services.work import NotPossible
from vault.blind import blind_index
from verification import agent_selectors, signs
from verification import selectors as checks
from verification import services as verification
from verification.assurance import Tier, required_tier
from verification.signs import Facts, Seen

BY = Principal.system("signs")
# The kind of search key that stands for a network address, hashed with a key of ours. Nobody can search by it.
NETWORK = "network"
MOST = 50
# Checks that came to nothing, or with which only a person goes on.
SHUT = frozenset({"failed", "locked"})


def remember_network(submission: Submission, address: str) -> None:
    """Keep the keyed hash of where a submission came from, to count others from there. It is deleted after 30 days."""
    if address:
        key = blind_index(address, purpose="signs.network")
        SearchKey.objects.get_or_create(submission=submission, kind=NETWORK, digest=key)


def forget_networks(*, now: datetime) -> int:
    """Delete the hashes of network addresses that have served, and those that were kept of opt-outs once."""
    old = Q(submission__filed_at__lt=now - signs.CONTACT_WINDOW)
    asked = PrivacyRequest.objects.filter(submission=OuterRef("submission"), required_tier__gte=int(Tier.T1))
    never = ~Exists(asked.exclude(right=Right.OPT_OUT))
    return SearchKey.objects.filter(old | never, kind=NETWORK).delete()[0]


def seen(*, submission_id: UUID, on_file: Sequence[dict[str, Any]], person_key: str, now: datetime) -> list[Seen]:
    """The signs at a submission. Workers and staff only; changes nothing."""
    submission = Submission.objects.filter(id=submission_id).first()
    if submission is None or not _sensitive(submission):
        return []
    return signs.seen(_facts(submission, on_file, person_key))


def _sensitive(submission: Submission) -> bool:
    asked = submission.requests.exclude(right=Right.OPT_OUT)
    return asked.filter(required_tier__gte=int(Tier.T1)).exists()


def _facts(submission: Submission, on_file: Sequence[dict[str, Any]], person_key: str) -> Facts:
    changed = (one.get("changed_on") or one.get("since") for one in on_file)
    return Facts(
        received_on=dates.received_on(submission.received_at),
        on_file_since=tuple(date.fromisoformat(day) if day else None for day in changed),
        from_network=_people(_sharing(submission, [NETWORK], signs.NETWORK_WINDOW, _network_of(submission))),
        people_from_contact=_people(_from_contact(submission, signs.CONTACT_WINDOW)),
        disposable=any(_is_disposable(address) for address in _mailboxes(submission)),
        agent_failed=_failed(_from_contact(submission, signs.AGENT_WINDOW)) if submission.by_agent else 0,
        misplaced=_misplaced(submission, on_file),
        barred=known_contacts.bars_everybody(submission, on_file),
        barred_before=known_contacts.is_doubted(submission, person_key=person_key),
        registered_agent=_registered(submission),
    )


def _network_of(submission: Submission) -> list[bytes]:
    return [bytes(one.digest) for one in SearchKey.objects.filter(submission=submission, kind=NETWORK)]


def _from_contact(submission: Submission, window: timedelta) -> list[Submission]:
    """Submissions in which whoever asks gave the same contact points, this one included."""
    person = submission.requester if submission.by_agent else submission.consumer
    given = [(kind, str(person[kind])) for kind in ("email", "phone") if person.get(kind)]
    given += [("email", one) for one in _mailboxes(submission)]
    keys = [digest(kind, value) for kind, value in dict.fromkeys(given)]
    return _sharing(submission, ["email", "phone"], window, keys)


def _sharing(
    submission: Submission, kinds: Sequence[str], window: timedelta, keys: Collection[bytes]
) -> list[Submission]:
    if not keys:
        return [submission]
    since = submission.received_at - window
    found = SearchKey.objects.filter(
        kind__in=kinds, digest__in=keys, submission__received_at__range=(since, submission.received_at)
    )
    rows = Submission.objects.filter(id__in=found.values("submission")).exclude(id=submission.id)
    return [submission, *rows.order_by("-received_at")[:MOST]]


def _people(submissions: Iterable[Submission]) -> int:
    """How many different people they are about."""
    return len({who.name for one in submissions if (who := same_person.who(one)) is not None})


def _failed(submissions: Iterable[Submission]) -> int:
    return sum(1 for one in submissions if one.by_agent and _came_to_nothing(one))


def _came_to_nothing(submission: Submission) -> bool:
    """Whether its check failed; one that shut because the request was taken back or closed says nothing."""
    state = checks.state_of(submission.id)
    if state is None or state.person_only:
        return state is not None
    refused = submission.requests.filter(primary_ground__in=NOBODY_SHOWN)
    return refused.exists() if state.over else state.status in SHUT


def _mailboxes(submission: Submission) -> list[str]:
    people = (submission.consumer, submission.requester, submission.safe_contact or {})
    return [str(one["email"]) for one in people if one.get("email")]


def _is_disposable(address: str) -> bool:
    """Whether the domain, or one above it, hands out mailboxes to anybody for minutes."""
    labels = address.rpartition("@")[2].casefold().split(".")
    return any(".".join(labels[first:]) in blocklist for first in range(len(labels) - 1))


def _misplaced(submission: Submission, on_file: Sequence[dict[str, Any]]) -> int:
    posts = (one["value"] for one in on_file if one["kind"] == "post")
    address = next(posts, None) or submission.consumer.get("postal_address")
    phone = str(submission.consumer.get("phone") or "")
    return whereabouts.misplaced(country=submission.country, state=submission.state, address=address, phone=phone)


def _registered(submission: Submission) -> bool:
    """Whether a registered agent asks: what is many for others is their business."""
    return submission.by_agent and agent_selectors.is_registered_agent(submission.id)


@transaction.atomic
def bar_moved(*, submission_id: UUID, required: Tier, now: datetime) -> int:
    """The level that is asked for moved with the signs: the requests that need proof follow. Gives how many."""
    rows = PrivacyRequest.objects.select_for_update(of=("self",)).select_related("submission")
    moved = 0
    for request in rows.filter(submission_id=submission_id).exclude(right=Right.OPT_OUT).order_by("id"):
        own = tier_of(request)
        wanted = int(max(own, required)) if own >= Tier.T2 else int(own)
        if not request.is_open or request.required_tier == wanted:
            continue
        event = "request.level_raised" if wanted > request.required_tier else "request.level_restored"
        facts = {"required_tier": wanted, "previous": request.required_tier}
        request.required_tier = wanted
        steps.record(request, event, by=BY, now=now, facts=facts)
        plans.keep(request)
        moved += 1
    return moved


def tier_of(request: PrivacyRequest) -> Tier:
    """The level that this right needs by itself."""
    submission = request.submission
    return required_tier(
        right=request.right,
        scope=request.scope or None,
        kinds=request.kinds,
        capacity=submission.capacity,
        relationships=submission.relationships,
        fields=[one["field"] for one in request.corrections or []],
    )


@transaction.atomic
def asking_denied(*, submission_id: UUID, by: Actor, now: datetime) -> None:
    """At the number on file somebody said that they did not ask: nothing leaves, and an officer looks."""
    verification.note_sign(subject_ref=submission_id, code="call_back_denied", by=by, now=now)
    bar_moved(submission_id=submission_id, required=Tier.T3, now=now)
    release_holds.stop(submission_id=submission_id, method="call_back", by=Principal.system("call_back"), now=now)


@transaction.atomic
def tell_staff(*, submission_id: UUID, now: datetime) -> None:
    """New signs: who works on it and the leads hear that there is something to look at, not what it is."""
    request = PrivacyRequest.objects.filter(submission_id=submission_id, required_tier__gte=2).order_by("id").first()
    if request is not None:
        undelivered.tell(request, "signs", day=dates.received_on(now), now=now)


def _base(submission: Submission) -> Tier:
    """The level without any sign: what the rights need, and the highest where an officer found that somebody else
    asked. No sign put that bar there, so none takes it away."""
    if ReleaseHold.objects.filter(submission=submission, state=HoldState.REFUSED).exists():
        return Tier.T3
    own = [tier_of(one) for one in submission.requests.exclude(right__in=[Right.OPT_OUT, Right.APPEAL])]
    return max(own, default=Tier.T0)


@transaction.atomic
def dismiss(*, request_id: UUID, code: str, reason: str, by: Principal, now: datetime) -> bool:
    """An officer explains a sign away; with the last of them the request goes on. False if it was done before.

    Raises permissions.NotFound, NotAllowed, NotPossible without a reason.
    """
    request = PrivacyRequest.objects.select_related("submission", "appeal_of").filter(id=request_id).first()
    if request is None:
        raise permissions.NotFound
    permissions.check_can_decide(by, request)
    if not reason.strip():
        raise NotPossible("Write why this is no sign of fraud here.")
    done = verification.dismiss_sign(
        subject_ref=request.submission_id, code=code, reason=reason, base=_base(request.submission), by=by.actor,
        now=now,
    )  # fmt: skip
    release_going_on.go_on(submission_id=request.submission_id, by=by, now=now)
    return done
