"""Somebody calls about a request that is already with us: found, and told about only after they showed who they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts import throttles
from accounts.principals import Principal
from accounts.roles import Permission
from audit import ledger
from audit import selectors as entries
from audit.actors import Subject
from requests_app import permissions, reference, selectors
from requests_app.choices import Capacity, Channel
from requests_app.lifecycle import Verb, possible
from requests_app.models import PrivacyRequest, Submission
from requests_app.selectors.queue import QueueFilters
from requests_app.services import agent_requests, appeals, codes, contact_change, holding, reading, renewals, work
from requests_app.services.renewals import Outcome
from verification import agent_selectors as permits
from verification import selectors as checks
from verification.assurance import Tier

# A caller who was let in stays so for one call, for the agent who let them in.
CALL = timedelta(minutes=30)
TRIES, TRIES_PER = 5, 3600
SEARCHES, SEARCHES_PER = 60, 3600
MOST_FOUND = 5


class TooOften(Exception):
    """Too many tries. The message says when the next one is possible."""

    def __init__(self, seconds: int) -> None:
        minutes = max(1, round(seconds / 60))
        super().__init__(f"Too many tries. Try again in {minutes} {'minute' if minutes == 1 else 'minutes'}.")


class NotChecked(Exception):
    """The caller has not shown yet that they may hear of this request."""


@dataclass(frozen=True)
class CallerView:
    """One request as an agent may see it. Before the caller is checked there is nothing in it to tell."""

    request: PrivacyRequest
    checked: bool
    can_withdraw: bool
    can_appeal: bool
    has_passphrase: bool
    # How a new access code would go out: "email", "post", or empty where there is no safe way.
    code_goes_by: str = ""
    # An agent asks, and this caller may take back what the person permitted.
    can_end_permission: bool = False
    # It was shown who asks: letters may go elsewhere from now on.
    can_move: bool = False


def look_up(*, text: str, by: Principal, now: datetime) -> list[PrivacyRequest]:
    """Find requests by reference, phone, e-mail, name or number. Recorded, and limited for each agent.

    Raises reference.Mistyped for a reference with a slip in it, TooOften.
    """
    _may_look(by)
    if not text.strip():
        return []
    _limit("phone.look_up", key=str(by.user_id), limit=SEARCHES, per=SEARCHES_PER, now=now)
    kind = _kind_of(text)
    page = selectors.queue(
        by=by, filters=QueueFilters(q=text[:254], ordering="-received_at"), now=now, page_size=MOST_FOUND
    )
    reading.searched(by=by, now=now, fields=[kind], results=len(page.rows))
    return page.rows


def view(*, request_id: UUID, by: Principal, now: datetime) -> CallerView:
    """What the agent may see of a request now. Raises permissions.NotFound."""
    request = _found(request_id, by)
    checked = _is_checked(request, by=by, now=now)
    return CallerView(
        request=request,
        checked=checked,
        can_withdraw=checked and Verb.WITHDRAW in possible(request.status),
        can_appeal=checked and appeals.can_appeal(request),
        has_passphrase=bool(request.submission.passphrase_hash),
        code_goes_by=renewals.way_to(request.submission) if checked else "",
        can_end_permission=_can_end_permission(request, checked=checked, by=by, now=now),
        can_move=checked and contact_change.may_change(request),
    )


def check(
    *, request_id: UUID, by: Principal, now: datetime, passphrase: str = "", reference_text: str = "", code: str = ""
) -> bool:
    """Try the passphrase, or reference and access code together. Five tries an hour for one act of asking.

    Raises TooOften. A wrong answer and a passphrase that was never set are told alike.
    """
    request = _found(request_id, by)
    key = str(request.submission_id)
    _limit("phone.check", key=key, limit=TRIES, per=TRIES_PER, now=now)
    method = "passphrase" if passphrase.strip() else "access_code"
    fits = _fits(request, passphrase, reference_text, code, by=by, now=now)
    _record_check(request, method, fits=fits, by=by, now=now)
    return fits


def tell(*, request_id: UUID, by: Principal, now: datetime) -> CallerView:
    """The status, to be read aloud. Recorded each time. Raises NotChecked."""
    seen = view(request_id=request_id, by=by, now=now)
    if seen.checked:
        _note(seen.request, "status.told_by_phone", {"method": "caller_checked"}, by=by, now=now)
    return seen


@transaction.atomic
def add_note(*, request_id: UUID, body: str, by: Principal, now: datetime) -> PrivacyRequest:
    """Write down for the officers what a caller said. Nothing is told, so nothing needs to be shown first."""
    request = _found(request_id, by)
    if not body.strip():
        raise work.NotPossible("Write the note first.")
    prefix = "By phone" if _is_checked(request, by=by, now=now) else "By phone, caller not checked"
    return work.add_note(request_id=request.id, body=f"{prefix}: {body.strip()}", by=by, now=now)


@transaction.atomic
def withdraw(*, request_id: UUID, by: Principal, now: datetime) -> str:
    """Take a request back for a caller who was checked. Raises NotChecked.

    Gives how the confirmation goes out: "email", "post", or empty where no address is safe.
    """
    _check_told(_found(request_id, by), by=by, now=now)
    taken = work.withdraw(request_id=request_id, by=by, now=now, channel="phone")
    return renewals.way_to(taken.submission)


@transaction.atomic
def renew_access_code(*, request_id: UUID, by: Principal, now: datetime) -> Outcome:
    """Send a new access code for a caller who was checked; neither agent nor caller hears it. Raises NotChecked."""
    _check_told(_found(request_id, by), by=by, now=now)
    return renewals.renew_access_code(request_id=request_id, channel=Channel.PHONE, by=by, now=now)


@transaction.atomic
def appeal(*, request_id: UUID, explanation: str, by: Principal, now: datetime) -> PrivacyRequest:
    """File an appeal for a caller who was checked; it has its own reference. Raises NotChecked."""
    _check_told(_found(request_id, by), by=by, now=now)
    row, _receipt = appeals.appeal(request_id=request_id, explanation=explanation, by=by, now=now, channel="phone")
    return row


@transaction.atomic
def end_permission(*, request_id: UUID, by: Principal, now: datetime) -> None:
    """Take back, for the caller, what the person permitted the agent who asks here.

    For a caller who was let in to this request, or to one of their own in which the same person had shown who they are
    (T1): an agent's request has codes that only the agent knows. Raises NotChecked, and what
    `agent_requests.take_back` raises.
    """
    request = _found(request_id, by)
    if not _is_checked(request, by=by, now=now) and not _is_the_person(request, by=by, now=now):
        raise NotChecked("Let the caller in first, here or at a request of their own.")
    agent_requests.take_back(request_id=request_id, by=by, now=now)


def _can_end_permission(request: PrivacyRequest, *, checked: bool, by: Principal, now: datetime) -> bool:
    if not request.submission.by_agent:
        return False
    case = permits.case_of(request.submission_id)
    living = case is not None and case.permission is not None and case.permission.status == "active"
    return living and (checked or _is_the_person(request, by=by, now=now))


def _is_the_person(request: PrivacyRequest, *, by: Principal, now: datetime) -> bool:
    """Whether this agent let this caller in, a moment ago, at a request that the same person had made themselves."""
    person = holding.keys_of(request.submission).person
    let_in = entries.find_entries(action="caller.checked", actor=by.actor.id, since=now - CALL, limit=MOST_FOUND)
    own = Submission.objects.filter(id__in=[one.request for one in let_in], capacity=Capacity.SELF) if person else ()
    return any(holding.keys_of(one).person == person and _has_shown(one.id) for one in own)


def _has_shown(submission_id: UUID) -> bool:
    check = checks.state_of(submission_id)
    return check is not None and check.reached >= Tier.T1


def _may_look(by: Principal) -> None:
    if not by.may(Permission.CALL_LOOKUP):
        raise permissions.NotAllowed("Your role does not look requests up.")


def _found(request_id: UUID, by: Principal) -> PrivacyRequest:
    _may_look(by)
    request = PrivacyRequest.objects.select_related("submission", "appeal_of").filter(id=request_id).first()
    if request is None:
        raise permissions.NotFound
    permissions.check_can_see(by, request)
    return request


def _kind_of(text: str) -> str:
    """What was searched for, as a word for the ledger. Raises Mistyped where it can only be a reference."""
    try:
        reference.parse(text)
    except reference.Mistyped:
        if reference.looks_like_one(text):
            raise
        return "email" if "@" in text else "phone" if sum(c.isdigit() for c in text) >= 7 else "name_or_number"
    return "reference"


def _fits(
    request: PrivacyRequest, passphrase: str, reference_text: str, code: str, *, by: Principal, now: datetime
) -> bool:
    submission = request.submission
    if passphrase.strip():
        return codes.passphrase_fits(passphrase[:200], submission.passphrase_hash)
    try:
        opened = renewals.opened_by(
            reference_text=reference_text[:60], code=code[:80], only=submission.id, by=by, now=now
        )
        return opened is not None
    except reference.Mistyped:
        return False


def _is_checked(request: PrivacyRequest, *, by: Principal, now: datetime) -> bool:
    """Whether this agent let this caller in a moment ago. The ledger is the memory, so nothing else can grant it."""
    found = entries.find_entries(
        action="caller.checked", actor=by.actor.id, request=request.submission_id, since=now - CALL, limit=1
    )
    return bool(found)


def _check_told(request: PrivacyRequest, *, by: Principal, now: datetime) -> None:
    if not _is_checked(request, by=by, now=now):
        raise NotChecked("Ask for the passphrase, or for the reference and the access code, first.")


@transaction.atomic
def _record_check(request: PrivacyRequest, method: str, *, fits: bool, by: Principal, now: datetime) -> None:
    if fits:
        _note(request, "caller.checked", {"method": method}, by=by, now=now)
    else:
        _note(request, "caller.refused", {"method": method}, by=by, now=now)


@transaction.atomic
def _note(request: PrivacyRequest, event: str, facts: dict[str, str], *, by: Principal, now: datetime) -> None:
    subject = Subject.event("call")
    ledger.record(event, actor=by.actor, subject=subject, at=now, request=request.submission_id, facts=facts)


def _limit(bucket: str, *, key: str, limit: int, per: int, now: datetime) -> None:
    state = throttles.hit(bucket, key=key, limit=limit, per_seconds=per, now=now)
    if not state.allowed:
        raise TooOften(state.reset_after)
