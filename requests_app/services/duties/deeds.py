"""Duties that write to somebody, or begin or end work: each in a transaction of its own, on the whole row."""

from datetime import datetime

from accounts.principals import Principal
from requests_app.choices import Capacity
from requests_app.decision import Decision
from requests_app.models import DutyMark, PrivacyRequest
from requests_app.owing import Duty, Kind, mark_day
from requests_app.services import acknowledge, answers, identity, letters, release_gate, seen
from verification import agent_selectors as permits


def carry_out(request: PrivacyRequest, duty: Duty, *, now: datetime) -> None:
    """Do it. `request` is locked, and is what it was read as."""
    if duty.kind is Kind.ACKNOWLEDGE:
        acknowledge.acknowledge(request=request, by=Principal.system("sweep.acknowledge"), now=now)
        return
    # The table refuses it a second time, and with it the deed.
    _mark(request, duty.mark, now=now).save(force_insert=True)
    if duty.kind is Kind.ASK_IDENTITY:
        letters.ask_for_identity(request, by=Principal.system("sweep.identity"), now=now)
        seen.ask_agent(request, by=Principal.system("sweep.identity"), now=now)
    elif duty.kind is Kind.PROPOSE_DENIAL and not release_gate.is_stopped(request):
        identity.narrow(request_id=request.id, by=Principal.system("sweep.unverified"), now=now)
    elif duty.kind is Kind.DENY_UNVERIFIED:
        _deny(request, now=now)


def _deny(request: PrivacyRequest, *, now: datetime) -> None:
    """On the due day, what nobody proved is denied with its notice: for want of a permission, or of identity.

    An officer can reopen it; then the clock does not deny it a second time, on no later day: only an officer can.
    """
    unpermitted = request.submission.capacity == Capacity.AUTHORIZED_AGENT and permits.authority_missing(
        request.submission_id
    )
    # Of an agent without a permission nothing else is said: not whether we know the person.
    ground = "AGT-NOAUTH" if unpermitted else "ID-UNVERIFIED"
    words = answers.unpermitted_words(request) if unpermitted else answers.unverified_words(request)
    request.decision = Decision("denied", words, (), ground).as_json()
    request.decided_at, request.primary_ground = now, ground
    answers.give(request, by=Principal.system("sweep.unverified"), now=now)


def once(request: PrivacyRequest, duty: str, *, now: datetime) -> bool:
    """Mark a duty as done by hand; False when it was done before."""
    row = _mark(request, duty, now=now)
    DutyMark.objects.bulk_create([row], ignore_conflicts=True)
    return DutyMark.objects.filter(id=row.id).exists()


def _mark(request: PrivacyRequest, duty: str, *, now: datetime) -> DutyMark:
    day = mark_day(duty, day_zero=request.day_zero, respond_by=request.respond_by)
    return DutyMark(request=request, duty=duty, due_by=day, at=now)
