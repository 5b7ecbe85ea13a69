"""More time: once, in time, with a reason, noticed in writing."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.principals import Principal
from audit.facts import FactValue
from notifications.rendering import Content
from requests_app import permissions
from requests_app.choices import ExtensionReason
from requests_app.deadlines import Assessment
from requests_app.models import PrivacyRequest
from requests_app.services import dates, letters, pauses, steps


class Refused(Exception):
    """No extension; the message says why, and what to do instead."""


@transaction.atomic
def extend(
    *,
    request_id: UUID,
    reason: str,
    explanation: str,
    by: Principal,
    now: datetime,
    days: int | None = None,
    rev: int | None = None,
) -> PrivacyRequest:
    """Extend the answer's day for every regime that allows it. The notice is queued in the same transaction.

    `days` may say less than the regimes allow; it is checked against the new date.
    Raises Refused, permissions.NotAllowed.
    """
    request = steps.locked(request_id=request_id, rev=rev)
    before, dated = _moved(request, days=days, by=by, now=now)
    _check_words(reason, explanation)
    extendable = _extendable(request)
    request.extended_at, request.extension_reason, request.extension_text = now, reason, explanation
    pauses.told(request)
    dates.save_deadlines(request, dated)
    letters.send("extension", request, _context(request, before, explanation), by=by, now=now)
    facts: dict[str, FactValue] = {
        "days": (request.respond_by - before).days,
        "regimes": sorted(extendable),
        "respond_by": request.respond_by.isoformat(),
        "previous_respond_by": before.isoformat(),
    }
    words = {"explanation": explanation, "done_so_far": done_so_far(request)}
    steps.record(request, "request.extended", by=by, now=now, reason=reason, facts=facts, detail=words)
    return request


def preview(
    *, request_id: UUID, reason: str, explanation: str, by: Principal, now: datetime, name: str = ""
) -> Content:
    """How the notice of this extension would read. Nothing is changed. Raises what `extend` raises.

    `name` stands in for the person's own, for whoever may not read it.
    """
    with transaction.atomic():
        request = steps.locked(request_id=request_id)
        before, _dated = _moved(request, days=None, by=by, now=now)
    _check_words(reason, explanation)
    return letters.preview("extension", request, _context(request, before, explanation), now=now, name=name)


def foresee(*, request_id: UUID, by: Principal, now: datetime) -> tuple[date, date]:
    """From which day to which the answer's day would move. Nothing is changed. Raises Refused, NotAllowed."""
    with transaction.atomic():
        request = steps.locked(request_id=request_id)
        before, _dated = _moved(request, days=None, by=by, now=now)
    return before, request.respond_by


def _moved(request: PrivacyRequest, *, days: int | None, by: Principal, now: datetime) -> tuple[date, Assessment]:
    """The day that was, and the new dates, written into the row but not saved. Raises Refused."""
    permissions.check_can_work(by, request)
    _check(request, now=now)
    before = request.respond_by
    dated = dates.date_request(request, extended=_extendable(request))
    if request.respond_by <= before:
        fixed = dated.governing.regime
        raise Refused(f"{fixed.name} does not let this day move. Answer by {before.isoformat()}.")
    if days is not None and (request.respond_by - before).days != days:
        raise Refused(
            f"This extension is {(request.respond_by - before).days} days. Leave out “days” or give that number."
        )
    return before, dated


def _extendable(request: PrivacyRequest) -> list[str]:
    return [row.regime for row in request.deadlines.filter(duty=dates.RESPOND, extendable=True)]


def _context(request: PrivacyRequest, before: date, explanation: str) -> dict[str, Any]:
    return {
        "right": request.right,
        "received_on": request.day_zero,
        "original_due": before,
        "new_due": request.respond_by,
        "reason": explanation,
        "done_so_far": done_so_far(request),
    }


def _check_words(reason: str, explanation: str) -> None:
    if reason not in set(ExtensionReason):
        raise Refused("Choose a reason: COMPLEXITY, NUMBER, VOLUME or OTHER.")
    if not explanation.strip():
        raise Refused("Say in plain words why you need more time. The person reads it.")


def _check(request: PrivacyRequest, *, now: datetime) -> None:
    if not request.is_open:
        raise Refused("This request is answered already.")
    if request.extended_at is not None:
        raise Refused("This request was extended once. The law allows no second extension.")
    if now > request.respond_at:
        raise Refused("The answer is late already. Send a delay letter instead.")
    if not request.deadlines.filter(duty=dates.RESPOND, extendable=True).exists():
        raise Refused("No rule lets this request be extended. Opt-outs never are.")


def done_so_far(request: PrivacyRequest) -> str:
    """What the letter can honestly say of the work until now."""
    with translation.override(request.submission.language):
        if request.status == "verifying":
            return _("We have logged your request and are waiting to confirm who is asking.")
        return _("We have logged your request and started to search our systems.")
