"""May data leave now? Asked again at every door through which it could: the list of doors need not be right.

What needs a high level of proof waits after that was shown, so that the person can say that it was not they
(`release_holds`). Pages and deeds ask here and nowhere else.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from requests_app import release_rules
from requests_app.choices import Right
from requests_app.lifecycle import Status
from requests_app.models import HoldState, PrivacyRequest, ReleaseHold
from verification import selectors as checks
from verification.assurance import Tier

SENSITIVE = frozenset({Right.ACCESS, Right.DELETION, Right.CORRECTION, Right.AUTOMATED_DECISION})


class Gate(StrEnum):
    """Whether data may leave, and what stands before it: the wait, a stop, more proof, or a person's look."""

    OPEN = "open"
    WAITING = "waiting"
    STOPPED = "stopped"
    PROOF = "proof"
    PERSON = "person"


@dataclass(frozen=True)
class Standing:
    """Where the gate of one request stands. `until`: the end of the wait."""

    gate: Gate
    until: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.gate is Gate.OPEN


OPEN = Standing(Gate.OPEN)
WORDS = {
    Gate.WAITING: "The known contacts were warned that somebody asks. Until the wait is over this cannot be done.",
    Gate.STOPPED: "Somebody said that it was not they who asked. Look into the stop on this page first.",
    Gate.PROOF: "There are signs of fraud, and the proof that they call for is not there yet.",
    Gate.PERSON: "There are signs of fraud that nobody has looked at. See them on this page first.",
}


def needed(request: PrivacyRequest) -> bool:
    """Whether giving this to a stranger would do harm that cannot be undone: what takes a high level of proof."""
    return release_rules.covers(str(request.right), tier=request.required_tier)


def of(request: PrivacyRequest) -> Standing:
    """The gate of a request, of an appeal that of the request it is about. Read under the lock of the request.

    No wait begun yet counts as waiting: whoever forgot to begin one opens nothing.
    """
    original = request.appeal_of or request
    if not needed(original):
        return OPEN
    # What is being filed in this moment has no row in any table yet.
    filed = not original._state.adding
    hold = ReleaseHold.objects.filter(submission_id=original.submission_id).first() if filed else None
    if hold is None:
        return Standing(Gate.WAITING)
    if hold.state in (HoldState.STOPPED, HoldState.REFUSED):
        return Standing(Gate.STOPPED)
    if original.reached_tier < original.required_tier:
        return Standing(Gate.PROOF)
    if hold.state == HoldState.WAITING:
        return Standing(Gate.WAITING, hold.ends_at)
    return Standing(Gate.PERSON) if checks.signs_to_look_at(original.submission_id) else OPEN


def is_left_to_the_clock(request: PrivacyRequest) -> bool:
    """Whether an officer found that somebody else had asked, who has shown nothing: there is nothing left to look into.

    It is refused on its day, as whatever nobody proves. Who shows more after that is looked into by a person again:
    the clock refuses nobody whose proof only signs of fraud find wanting.
    """
    if request.status != Status.VERIFYING or has_shown_enough(request):
        return False
    refused = ReleaseHold.objects.filter(submission_id=request.submission_id, state=HoldState.REFUSED)
    return refused.exists()


def has_shown_enough(request: PrivacyRequest) -> bool:
    """Whether what was shown would have been enough, were there no doubt."""
    return request.reached_tier >= Tier.T2


def is_stopped(request: PrivacyRequest) -> bool:
    """Whether somebody said that it was not they, and no officer has cleared it."""
    original = request.appeal_of or request
    return needed(original) and of(original).gate is Gate.STOPPED
