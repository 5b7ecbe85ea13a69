"""Each open request names one next step, who blocks it, and since when. Pure."""

from dataclasses import dataclass

from requests_app.lifecycle import Status


@dataclass(frozen=True)
class Next:
    """A code for the page to put into words, and whose turn it is: us, requester, steward, reviewer, system."""

    step: str
    blocked_by: str


@dataclass(frozen=True)
class Facts:
    """What the next step depends on."""

    status: str
    right: str
    assigned: bool
    carrying_out: bool = False
    open_tasks: bool = True
    unread: bool = False
    # Where the gate of a release stands: empty, or a code of `release_gate.Gate`.
    gate: str = ""


_FIXED = {
    Status.RECEIVED: Next("begin", "system"),
    Status.VERIFYING: Next("verify_identity", "requester"),
    Status.AWAITING_REQUESTER: Next("answer_question", "requester"),
    Status.IN_REVIEW: Next("second_person", "reviewer"),
}


def next_step(facts: Facts) -> Next:
    """The one next step of a request."""
    if facts.gate == "stopped":
        return Next("look_into_stop", "us")
    if facts.unread:
        return Next("read_message", "us")
    if facts.status in _FIXED:
        return _FIXED[Status(facts.status)]
    if facts.status != Status.IN_PROGRESS:
        return Next("", "")
    if facts.right == "opt_out":
        return Next("systems_confirm", "system")
    if facts.carrying_out and facts.gate == "person":
        return Next("look_at_signs", "us")
    if facts.carrying_out and facts.gate:
        return Next("wait_to_release", "requester" if facts.gate == "proof" else "system")
    if facts.carrying_out:
        return Next("carry_out", "steward")
    if facts.open_tasks:
        return Next("collect", "steward")
    return Next("decide", "us") if facts.assigned else Next("assign", "us")
