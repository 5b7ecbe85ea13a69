"""A new access code for somebody who lost theirs.

A reference is no secret, so asking must neither tell nor take anything: the old code works until the new one is first
used, several new ones may wait side by side, each goes only where the person said at filing that it is safe, and
whether a reference exists is looked up by a worker, never while the visitor waits.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from accounts.principals import Principal
from audit import ledger
from audit.actors import Subject
from audit.ids import new_id
from jobs.services import enqueue
from requests_app import reference
from requests_app.choices import Channel
from requests_app.models import CodeRenewal, PrivacyRequest, Submission
from requests_app.profile import PROFILE
from requests_app.services import codes, dates, letters
from requests_app.services.recipients import recipient
from requests_app.zones import end_of_day

EMAIL, POST = "email", "post"
# Days in which a new code must be used first. On paper, the days of the print room and of the mail come on top.
LIFETIME_DAYS = {EMAIL: 7, POST: 21}
# How many of one submission may be sent in which time, for each way of asking: a stranger on the web takes nothing
# from the person who calls. What is refused here is no loss: as many codes that work are on their way already.
MOST: dict[str, tuple[int, timedelta]] = {EMAIL: (3, timedelta(days=1)), POST: (1, timedelta(days=7))}
PAUSE = timedelta(minutes=15)


class Outcome(StrEnum):
    """What became of a wish for a new code. Never told to a visitor."""

    SENT_BY_EMAIL = "email"
    SENT_BY_POST = "post"
    TOO_OFTEN = "too_often"
    NO_ADDRESS = "no_address"


def way_to(submission: Submission) -> str:
    """How a new code would go: "email", else "post"; empty where no safe contact point was given at filing."""
    to = recipient(submission)
    return EMAIL if to.email else POST if to.has_address else ""


@transaction.atomic
def ask(*, reference_text: str, now: datetime) -> None:
    """Somebody wants a new code for this reference. Puts it down for a worker, without looking whether it exists.

    One wish for one reference is kept in each quarter of an hour. Raises reference.Mistyped.
    """
    known = reference.parse(reference_text)
    slot = int(now.timestamp() // PAUSE.total_seconds())
    enqueue("codes.renew", args={"reference": known}, now=now, dedupe_key=f"codes.renew:{known}:{slot}")


@transaction.atomic
def answer(*, known: str, by: Principal, now: datetime) -> None:
    """The worker's part of `ask`: send a new code if there is such a request. Recorded either way."""
    request = PrivacyRequest.objects.filter(reference=known).first()
    if request is None:
        _not_sent("unknown", Channel.WEB, by=by, now=now, about=None)
    else:
        renew_access_code(request_id=request.id, channel=Channel.WEB, by=by, now=now)


@transaction.atomic
def renew_access_code(*, request_id: UUID, channel: Channel, by: Principal, now: datetime) -> Outcome:
    """Send a new access code to the contact point given at filing: by e-mail, or by post where there is none.

    The old code stays good until the new one is first used. Throttled and recorded; nothing is sent where nobody
    named a safe contact point. The code itself is told to nobody but the addressee.
    """
    request = PrivacyRequest.objects.get(id=request_id)
    submission = Submission.objects.select_for_update().get(id=request.submission_id)
    way = way_to(submission)
    if not way or _too_often(submission, way, channel, now=now):
        cause = Outcome.TOO_OFTEN if way else Outcome.NO_ADDRESS
        _not_sent(cause, channel, by=by, now=now, about=submission.id)
        return cause
    _send(submission, request, way, channel, by=by, now=now)
    return Outcome(way)


@transaction.atomic
def opened_by(
    *, reference_text: str, code: str, by: Principal, now: datetime, only: UUID | None = None
) -> Submission | None:
    """The submission that reference and access code open together; None when they do not fit, or it is not `only`.

    The first use of a new code makes it the code, on record: the old one and all others on their way are worthless
    from then on. Raises reference.Mistyped.
    """
    parsed, digest = reference.parse(reference_text), codes.access_code_hash(code)
    found = _held_by(digest)
    if found is None:
        waiting = _waiting(digest, now=now).select_related("submission").first()
        # Neither: another browser may have made it the code between these two looks.
        found = waiting.submission if waiting else _held_by(digest)
    if found is None or only not in (None, found.id) or not found.requests.filter(reference=parsed).exists():
        return None
    return found if bytes(found.access_code_hash) == digest else _take_up(found.id, digest, by=by, now=now)


def _held_by(digest: bytes) -> Submission | None:
    return Submission.objects.filter(access_code_hash=digest).first()


def _take_up(submission_id: UUID, digest: bytes, *, by: Principal, now: datetime) -> Submission | None:
    submission = Submission.objects.select_for_update().get(id=submission_id)
    if bytes(submission.access_code_hash) == digest:
        return submission  # the same code in another browser, a moment ago
    waiting = _waiting(digest, now=now).first()
    if waiting is None:
        return None  # another new code, a moment ago
    submission.access_code_hash, submission.code_since = digest, now
    subject, facts = submission.next_subject(), {"channel": waiting.channel}
    ledger.record(
        "submission.code_renewed", actor=by.actor, subject=subject, at=now, request=submission_id, facts=facts
    )
    submission.save()
    return submission


def _waiting(digest: bytes, *, now: datetime) -> QuerySet[CodeRenewal]:
    """New codes that may still be used: neither expired, nor made before the code that holds now."""
    newer = Q(submission__code_since=None) | Q(made_at__gt=F("submission__code_since"))
    return CodeRenewal.objects.filter(newer, code_hash=digest, expires_at__gt=now)


def _too_often(submission: Submission, way: str, channel: Channel, *, now: datetime) -> bool:
    most, span = MOST[way]
    sent = CodeRenewal.objects.filter(submission=submission, channel=channel, sent_by=way, made_at__gt=now - span)
    newest = sent.order_by("-made_at").first()
    return newest is not None and (newest.made_at > now - PAUSE or sent.count() >= most)


def _send(
    submission: Submission, request: PrivacyRequest, way: str, channel: Channel, *, by: Principal, now: datetime
) -> None:
    code = codes.new_access_code()
    until = dates.received_on(now) + timedelta(days=LIFETIME_DAYS[way])
    row = CodeRenewal(
        id=new_id(),
        submission=submission,
        code_hash=codes.access_code_hash(code),
        channel=str(channel),
        sent_by=way,
        made_at=now,
        expires_at=end_of_day(until, PROFILE.time_zone),
    )
    subject = row.next_subject()
    row.save(force_insert=True)
    facts = {"channel": str(channel), "sent_by": way, "expires_on": until.isoformat()}
    ledger.record("submission.code_sent", actor=by.actor, subject=subject, at=now, request=submission.id, facts=facts)
    others = PrivacyRequest.objects.filter(submission=submission).exclude(id=request.id).order_by("id")
    letters.new_access_code(submission, code, [request, *others], until=until, by=by, now=now)


def _not_sent(cause: str, channel: Channel, *, by: Principal, now: datetime, about: UUID | None) -> None:
    facts = {"channel": str(channel), "cause": str(cause)}
    subject = Subject.event("code_renewal")
    ledger.record("submission.code_not_sent", actor=by.actor, subject=subject, at=now, request=about, facts=facts)
