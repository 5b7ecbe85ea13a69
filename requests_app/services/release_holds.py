"""The wait before data leaves: begun when it was shown who asks, ended by the clock, stopped by whoever was warned.

It begins with the work and not with the answer, so that it is over long before the day of the answer. What ends it
early is a stop; what follows a stop is an officer's word (`release_verdicts`).
"""

import logging
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.principals import Principal
from audit import ledger
from audit import selectors as entries
from audit.actors import Subject
from audit.ids import new_id
from fulfillment import services as fulfillment
from notifications import services as outbox
from requests_app import release_rules
from requests_app.lifecycle import OPEN
from requests_app.models import HoldState, PrivacyRequest, ReleaseHold, Submission
from requests_app.profile import PROFILE
from requests_app.services import dates, holding, known_contacts, links, release_gate, steps, undelivered, warned
from verification import selectors as checks

log = logging.getLogger(__name__)
PATH = "/stop/"
BY = Principal.system("release_hold")
BATCH = 200
# Rights to what a stop can still prevent; after that the link leads to the telephone.
LINK_LIVES = timedelta(days=90)
# After so many stops that were none, another one takes a word on the telephone.
FALSE_ALARMS = 2
HEALED = ("in_progress", "awaiting_requester", "in_review")


def begin(*, request: PrivacyRequest, now: datetime) -> ReleaseHold | None:
    """Begin the wait of a submission, once, and warn the known contacts. `request` is locked and known to be asked
    by somebody who showed enough. None where nothing of it has to wait.

    A wait that a stop began before anything was shown, and that an officer ended, has run out unseen: it begins anew.
    """
    if not release_gate.needed(request):
        return None
    there = ReleaseHold.objects.filter(submission_id=request.submission_id).first()
    requests = covered(request.submission_id)
    if there is None or _began_unproved(there, [request, *requests]):
        return _begin(request.submission, requests, now=now, hold=there)
    return there


def _began_unproved(hold: ReleaseHold, requests: Sequence[PrivacyRequest]) -> bool:
    proved = [one.verified_at for one in requests if one.verified_at is not None]
    ended = hold.state in (HoldState.WAITING, HoldState.OVER)
    return ended and bool(proved) and hold.began_at < min(proved)


def covered(submission_id: UUID) -> list[PrivacyRequest]:
    """The requests of a submission that the wait covers, in the order of filing."""
    rows = PrivacyRequest.objects.filter(submission_id=submission_id).select_related("submission").order_by("id")
    return [one for one in rows if release_gate.needed(one)]


@transaction.atomic
def _begin(
    submission: Submission, requests: Sequence[PrivacyRequest], *, now: datetime, hold: ReleaseHold | None = None
) -> ReleaseHold:
    holding.remember_person(submission)
    recipients = known_contacts.everywhere(submission)
    ways = sorted({way for way, _to in recipients})
    left = min(one.respond_at for one in requests) - now
    signs = any(sign.dismissed_at is None for sign in checks.signs_of(submission.id))
    rights = [str(one.right) for one in requests]
    # A text may have gone to a telephone on the wall: it warns beside the others, and shortens no wait.
    told = [way for way in ways if way != "sms"]
    wait = release_rules.wait(rights, signs=signs, warned=told, left=left, table=PROFILE.release_hold)
    token = secrets.token_urlsafe(links.TOKEN_BYTES)
    fresh = hold is None
    hold = hold or ReleaseHold(id=new_id(), submission=submission)
    hold.state, hold.over_at, hold.token_hash, hold.hours = HoldState.WAITING, None, hash_of(token), wait.hours
    hold.began_at, hold.ends_at, hold.warned = now, now + timedelta(hours=wait.hours), ways
    hold.link_used_at = None  # its link is a new one
    subject = hold.next_subject()
    hold.save(force_insert=fresh)
    facts: dict[str, ledger.FactValue] = {
        "hours": wait.hours, "ends_on": dates.received_on(hold.ends_at).isoformat(), "warned": ways,
        "contacts": len(recipients), "short": wait.short, "rights": sorted(set(rights)),
    }  # fmt: skip
    ledger.record("release_hold.began", actor=BY.actor, subject=subject, at=now, request=submission.id, facts=facts)
    until = dates.received_on(hold.ends_at)
    warned.warn(requests, recipients, link=PATH + token, until=until, by=BY, now=now)
    if wait.short:
        undelivered.tell(requests[0], "release_hold.short", day=requests[0].respond_by, now=now)
    return hold


def heal(*, now: datetime) -> int:
    """Begin the wait of work that was begun before there were any, and of answers that are appealed. Gives how many.

    One that fails is tried again with the next sweep, and keeps up nobody else's.
    """
    rows = PrivacyRequest.objects.filter(
        Q(status__in=HEALED) | Q(appeals__status__in=HEALED),
        right__in=release_gate.SENSITIVE, required_tier__gte=2, submission__release_hold=None,
    )  # fmt: skip
    due = dict.fromkeys(rows.order_by("respond_at").values_list("id", flat=True)[:BATCH])
    return sum(_tried(one, now=now) for one in due)


def _tried(request_id: UUID, *, now: datetime) -> int:
    try:
        return _heal(request_id, now=now)
    except Exception as error:  # whatever it is, the waits of others begin
        log.error("the wait of %s could not begin: %s", request_id, type(error).__name__)
        return 0


@transaction.atomic
def _heal(request_id: UUID, *, now: datetime) -> int:
    return int(begin(request=steps.locked(request_id=request_id), now=now) is not None)


def follow(*, token: str, by: Principal, now: datetime) -> str:
    """Stop by the link of a warning: `stopped`, or `dead` for a link that is none, or whose time is over.

    The same answer for a stop that was made before: nobody learns from it what happened since. Where officers found
    twice that it was a false alarm, the link is dead and its page leads to the telephone: whoever reads a mailbox of
    the household could else keep somebody from their data for ever.
    """
    hold = _by_token(token)
    if hold is None or now > hold.ends_at + LINK_LIVES or _false_alarms(hold) >= FALSE_ALARMS:
        with transaction.atomic():
            ledger.record("link.stop_refused", actor=by.actor, subject=Subject.event("view"), at=now)
        return "dead"
    if not stop(submission_id=hold.submission_id, method="link", by=by, now=now):
        _note_link(hold.id, by=by, now=now)
    return "stopped"


def used_at(*, token: str, now: datetime) -> datetime | None:
    """When this link was used; None for one that was not, or is too old, or is none. Tells nothing of what came after
    it, nor of a stop that was made in another way."""
    hold = _by_token(token)
    return hold.link_used_at if hold is not None and now <= hold.ends_at + LINK_LIVES else None


@transaction.atomic
def _note_link(hold_id: UUID, *, by: Principal, now: datetime) -> None:
    """It was stopped before, in another way: whoever pressed the button finds out on a second look that they did."""
    hold = ReleaseHold.objects.select_for_update().get(id=hold_id)
    if hold.link_used_at is not None:
        return
    hold.link_used_at = now
    subject = hold.next_subject()
    hold.save()
    ledger.record("release_hold.link_used", actor=by.actor, subject=subject, at=now, request=hold.submission_id)


def _false_alarms(hold: ReleaseHold) -> int:
    """How often officers ended a stop of this wait, as the ledger has it; none where it is stopped still."""
    if hold.state in (HoldState.STOPPED, HoldState.REFUSED):
        return 0
    found = entries.find_entries(action="release_hold.cleared", request=hold.submission_id, limit=FALSE_ALARMS)
    return len(found)


def _by_token(token: str) -> ReleaseHold | None:
    if len(token) != links.TOKEN_LENGTH or not token.isascii():
        return None
    return ReleaseHold.objects.filter(token_hash=hash_of(token)).first()


def hash_of(token: str) -> bytes:
    """What is kept of a token: its 256 bits need no salt."""
    return sha256(token.encode()).digest()


@transaction.atomic
def stop(*, submission_id: UUID, method: str, by: Principal, now: datetime) -> bool:
    """Somebody says that it was not they who asked: nothing leaves until an officer has looked. False if it was
    stopped before, or if nothing of the submission has to wait.

    `method`: link, phone, officer or call_back. A package that lies ready is taken back.
    """
    hold = ReleaseHold.objects.select_for_update().filter(submission_id=submission_id).first()
    requests = covered(submission_id)
    if not requests or (hold is not None and hold.state in (HoldState.STOPPED, HoldState.REFUSED)):
        return False
    if hold is None:
        # Said before it was shown who asks: the wait begins stopped.
        _begin(requests[0].submission, requests, now=now)
        hold = ReleaseHold.objects.select_for_update().get(submission_id=submission_id)
    hold.state, hold.stopped_at, hold.stopped_via = HoldState.STOPPED, now, method
    if method == "link":
        hold.link_used_at = now
    subject = hold.next_subject()
    hold.save()
    facts: dict[str, ledger.FactValue] = {"method": method}
    ledger.record("release_hold.stopped", actor=by.actor, subject=subject, at=now, request=submission_id, facts=facts)
    freeze_all(submission_id, by=by, now=now)
    undelivered.tell(requests[0], "stopped", day=dates.received_on(now), now=now)
    return True


def freeze_all(submission_id: UUID, *, by: Principal, now: datetime) -> None:
    """Take back what lies ready, and let every request of a stopped submission wait for an officer."""
    for one in covered(submission_id):
        _freeze(one.id, by=by, now=now)


def _freeze(request_id: UUID, *, by: Principal, now: datetime) -> None:
    request = steps.locked(request_id=request_id)
    fulfillment.revoke_package(request_id=request.id, by=by.actor, now=now)
    links.revoke(request_id=request.id, purpose=links.DOWNLOAD, by=by, now=now)
    outbox.take_back(kind="package_ready", request=request.id, by=by.actor, now=now)
    if request.status in OPEN:
        steps.record(request, "request.stopped", by=by, now=now)
