"""Requests of agents: what the person permitted, the question to the person, and what follows from the answer.

What an agent is told is the same whether the person is known or not: who is asked, and what is answered, stays between
the person and us.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.principals import Principal
from accounts.roles import Permission
from audit.actors import Actor
from notifications import services as outbox
from notifications.recipients import Recipient
from requests_app import permissions
from requests_app.calendars import business_days_after
from requests_app.choices import Right
from requests_app.lifecycle import OPEN
from requests_app.models import PrivacyRequest, Submission
from requests_app.services import dates, known_contacts, release_holds, steps, undelivered
from requests_app.services.work import NotPossible, check_still_known
from verification import agent_selectors as permits
from verification.services import agent_questions, kept_permissions
from verification.services.agent_questions import Answer
from verification.services.errors import NoContact, NoSuchPermission, NotNeeded
from verification.services.permissions import Terms

QUESTION, TAKE_BACK = "/permission/", "/permission/end/"
SAID_NO = "person_refused"
SYSTEM = Principal.system("agents")


@dataclass(frozen=True)
class Question:
    """What the page of a living question shows: who asks, for what, since when. Nothing about the person."""

    agent_name: str
    rights: tuple[str, ...]
    received_on: date
    specific_pieces: bool


@transaction.atomic
def ask_person(*, request_id: UUID, by: Principal, now: datetime) -> None:
    """Ask the person, at a contact on file, whether they permitted the agent to ask (11 CCR 7063(a)).

    Raises permissions.NotAllowed, or NotPossible: no agent asks, it is an opt-out, a power of attorney was shown, or no
    contact was on file long enough that may be written to.
    """
    request = _found(request_id, by)
    submission = request.submission
    try:
        asked = agent_questions.ask_person(subject_ref=submission.id, by=by.actor, now=now)
    except NotNeeded as no:
        raise NotPossible(
            "The person is asked only where an agent asks, the check is open and no power of attorney was shown."
        ) from no
    except NoContact as no:
        raise NotPossible("No contact of this person was on file for 30 days. Ask for more proof instead.") from no
    safe = [one for one in known_contacts.safe_ones(submission) if one.kind == asked.contact]
    if not any(one.value == asked.value for one in safe):
        raise NotPossible("It is not safe to write to the contact on file. Ask for more proof instead.")
    to = Recipient(name=submission.consumer_name, language=submission.language)
    on_file = Recipient(
        name=to.name, language=to.language,
        email=str(asked.value) if asked.contact == "email" else None,
        postal_address=asked.value if asked.contact == "post" else None,
    )  # fmt: skip
    context = {
        "rights": _rights(submission),
        "received_on": request.day_zero,
        "link": QUESTION + asked.token if asked.contact == "email" else "",
        "answer_by": asked.until,
    }
    _send("agent_question", request, context, to=on_file, by=by, now=now)


@transaction.atomic
def keep_permission(*, request_id: UUID, terms: Terms, reason: str, by: Principal, now: datetime) -> None:
    """Keep a permission that lies before an officer; the person hears of it, with a way to take it back.

    Raises permissions.NotAllowed, or NotPossible with what contradicts itself.
    """
    request = _found(request_id, by)
    check_still_known(request)
    if not reason.strip():
        raise NotPossible("Say what you saw: the kind of paper, its date, who signed it.")
    try:
        _id, token = kept_permissions.keep_permission(
            subject_ref=request.submission_id, terms=terms, reason=reason, by=by.actor, now=now
        )
    except NotNeeded as no:
        raise NotPossible("A permission is kept only for an agent who asks for somebody else.") from no
    except ValueError as no:
        raise NotPossible(str(no)) from no
    context = {
        "rights": list(terms.rights),
        "valid_until": terms.valid_until or "",
        "answer_to": terms.answer_to or "consumer",
    }
    for way, to in known_contacts.recipients(request.submission):
        link = TAKE_BACK + token if way == "email" else ""
        _send("permission_kept", request, {**context, "link": link}, to=to, by=by, now=now)


@transaction.atomic
def take_back(*, request_id: UUID, by: Principal, now: datetime) -> None:
    """The person takes the permission back, on the phone or by letter. Raises permissions.NotAllowed, NotPossible."""
    request = _found(request_id, by)
    way = "officer" if by.may(Permission.REQUEST_WORK) else "phone"
    try:
        kept_permissions.revoke_permission(subject_ref=request.submission_id, way=way, by=by.actor, now=now)
    except NoSuchPermission as no:
        raise NotPossible("There is no permission here that could be taken back.") from no


@transaction.atomic
def record_no(*, request_id: UUID, by: Principal, now: datetime) -> None:
    """The person told us, by phone or letter, that they permitted nobody to ask. Raises as `take_back`."""
    request = _found(request_id, by)
    try:
        agent_questions.record_no(subject_ref=request.submission_id, by=by.actor, now=now)
    except NotNeeded as no:
        raise NotPossible("No agent asks here, or nothing was asked that needs a permission.") from no


def question(token: str, *, now: datetime) -> Question | None:
    """What the page of a question shows; None for a link that works no more."""
    subject_ref = permits.question_of(token, now=now)
    submission = Submission.objects.filter(id=subject_ref).first() if subject_ref else None
    if submission is None:
        return None
    requests = list(_asked(submission))
    copies = any(one.right == Right.ACCESS for one in requests)
    first = min(one.day_zero for one in requests) if requests else dates.received_on(submission.received_at)
    return Question(_agent_name(submission), tuple(_rights(submission)), first, copies)


def answer(*, token: str, given: Answer, by: Principal, now: datetime) -> bool:
    """The person answers on the page. False for a link that works no more. Raises `ValueError` for a yes unsigned."""
    return agent_questions.answer_question(token=token, answer=given, by=by.actor, now=now) is not None


def agent_that_may_ask(token: str) -> str | None:
    """Whose permission a link takes back; None for a link that works no more."""
    subject_ref = permits.permission_of(token)
    submission = Submission.objects.filter(id=subject_ref).first() if subject_ref else None
    return None if submission is None else _agent_name(submission)


def take_back_by_link(*, token: str, by: Principal, now: datetime) -> bool:
    """The person takes a permission back with the link in their letter. False for a link that works no more."""
    return kept_permissions.revoke_by_link(token=token, by=by.actor, now=now)


@transaction.atomic
def authority_withdrawn(*, submission_id: UUID, way: str, by: Actor, now: datetime) -> int:
    """The person does not want this agent: nothing more is given away for it, and our people hear of it.

    Opt-outs stay: they protect the person, and nobody's word was needed for them. Gives how many requests stopped.
    """
    stopped = 0
    waiting = PrivacyRequest.objects.select_for_update(of=("self",)).select_related("submission")
    rows = waiting.filter(submission_id=submission_id, status__in=OPEN, required_tier__gt=0)
    for request in rows.order_by("id"):
        steps.record(request, "request.authority_withdrawn", by=SYSTEM, now=now, facts={"way": way})
        undelivered.tell(request, SAID_NO, day=dates.received_on(now), now=now)
        stopped += 1
    if way == "answer":
        release_holds.stop(submission_id=submission_id, method="link", by=SYSTEM, now=now)
    return stopped


def check_permitted(request: PrivacyRequest) -> None:
    """Raise NotPossible where an agent's request rests on nothing any more. A refusal is always possible."""
    if request.required_tier and request.submission.by_agent and permits.authority_missing(request.submission_id):
        raise NotPossible(
            "Nothing shows any more that this requester may ask. Refuse with AGT-NOAUTH, or keep a new permission."
        )


def _found(request_id: UUID, by: Principal) -> PrivacyRequest:
    # Not locked: verification locks its check first and the requests after it, and so must everyone.
    request = PrivacyRequest.objects.select_related("submission").filter(id=request_id).first()
    if request is None:
        raise permissions.NotFound
    permissions.check_can_note(by, request)
    return request


def _asked(submission: Submission) -> list[PrivacyRequest]:
    """What needs a permission: never the opt-outs (7026(j), 7027(j))."""
    return list(submission.requests.filter(required_tier__gt=0).order_by("id"))


def _rights(submission: Submission) -> list[str]:
    return list(dict.fromkeys(str(one.right) for one in _asked(submission)))


def _agent_name(submission: Submission) -> str:
    requester = submission.requester
    return str(requester.get("organization") or requester.get("name") or _("Somebody"))


def _send(
    kind: str, request: PrivacyRequest, context: dict[str, object], *, to: Recipient, by: Principal, now: datetime
) -> None:
    outbox.queue(
        kind,
        about=request.submission_id,
        request=request.id,
        to=to,
        context={"reference": request.reference, "agent_name": _agent_name(request.submission), **context},
        by=by.actor,
        now=now,
        post_by=business_days_after(dates.received_on(now), 1),
    )
