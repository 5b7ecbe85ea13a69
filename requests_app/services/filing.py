"""One privacy request comes into being: reference, clock, level of proof, ledger entry. Internal to services."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.principals import Principal
from audit import ledger
from audit.ids import new_id
from audit.ledger import Receipt
from requests_app import reference
from requests_app.choices import Right
from requests_app.input_rights import RightAsked
from requests_app.models import PrivacyRequest, Submission
from requests_app.services import dates
from requests_app.submission_input import NewSubmission
from verification.assurance import required_tier


def free_references(count: int) -> list[str]:
    """References that nobody has yet. A clash is rare; the unique column catches what this one look misses."""
    found: set[str] = set()
    while len(found) < count:
        fresh = {reference.new_reference() for _ in range(count - len(found))}
        taken = PrivacyRequest.objects.filter(reference__in=fresh).values_list("reference", flat=True)
        found |= fresh - set(taken)
    return list(found)


def free_reference() -> str:
    """One reference that nobody has yet."""
    return free_references(1)[0]


def new_request(
    *,
    submission: Submission,
    new: NewSubmission,
    asked: RightAsked,
    company: str,
    called: str,
    by: Principal,
    now: datetime,
) -> tuple[PrivacyRequest, Receipt]:
    """Store one right asked of one company under a free reference, with its dates, and record it."""
    request = PrivacyRequest(
        id=new_id(),
        submission=submission,
        reference=called,
        right=asked.right,
        scope=asked.scope,
        kinds=list(asked.kinds),
        look_back=asked.look_back,
        corrections=list(asked.corrections) or None,
        company=company,
        channel=submission.channel,
        received_at=submission.received_at,
        entered_by=submission.taken_by,
        required_tier=int(
            required_tier(
                right=asked.right,
                scope=asked.scope or None,
                kinds=asked.kinds,
                capacity=new.requester.capacity,
                relationships=new.relationships,
                fields=[one["field"] for one in asked.corrections],
            )
        ),
    )
    return request, store(request, by=by, now=now)


def store(request: PrivacyRequest, *, by: Principal, now: datetime, more: Mapping[str, Any] | None = None) -> Receipt:
    """Date the request, save it and record `request.filed` as its first revision."""
    dated = dates.date_request(request)
    submission = request.submission
    request.waiting_since = now
    subject = request.next_subject()
    request.save(force_insert=True)
    dates.save_deadlines(request, dated)
    facts: dict[str, Any] = {
        "right": request.right,
        "channel": request.channel,
        "company": request.company,
        "capacity": submission.capacity,
        "regimes": sorted({row.regime.slug for row in dated.rows}),
        "reference": request.reference,
        "received_on": request.day_zero.isoformat(),
        "respond_by": request.respond_by.isoformat(),
        "required_tier": request.required_tier,
        "submission": str(submission.id),
        "entered_late": submission.received_at != submission.filed_at,
        **(more or {}),
    }
    if request.scope:
        facts["scope"] = request.scope
    if request.right == Right.OPT_OUT:
        facts["kinds"] = list(request.kinds)
    return ledger.record(
        "request.filed", actor=by.actor, subject=subject, at=now, request=request.id, after=request.status, facts=facts
    )
