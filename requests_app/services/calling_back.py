"""The phone room's part of showing who somebody is: a call to the number on file, a code by post.

An agent never sees what is on file, but the number to call, when it is called, on record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.principals import Principal
from accounts.roles import Permission
from requests_app import permissions
from requests_app.models import PrivacyRequest
from requests_app.services import promised_calls
from verification import services as verification
from verification.services import CodeOutcome, Resting, Waiting

PHONE = "phone"


class NotYours(permissions.NotAllowed):
    """Whoever took the request is not the one who finds out whether the person asked."""


@dataclass(frozen=True)
class CallBackView:
    """One wish to be called, with the reference that the call is about."""

    wish: Waiting
    request: PrivacyRequest
    mine: bool

    @property
    def call_by(self) -> date:
        """The business day by which the call is promised."""
        return promised_calls.promised_by(self.wish.asked_at)

    def standing(self, today: date) -> str:
        """`due` on that day and the business day before, `late` after it, else empty."""
        return promised_calls.duty_of(self.wish.asked_at, today=today).rpartition(".")[2]


def waiting(*, by: Principal) -> list[CallBackView]:
    """The open wishes that this member of staff may know of, the oldest first."""
    _may_call(by)
    wishes = verification.waiting_call_backs()
    first = _first(wishes, by)
    return [_view(one, first[one.subject_ref], by) for one in wishes if one.subject_ref in first]


def resting(*, by: Principal, now: datetime) -> list[tuple[Resting, PrivacyRequest]]:
    """The wishes for which nobody calls now, with what each is about: they do not vanish without a word."""
    _may_call(by)
    wishes = verification.resting_call_backs(now=now)
    first = _first(wishes, by)
    return [(one, first[one.subject_ref]) for one in wishes if one.subject_ref in first]


def resting_for(*, request_id: UUID, by: Principal, now: datetime) -> Resting | None:
    """The last call that was asked for of this request and that nobody makes, with why; None where there is none."""
    wishes = verification.resting_call_backs(now=now, subject_ref=_subject(request_id, by))
    return wishes[0] if wishes else None


def put_away(*, wish_id: UUID, by: Principal, now: datetime) -> None:
    """Take such a wish off the list, on record. Raises permissions.NotFound, and what verification refuses with."""
    if wish_id not in [one.id for one, _request in resting(by=by, now=now)]:
        raise permissions.NotFound
    verification.put_away_call_back(wish_id=wish_id, by=by.actor, now=now)


def _first(wishes: Sequence[Waiting] | Sequence[Resting], by: Principal) -> dict[UUID, PrivacyRequest]:
    """The first request of each submission that this member of staff may know of."""
    rows = PrivacyRequest.objects.filter(submission_id__in=[one.subject_ref for one in wishes])
    first: dict[UUID, PrivacyRequest] = {}
    for request in rows.select_related("submission", "appeal_of").order_by("id"):
        if permissions.can_see(by, request):
            first.setdefault(request.submission_id, request)
    return first


def one(*, wish_id: UUID, by: Principal) -> CallBackView:
    """One open wish. Raises permissions.NotFound."""
    found = next((view for view in waiting(by=by) if view.wish.id == wish_id), None)
    if found is None:
        raise permissions.NotFound
    return found


def show_number(*, wish_id: UUID, reason: str, by: Principal, now: datetime) -> str:
    """The number to call now, on record.

    Raises permissions.NotFound, `NotYours`, and what verification refuses with.
    """
    _by_another(one(wish_id=wish_id, by=by), by)
    return verification.show_number(wish_id=wish_id, reason=reason, by=by.actor, now=now)


def record(*, wish_id: UUID, outcome: str, by: Principal, now: datetime) -> None:
    """Say how the call went. Raises permissions.NotFound, and what verification refuses with."""
    one(wish_id=wish_id, by=by)
    verification.record_call_back(wish_id=wish_id, outcome=outcome, by=by.actor, now=now)


def ask_to_be_called(*, request_id: UUID, window: str, by: Principal, now: datetime, channel: str = PHONE) -> datetime:
    """Ask for a caller, or through a program, to be called at the number on file. Tells nothing of what is there."""
    return verification.ask_for_call_back(
        subject_ref=_subject(request_id, by), window=window, channel=channel, by=by.actor, now=now
    )


def ask_for_letter(*, request_id: UUID, by: Principal, now: datetime, channel: str = PHONE) -> datetime:
    """Ask for a caller, or through a program, for a code by post. Gives the instant until which it would work."""
    return verification.ask_for_mailed_code(subject_ref=_subject(request_id, by), channel=channel, by=by.actor, now=now)


def try_letter_code(*, request_id: UUID, code: str, by: Principal, now: datetime) -> CodeOutcome:
    """Judge the code that a caller, or a program, read from the letter."""
    return verification.try_mailed_code(subject_ref=_subject(request_id, by), code=code, by=by.actor, now=now)


def found(*, request_id: UUID, by: Principal) -> PrivacyRequest:
    """The request that a caller is about. Raises permissions.NotFound, NotAllowed."""
    request = PrivacyRequest.objects.select_related("submission", "appeal_of").filter(id=request_id).first()
    if request is None:
        raise permissions.NotFound
    permissions.check_can_withdraw(by, request)  # who may speak for the person here
    return request


def _subject(request_id: UUID, by: Principal) -> UUID:
    return found(request_id=request_id, by=by).submission_id


def _view(wish: Waiting, request: PrivacyRequest, by: Principal) -> CallBackView:
    return CallBackView(wish, request, mine=wish.shown_to == by.actor.id)


def _by_another(found: CallBackView, by: Principal) -> None:
    """One person alone could else make up a request and its proof: who typed it in does not confirm it."""
    if by.user_id is not None and found.request.submission.taken_by == by.user_id:
        raise NotYours("You took this request. A colleague makes the call: who typed it in does not confirm it.")


def _may_call(by: Principal) -> None:
    if not (by.may(Permission.CALL_TAKE) or by.may(Permission.REQUEST_WORK)):
        raise permissions.NotAllowed("Your role does not call people back.")
