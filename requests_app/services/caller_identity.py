"""Showing on the phone who one is: the same check, methods and limits as on the web, worked by an agent.

The agent sees how far the check has come, never which answer fitted, nor anything that is on file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts import throttles
from accounts.principals import Principal
from audit import ledger
from audit.actors import Subject
from requests_app.models import PrivacyRequest
from requests_app.services import callers, letters, renewals
from requests_app.services.callers import CALL, NotChecked, TooOften
from verification import selectors as checks
from verification import services as verification
from verification.questions import questions

LETTERS, LETTERS_PER = 2, 24 * 3600


@dataclass(frozen=True)
class CallerIdentity:
    """How far the check of a request has come, and what can be done about it in this call."""

    request: PrivacyRequest
    check: checks.CheckView | None
    questions: tuple[str, ...]
    # How a letter with the link, or on paper, would go: "email", "post", or empty where there is no safe way.
    letter_goes_by: str

    @property
    def is_open(self) -> bool:
        """Whether more proof is of use."""
        return self.check is not None and self.check.status == "open"


def view(*, request_id: UUID, by: Principal, now: datetime) -> CallerIdentity:
    """The check of the caller's request. Raises NotFound, and NotChecked for a caller whom nobody let in."""
    request = _let_in(request_id, by=by, now=now)
    check = checks.state_of(request.submission_id)
    asked = questions(
        disputed=[one["field"] for row in _all(request) for one in row.corrections or []],
        relationships=request.submission.relationships,
        # Another order in each call: who listens to one learns nothing for the next.
        seed=f"{request.submission_id}:{by.user_id}:{now.date()}",
    )
    return CallerIdentity(request, check, asked, renewals.way_to(request.submission))


@transaction.atomic
def answer(*, request_id: UUID, answers: Mapping[str, str], by: Principal, now: datetime) -> None:
    """Hand what the caller answered to the check. A worker compares; nobody hears what fitted.

    Raises NotChecked, and `verification.NotOpen` and `Locked` by the rule of every channel.
    """
    request = _let_in(request_id, by=by, now=now)
    verification.give_facts(subject_ref=request.submission_id, facts=answers, by=by.actor, now=now)
    ledger.record(
        "caller.asked_questions", actor=by.actor, subject=Subject.event("call"), at=now,
        request=request.submission_id, facts={"fields": sorted(answers), "channel": "phone"},
    )  # fmt: skip


@transaction.atomic
def send_code(*, request_id: UUID, contact_id: UUID, by: Principal, now: datetime) -> None:
    """Send a code to one contact point of the request, for the caller to read back. Raises as on the web."""
    request = _let_in(request_id, by=by, now=now)
    verification.send_code(subject_ref=request.submission_id, contact_id=contact_id, by=by.actor, now=now)


@transaction.atomic
def try_code(
    *, request_id: UUID, contact_id: UUID, code: str, by: Principal, now: datetime
) -> verification.CodeOutcome:
    """Try the code that the caller reads back. Raises as on the web."""
    request = _let_in(request_id, by=by, now=now)
    return verification.try_code(
        subject_ref=request.submission_id, code=code, contact_id=contact_id, by=by.actor, now=now
    )


def send_letter(*, request_id: UUID, by: Principal, now: datetime) -> str:
    """Send what is needed to show the rest in writing: by e-mail with a link to sign, else on paper.

    Gives how it went, "email" or "post"; empty where no address is safe. Raises NotChecked, TooOften.
    """
    request = _let_in(request_id, by=by, now=now)
    way = renewals.way_to(request.submission)
    if not way:
        return ""
    key = str(request.submission_id)
    state = throttles.hit("phone.identity_letter", key=key, limit=LETTERS, per_seconds=LETTERS_PER, now=now)
    if not state.allowed:
        raise TooOften(state.reset_after)
    return _send(request, way, by=by, now=now)


@transaction.atomic
def _send(request: PrivacyRequest, way: str, *, by: Principal, now: datetime) -> str:
    letters.ask_for_identity(request, by=by, now=now)
    ledger.record(
        "caller.sent_identity_letter", actor=by.actor, subject=Subject.event("call"), at=now,
        request=request.submission_id, facts={"sent_by": way},
    )  # fmt: skip
    return way


def _all(request: PrivacyRequest) -> list[PrivacyRequest]:
    return list(request.submission.requests.all())


def _let_in(request_id: UUID, *, by: Principal, now: datetime) -> PrivacyRequest:
    """The request, for a caller who was let in, or whose request this agent filed in this very call."""
    seen = callers.view(request_id=request_id, by=by, now=now)
    submission = seen.request.submission
    in_this_call = submission.taken_by is not None and submission.taken_by == by.user_id
    if seen.checked or (in_this_call and submission.filed_at > now - CALL):
        return seen.request
    raise NotChecked("Ask for the passphrase, or for the reference and the access code, first.")
