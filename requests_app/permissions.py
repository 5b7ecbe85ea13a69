"""Who may do what to which request. Rights come in pairs: `check_can_x` raises, `can_x` answers.

A request that a principal may not even see is NotFound, as if it did not exist: that it exists is personal data.
"""

from collections.abc import Callable

from accounts.principals import Principal
from accounts.roles import Permission
from requests_app.models import PrivacyRequest
from requests_app.profile import GROUP


class NotFound(Exception):
    """No such request for this principal."""


class NotAllowed(Exception):
    """The principal sees the request but may not do this; the message says why."""


Why = Callable[[Principal, PrivacyRequest], str | None]


def can_see(by: Principal, request: PrivacyRequest) -> bool:
    """May this principal know that the request exists?"""
    if by.kind == "system":
        return True
    if by.kind == "consumer":
        return by.submission_id == request.submission_id
    if by.kind == "api_client" and not by.sees_all_submissions:
        return str(request.submission.api_key) == by.id
    if by.companies is not None and request.company not in by.companies:
        return False
    if by.scope is not None and not by.scope.covers(request.id, request.received_at):
        return False
    return any(by.may(p) for p in (Permission.REQUEST_READ, Permission.REQUEST_WORK, Permission.CALL_LOOKUP))


def check_can_see(by: Principal, request: PrivacyRequest) -> None:
    if not can_see(by, request):
        raise NotFound


def _pair(
    why_not: Why,
) -> tuple[Callable[[Principal, PrivacyRequest], None], Callable[[Principal, PrivacyRequest], bool]]:
    def check(by: Principal, request: PrivacyRequest) -> None:
        check_can_see(by, request)
        reason = why_not(by, request)
        if reason is not None:
            raise NotAllowed(reason)

    def can(by: Principal, request: PrivacyRequest) -> bool:
        return can_see(by, request) and why_not(by, request) is None

    return check, can


def _not_read(by: Principal, request: PrivacyRequest) -> str | None:
    if by.kind in {"system", "consumer"} or by.may(Permission.REQUEST_READ):
        return None
    if by.kind == "api_client" and str(request.submission.api_key) == by.id:
        return None
    return "Your role does not open case files."


def _not_work(by: Principal, request: PrivacyRequest) -> str | None:
    if by.kind == "system" or by.may(Permission.REQUEST_WORK):
        return None
    return "Your role does not work on requests."


def _not_decide(by: Principal, request: PrivacyRequest) -> str | None:
    if by.kind == "system":
        return None
    if not by.may(Permission.REQUEST_DECIDE):
        return "Your role does not decide requests."
    if by.user_id is not None and by.user_id == request.entered_by:
        return "You typed this request in. Another officer must decide it."
    if request.appeal_of is not None and by.user_id in {request.appeal_of.decided_by, request.appeal_of.proposed_by}:
        return "You took part in the first decision. Another officer must decide the appeal."
    return None


def _not_approve(by: Principal, request: PrivacyRequest) -> str | None:
    reason = _not_decide(by, request)
    if reason is None and by.user_id is not None and by.user_id == request.proposed_by:
        return "You proposed this decision. A second person must approve it."
    return reason


def _not_withdraw(by: Principal, request: PrivacyRequest) -> str | None:
    if by.kind == "consumer" or by.may(Permission.REQUEST_WORK) or by.may(Permission.CALL_TAKE):
        return None
    if by.kind == "api_client" and str(request.submission.api_key) == by.id:
        return None
    return "Only the person who asked can withdraw the request."


def _not_write(by: Principal, request: PrivacyRequest) -> str | None:
    if by.kind == "consumer" or by.may(Permission.REQUEST_WORK):
        return None
    return "Your role does not write messages to consumers."


def _not_note(by: Principal, request: PrivacyRequest) -> str | None:
    if by.may(Permission.REQUEST_WORK) or by.may(Permission.CALL_TAKE):
        return None
    return "Your role does not write notes."


def _not_reveal(by: Principal, request: PrivacyRequest) -> str | None:
    return None if by.may(Permission.REQUEST_REVEAL) else "Your role sees personal data masked."


def _not_hold(by: Principal, request: PrivacyRequest) -> str | None:
    if by.kind == "system" or by.may(Permission.REQUEST_DECIDE):
        return None
    return "Your role does not place or end legal holds."


def check_can_hold_anybody(by: Principal) -> None:
    """For a hold that belongs to no request any more: only who sees all companies may change it."""
    if not by.may(Permission.REQUEST_DECIDE) or by.is_limited:
        raise NotFound


def company_in_sight(by: Principal, company: str) -> bool:
    """Does the wall between companies let this principal see requests to this company?"""
    return by.companies is None or company in by.companies


def visible_companies(by: Principal) -> frozenset[str] | None:
    """The companies whose requests a list may show; None for all of them, the group's included."""
    return None if by.companies is None else frozenset(by.companies) - {GROUP}


check_can_read, can_read = _pair(_not_read)
check_can_work, can_work = _pair(_not_work)
check_can_decide, can_decide = _pair(_not_decide)
check_can_approve, can_approve = _pair(_not_approve)
check_can_withdraw, can_withdraw = _pair(_not_withdraw)
check_can_write, can_write = _pair(_not_write)
check_can_note, can_note = _pair(_not_note)
check_can_reveal, can_reveal = _pair(_not_reveal)
check_can_hold, can_hold = _pair(_not_hold)
