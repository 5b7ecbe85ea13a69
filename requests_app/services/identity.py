"""The gate: work on a request that needs a check begins only when the check is concluded, in every channel."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit.actors import Actor
from fulfillment import selectors as fulfillment_reads
from fulfillment import services as fulfillment
from requests_app import lifecycle, permissions
from requests_app.choices import Right, Scope
from requests_app.lifecycle import Status, Verb
from requests_app.models import PrivacyRequest, Submission
from requests_app.services import (
    acknowledge,
    correspondence,
    known_contacts,
    opt_out,
    pauses,
    release_gate,
    release_holds,
    steps,
)
from requests_app.services.impossible import NotPossible
from requests_app.services.recipients import recipient
from requests_app.submission_input import NewSubmission
from verification import selectors as checks
from verification import services as verification
from verification.assurance import Tier, capacity_on

AT_WORK = (Status.IN_PROGRESS, Status.AWAITING_REQUESTER, Status.IN_REVIEW)


def begin(
    *, submission: Submission, requests: Sequence[PrivacyRequest], new: NewSubmission, by: Principal, now: datetime
) -> checks.CheckView | None:
    """Opt-outs and protective rights start at once; the others wait for one check of the whole submission.

    For a submission made just now. Gives its check, None where there is nothing but opt-outs.
    """
    others = [request for request in requests if request.right != Right.OPT_OUT]
    check = _open_check(submission, others, new, by=by, now=now) if others else None
    for request in requests:
        if request.required_tier == Tier.T0:
            start(request=request, by=Principal.system("intake"), now=now, fresh=True)
            if request.right == Right.OPT_OUT:
                opt_out.confirm(request=request, by=by, now=now)
                continue
        else:
            steps.take(
                request,
                Verb.START_CHECK,
                by=Principal.system("intake"),
                now=now,
                facts={"required_tier": request.required_tier},
            )
        acknowledge.acknowledge(request=request, by=by, now=now)
    return check


def _open_check(
    submission: Submission, requests: Sequence[PrivacyRequest], new: NewSubmission, *, by: Principal, now: datetime
) -> checks.CheckView:
    to = recipient(submission)
    check = verification.open_check(
        subject_ref=submission.id,
        required=Tier(max(request.required_tier for request in requests)),
        claims={
            **submission.consumer,
            "identifiers": submission.identifiers,
            "relationships": list(submission.relationships),
            "companies": sorted({request.company for request in requests}),
            "rights": sorted({request.right for request in requests}),
        },
        contact={
            "email": to.email,
            "phone": submission.contact().get("phone"),
            "language": to.language,
            "name": to.name,
            "reference": requests[0].reference,
            **_safety(submission),
        },
        by=by.actor,
        now=now,
        # The day of receipt decides about a child, once: a birthday on the way changes nothing.
        capacity=capacity_on(capacity=submission.capacity, born=new.consumer.date_of_birth, day=requests[0].day_zero),
        disputed=[one["field"] for asked in new.rights for one in asked.corrections],
        received_at=submission.received_at,
        fresh=True,
    )
    return checks.view_of(check, signed=False)


def _safety(submission: Submission) -> dict[str, Any]:
    """Which kinds of what is on file may be neither called nor written to, but for the safe contact itself."""
    safe = submission.safe_contact
    if not safe:
        return {}
    return {
        "unsafe": sorted(known_contacts.barred_kinds(safe)),
        "safe": {"phone": safe.get("phone"), "post": safe.get("postal_address")},
    }


def start(*, request: PrivacyRequest, by: Principal, now: datetime, fresh: bool = False) -> None:
    """Begin the work: the systems get their tasks. A request that is `fresh` has none yet, nor a known person.

    What was asked for under a high level of proof is told to the known contacts now, and waits. Correcting is a deed in
    the systems, so their tasks wait too; looking for data gives nothing away.
    """
    promised = pauses.promised(request)
    _start(request, by=by, now=now, fresh=fresh)
    correspondence.tell_of_a_later_day(request, promised, by=by, now=now)


def _start(request: PrivacyRequest, *, by: Principal, now: datetime, fresh: bool) -> None:
    if request.required_tier >= Tier.T2:
        release_holds.begin(request=request, now=now)
        if request.right == Right.CORRECTION and not release_gate.of(request).is_open:
            steps.take(request, Verb.START, by=by, now=now, open_tasks=True)
            return
    _begin_work(request, by=by, now=now, fresh=fresh)


def give_work(*, request: PrivacyRequest, by: Principal, now: datetime) -> bool:
    """The wait is over: the systems get their tasks. False if they have them. `request` is locked."""
    if fulfillment_reads.tasks_for(request.id):
        return False
    tasks = _plan(request, by=by, now=now, fresh=False)
    steps.record(request, "request.release_went_on", by=by, now=now, open_tasks=bool(tasks) or None)
    return True


def _begin_work(request: PrivacyRequest, *, by: Principal, now: datetime, fresh: bool) -> None:
    tasks = _plan(request, by=by, now=now, fresh=fresh)
    steps.take(request, Verb.START, by=by, now=now, open_tasks=True if tasks else None if not fresh else False)


def _plan(request: PrivacyRequest, *, by: Principal, now: datetime, fresh: bool) -> list[UUID]:
    return fulfillment.plan_tasks(
        request_id=request.id,
        right=request.right,
        companies=[request.company],
        scope=request.scope,
        person_key=None if fresh else checks.person_key_of(request.submission_id),
        by=by.actor,
        now=now,
        details=_details(request),
        fresh=fresh,
    )


def _details(request: PrivacyRequest) -> dict[str, Any]:
    """What a steward needs to know beyond the deed: the wished corrections, the kinds that stop."""
    return {"corrections": list(request.corrections or []), "kinds": list(request.kinds), "company": request.company}


@transaction.atomic
def tier_reached(*, submission_id: UUID, reached: Tier, by: Actor, now: datetime) -> int:
    """The check reached a level: every waiting request that needs no more begins. Returns how many."""
    waiting = PrivacyRequest.objects.select_for_update(of=("self",)).select_related("submission")
    begun = 0
    for request in waiting.filter(submission_id=submission_id, status=Status.VERIFYING).order_by("id"):
        request.reached_tier = int(reached)
        if request.required_tier <= reached:
            request.verified_at = now
            start(request=request, by=Principal.system("identity"), now=now)
            begun += 1
        else:
            steps.record(
                request,
                "request.identity_not_shown",
                by=Principal.system("identity"),
                now=now,
                facts={"reached": int(reached), "required_tier": request.required_tier},
            )
    return begun


@transaction.atomic
def note_level(*, submission_id: UUID, by: Principal, now: datetime) -> int:
    """More was shown for work that had begun: its requests reach the level too. Returns how many."""
    check = checks.state_of(submission_id)
    reached = int(check.reached) if check else 0
    rows = PrivacyRequest.objects.select_for_update(of=("self",)).select_related("submission")
    begun = rows.filter(submission_id=submission_id, status__in=AT_WORK, reached_tier__lt=reached).order_by("id")
    raised = [one for one in begun if one.reached_tier < one.required_tier]
    for request in raised:
        request.reached_tier = reached
        facts = {"reached": reached, "required_tier": request.required_tier}
        steps.record(request, "request.level_reached", by=by, now=now, facts=facts)
    return len(raised)


@transaction.atomic
def narrow(*, request_id: UUID, by: Principal, now: datetime) -> PrivacyRequest:
    """A copy that could not be verified becomes a request for categories (11 CCR 7024(a)); it may start then.

    Raises NotPossible where somebody said that it was not they who asked: the kinds of data do not wait.
    """
    request = steps.locked(request_id=request_id)
    permissions.check_can_work(by, request)
    if release_gate.is_stopped(request):
        raise NotPossible(release_gate.WORDS[release_gate.Gate.STOPPED])
    if request.scope == Scope.CATEGORIES or request.right != Right.ACCESS or request.status != Status.VERIFYING:
        raise lifecycle.WrongMoment(Status(request.status), Verb.START_CHECK)
    previous = request.scope
    request.scope, request.required_tier = Scope.CATEGORIES, int(Tier.T1)
    steps.record(
        request,
        "request.narrowed",
        by=by,
        now=now,
        facts={"scope": request.scope, "previous": previous, "reached": request.reached_tier},
    )
    if request.reached_tier >= Tier.T1:
        request.verified_at = now
        start(request=request, by=by, now=now)
    return request


def resume(*, request: PrivacyRequest, now: datetime) -> None:
    """After a reopening: begin at once where the level was reached meanwhile, else wait for the check again."""
    check = checks.state_of(request.submission_id)
    request.reached_tier = max(request.reached_tier, int(check.reached) if check else 0)
    if request.required_tier <= request.reached_tier:
        request.verified_at = request.verified_at or now
        start(request=request, by=Principal.system("reopen"), now=now)
    else:
        steps.take(
            request,
            Verb.START_CHECK,
            by=Principal.system("reopen"),
            now=now,
            facts={"required_tier": request.required_tier},
        )
