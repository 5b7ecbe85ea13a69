"""One case as a desk shows it. Reading it through `services.reading.open_case` leaves a trace; this only gathers."""

from dataclasses import dataclass
from datetime import datetime

from accounts.principals import Principal
from fulfillment import selectors as held
from notifications import selectors as outbox
from notifications.troubles import letters_of_case
from requests_app import permissions
from requests_app.decision import FITTING, Decision
from requests_app.grounds import Ground
from requests_app.lifecycle import Verb, possible
from requests_app.models import Message, Note, PrivacyRequest, RequestDeadline
from requests_app.owing import reminder_days
from requests_app.profile import LADDER
from requests_app.selectors.binding import fitting_grounds
from requests_app.selectors.people import masked
from requests_app.selectors.queue import visible
from verification import selectors as checks


@dataclass(frozen=True)
class CaseView:
    """Everything a case page needs, with what this principal may do."""

    request: PrivacyRequest
    person: dict[str, str]
    deadlines: list[RequestDeadline]
    reminders: list[tuple[str, str]]
    messages: list[Message]
    notes: list[Note]
    identity: checks.CheckView | None
    tasks: list[held.TaskView]
    items: list[held.ItemView]
    letters: list[outbox.LetterView]
    verbs: frozenset[Verb]
    may: frozenset[str]
    grounds: list[Ground]
    outcomes: tuple[str, ...]
    proposal: Decision | None
    decision: Decision | None
    siblings: list[PrivacyRequest]


def case_view(*, request: PrivacyRequest, by: Principal, now: datetime) -> CaseView:
    """Gather one case for one principal."""
    deadlines = deadlines_of(request)
    original = request.appeal_of or request
    rungs = reminder_days(day_zero=request.day_zero, respond_by=request.respond_by, ladder=LADDER)
    return CaseView(
        request=request,
        person=masked(request.submission.consumer),
        deadlines=deadlines,
        reminders=[(code, day.isoformat()) for code, day in rungs],
        messages=messages_of(request),
        notes=notes_of(request),
        identity=identity_of(request),
        tasks=held.tasks_for(request.id),
        # An appeal is decided on what was found for the request that it is about.
        items=held.items_for(original.id),
        letters=letters_of_case(request_id=request.id, submission_id=request.submission_id),
        verbs=frozenset(possible(request.status)),
        may=_may(by, request),
        grounds=fitting_grounds(request),
        outcomes=FITTING[original.right],
        proposal=Decision.from_json(request.proposal) if request.proposal else None,
        decision=Decision.from_json(request.decision) if request.decision else None,
        siblings=list(visible(by).filter(submission_id=request.submission_id).exclude(id=request.id)),
    )


def _may(by: Principal, request: PrivacyRequest) -> frozenset[str]:
    able = {
        "work": permissions.can_work(by, request),
        "decide": permissions.can_decide(by, request),
        "approve": permissions.can_approve(by, request),
        "write": permissions.can_write(by, request),
        "note": permissions.can_note(by, request),
        "reveal": permissions.can_reveal(by, request),
        "withdraw": permissions.can_withdraw(by, request),
    }
    return frozenset(name for name, yes in able.items() if yes)


def deadlines_of(request: PrivacyRequest) -> list[RequestDeadline]:
    """Every date under every regime, the earliest first."""
    return list(request.deadlines.order_by("at", "regime"))


def messages_of(request: PrivacyRequest) -> list[Message]:
    return list(request.messages.prefetch_related("attachments").order_by("at"))


def notes_of(request: PrivacyRequest) -> list[Note]:
    return list(request.notes.order_by("at"))


def identity_of(request: PrivacyRequest) -> checks.CheckView | None:
    """The check of the request; an opt-out has none."""
    return None if request.right == "opt_out" else checks.state_of(request.submission_id)
