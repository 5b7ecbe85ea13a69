"""What the clock makes due: acknowledge, remind, escalate, flag the breach, deny the unverified.

Each takes the rows that are due under `FOR UPDATE SKIP LOCKED`, in batches, and marks the duty with a unique row: run
twice, at once, or a week late, each duty is done exactly once.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.principals import Principal
from requests_app.choices import Scope
from requests_app.deadlines import business_days_before, ladder
from requests_app.decision import Decision
from requests_app.lifecycle import OPEN, Status
from requests_app.models import DutyMark, PrivacyRequest
from requests_app.services import acknowledge, answers, dates, identity, letters, steps
from verification.assurance import Tier

log = logging.getLogger(__name__)

BATCH = 200
IDENTITY_LETTER_AFTER = timedelta(hours=24)
Due = QuerySet[PrivacyRequest]


def _each(rows: Due, deed: Callable[[PrivacyRequest], bool]) -> int:
    """Do the deed for every due row, a batch per transaction, skipping rows somebody else holds.

    One that fails is undone alone, and told at the end: the dates of the others pass meanwhile.
    """
    done, after, trouble = 0, None, None
    while True:
        with transaction.atomic():
            page = rows.filter(id__gt=after) if after else rows
            batch = list(
                page.select_for_update(skip_locked=True, of=("self",))
                .select_related("submission", "appeal_of")
                .order_by("id")[:BATCH]
            )
            for request in batch:
                try:
                    with transaction.atomic():
                        done += deed(request)
                except Exception as error:  # whatever it is, it must not hold up the next request
                    log.error("a duty of request %s failed: %s", request.id, type(error).__name__)
                    trouble = error
        if len(batch) < BATCH:
            break
        after = batch[-1].id
    if trouble is not None:
        raise trouble
    return done


def once(request: PrivacyRequest, duty: str, *, now: datetime) -> bool:
    """Mark a duty as done; False when it was done before."""
    mark = DutyMark(request=request, duty=duty, due_by=request.respond_by, at=now)
    DutyMark.objects.bulk_create([mark], ignore_conflicts=True)
    return DutyMark.objects.filter(id=mark.id).exists()


def acknowledge_due(*, now: datetime) -> int:
    """Acknowledge what nobody acknowledged yet."""

    def deed(request: PrivacyRequest) -> bool:
        acknowledge.acknowledge(request=request, by=Principal.system("sweep.acknowledge"), now=now)
        return True

    return _each(PrivacyRequest.objects.filter(status__in=OPEN, acknowledged_at=None), deed)


def remind(*, now: datetime) -> int:
    """The ladder of reminders: half, three quarters, ten and five days, two business days before."""
    today = dates.received_on(now)
    by = Principal.system("sweep.remind")

    def deed(request: PrivacyRequest) -> bool:
        reached = [code for code, day in ladder(request.day_zero, request.respond_by).reminders if day <= today]
        fresh = [code for code in reached if once(request, f"remind.{code}", now=now)]
        if not fresh:
            return False
        left = (request.respond_by - today).days
        steps.record(
            request,
            "request.reminder_sent",
            by=by,
            now=now,
            facts={"step": fresh[-1], "duty": "respond", "by": request.respond_by.isoformat(), "days_left": left},
        )
        return True

    return _each(PrivacyRequest.objects.filter(status__in=OPEN, respond_at__gte=now), deed)


def escalate(*, now: datetime) -> int:
    """Two business days before the day, the privacy lead gets the request to see."""
    today = dates.received_on(now)

    def deed(request: PrivacyRequest) -> bool:
        if business_days_before(request.respond_by, 2) > today or not once(request, "escalate", now=now):
            return False
        left = (request.respond_by - today).days
        steps.record(
            request,
            "request.escalated",
            by=Principal.system("sweep.escalate"),
            now=now,
            facts={"step": "two_business_days", "to": "lead", "duty": "respond", "days_left": left},
        )
        return True

    return _each(PrivacyRequest.objects.filter(status__in=OPEN, respond_at__gte=now), deed)


def flag_breaches(*, now: datetime) -> int:
    """The instant has passed without an answer: it counts as late for ever."""

    def deed(request: PrivacyRequest) -> bool:
        if not once(request, "breach", now=now):
            return False
        request.breached_at = now
        late = (dates.received_on(now) - request.respond_by).days
        steps.record(
            request,
            "request.breached",
            by=Principal.system("sweep.breach"),
            now=now,
            facts={"duty": "respond", "by": request.respond_by.isoformat(), "days_late": late},
        )
        return True

    return _each(PrivacyRequest.objects.filter(status__in=OPEN, respond_at__lt=now, breached_at=None), deed)


def propose_denials(*, now: datetime) -> int:
    """Identity not shown by three business days before the day: propose the denial to an officer.

    A copy that nobody may get becomes a request for categories instead, where enough was shown for those.
    """
    today = dates.received_on(now)
    by = Principal.system("sweep.unverified")

    def deed(request: PrivacyRequest) -> bool:
        if business_days_before(request.respond_by, 3) > today or not once(request, "propose_denial", now=now):
            return False
        if request.scope == Scope.SPECIFIC_PIECES and request.reached_tier >= Tier.T1:
            # Not enough for a copy, enough to tell the kinds of data: that is answered, not refused (7024(a)).
            identity.narrow(request_id=request.id, by=by, now=now)
            return True
        steps.record(
            request,
            "request.denial_proposed",
            by=by,
            now=now,
            facts={"ground": "ID-UNVERIFIED", "respond_by": request.respond_by.isoformat()},
        )
        return True

    return _each(PrivacyRequest.objects.filter(status=Status.VERIFYING), deed)


def deny_unverified(*, now: datetime) -> int:
    """On the due day, what nobody proved is denied with ground ID-UNVERIFIED and its notice.

    An officer can reopen it; then the clock does not deny it a second time, only an officer can.
    """
    today = dates.received_on(now)
    by = Principal.system("sweep.unverified")

    def deed(request: PrivacyRequest) -> bool:
        if not once(request, "deny_unverified", now=now):
            return False
        decision = Decision("denied", answers.unverified_words(request), (), "ID-UNVERIFIED")
        request.decision, request.decided_at, request.primary_ground = decision.as_json(), now, "ID-UNVERIFIED"
        answers.give(request, by=by, now=now)
        return True

    return _each(PrivacyRequest.objects.filter(status=Status.VERIFYING, respond_by__lte=today), deed)


def ask_for_identity(*, now: datetime) -> int:
    """A day after asking, who has not shown enough gets it in writing: what we need, how to send it, and why.

    The public pages say the same at once; this letter reaches those who have no e-mail or did not go on.
    """

    def deed(request: PrivacyRequest) -> bool:
        if not once(request, "ask_identity", now=now):
            return False
        letters.ask_for_identity(request, by=Principal.system("sweep.identity"), now=now)
        return True

    waiting = PrivacyRequest.objects.filter(status=Status.VERIFYING, respond_at__gte=now)
    return _each(waiting.filter(submission__filed_at__lte=now - IDENTITY_LETTER_AFTER), deed)
