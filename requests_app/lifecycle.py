"""The life of a privacy request: every status, every verb, and the one table of what leads where.

Pure: no framework. Docs print TRANSITIONS; nothing else in the code may set a status.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    RECEIVED = "received"
    VERIFYING = "verifying"
    IN_PROGRESS = "in_progress"
    AWAITING_REQUESTER = "awaiting_requester"
    IN_REVIEW = "in_review"
    COMPLETED = "completed"
    PARTLY_COMPLETED = "partly_completed"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Verb(StrEnum):
    START_CHECK = "start_check"
    START = "start"
    ASK = "ask"
    HEAR_BACK = "hear_back"
    SEND_FOR_REVIEW = "send_for_review"
    RETURN = "return"
    CARRY_OUT = "carry_out"
    WAIT_TO_RELEASE = "wait_to_release"
    COMPLETE = "complete"
    COMPLETE_PARTLY = "complete_partly"
    DENY = "deny"
    DENY_UNVERIFIED = "deny_unverified"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    REOPEN = "reopen"


class Who(StrEnum):
    """Who may carry a verb out; `requests_app.permissions` turns this into checks."""

    SYSTEM = "system"
    REQUESTER = "requester"
    WORKER = "worker"
    DECIDER = "decider"


class WrongMoment(Exception):
    """The verb does not fit the status: the deed is refused and nothing changes."""

    def __init__(self, status: Status, verb: Verb) -> None:
        super().__init__(f"A request that is {status} cannot be changed by “{verb}”.")
        self.status = status
        self.verb = verb


@dataclass(frozen=True)
class Step:
    """One row of the table: what the verb does to the status, what is recorded, which letter goes out."""

    verb: Verb
    source: Status
    target: Status
    who: frozenset[Who]
    event: str
    letter: str | None = None


OPEN = (Status.RECEIVED, Status.VERIFYING, Status.IN_PROGRESS, Status.AWAITING_REQUESTER, Status.IN_REVIEW)
FINAL = (Status.COMPLETED, Status.PARTLY_COMPLETED, Status.DENIED, Status.WITHDRAWN, Status.CLOSED)
ANSWERED = (Status.COMPLETED, Status.PARTLY_COMPLETED, Status.DENIED)


def _rows(
    verb: Verb, sources: Iterable[Status], target: Status, who: Iterable[Who], event: str, letter: str | None = None
) -> list[Step]:
    return [Step(verb, source, target, frozenset(who), event, letter) for source in sources]


_TABLE: list[Step] = [
    *_rows(Verb.START_CHECK, [Status.RECEIVED], Status.VERIFYING, [Who.SYSTEM], "request.verifying"),
    *_rows(Verb.START, [Status.RECEIVED, Status.VERIFYING], Status.IN_PROGRESS, [Who.SYSTEM], "request.started"),
    *_rows(
        Verb.ASK, [Status.IN_PROGRESS], Status.AWAITING_REQUESTER,
        [Who.WORKER], "request.question_asked", "message_waiting"
    ),
    *_rows(
        Verb.HEAR_BACK, [Status.AWAITING_REQUESTER], Status.IN_PROGRESS,
        [Who.REQUESTER, Who.WORKER], "request.answer_received"
    ),
    *_rows(
        Verb.SEND_FOR_REVIEW, [Status.IN_PROGRESS, Status.AWAITING_REQUESTER], Status.IN_REVIEW,
        [Who.WORKER], "request.sent_for_review"
    ),
    *_rows(Verb.RETURN, [Status.IN_REVIEW], Status.IN_PROGRESS, [Who.DECIDER], "request.returned"),
    *_rows(Verb.CARRY_OUT, [Status.IN_REVIEW], Status.IN_PROGRESS, [Who.DECIDER], "request.carrying_out"),
    *_rows(
        Verb.WAIT_TO_RELEASE, [Status.IN_REVIEW], Status.IN_PROGRESS, [Who.DECIDER], "request.release_waits"
    ),
    *_rows(
        Verb.COMPLETE, [Status.IN_PROGRESS, Status.IN_REVIEW], Status.COMPLETED,
        [Who.DECIDER, Who.SYSTEM], "request.completed", "completion"
    ),
    *_rows(
        Verb.COMPLETE_PARTLY, [Status.IN_PROGRESS, Status.IN_REVIEW], Status.PARTLY_COMPLETED,
        [Who.DECIDER, Who.SYSTEM], "request.partly_completed", "partial"
    ),
    *_rows(Verb.DENY, [Status.IN_PROGRESS, Status.IN_REVIEW], Status.DENIED, [Who.DECIDER], "request.denied", "denial"),
    *_rows(
        Verb.DENY_UNVERIFIED, [Status.RECEIVED, Status.VERIFYING], Status.DENIED,
        [Who.DECIDER, Who.SYSTEM], "request.denied", "denial"
    ),
    *_rows(Verb.WITHDRAW, OPEN, Status.WITHDRAWN, [Who.REQUESTER, Who.WORKER], "request.withdrawn", "withdrawal"),
    *_rows(Verb.CLOSE, OPEN, Status.CLOSED, [Who.WORKER], "request.closed"),
    *_rows(Verb.REOPEN, [Status.DENIED, Status.CLOSED], Status.RECEIVED, [Who.DECIDER], "request.reopened"),
]  # fmt: skip

TRANSITIONS: dict[tuple[Status, Verb], Step] = {(step.source, step.verb): step for step in _TABLE}


def advance(status: Status | str, verb: Verb) -> Step:
    """The step that `verb` takes from `status`. Raises WrongMoment where the table has none."""
    step = TRANSITIONS.get((Status(status), verb))
    if step is None:
        raise WrongMoment(Status(status), verb)
    return step


def possible(status: Status | str) -> list[Verb]:
    """The verbs that the table allows from this status."""
    return [verb for (source, verb) in TRANSITIONS if source == status]
