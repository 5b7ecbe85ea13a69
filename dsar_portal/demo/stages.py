"""How far each made-up request goes: the staff of the demonstration do the work, through the same verbs as people."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from dsar_portal.demo import working
from dsar_portal.demo.asking import staff
from dsar_portal.demo.plan import Plan
from requests_app.decision import DecidedItem, Decision
from requests_app.grounds import LAPSING
from requests_app.services import appeals, correspondence, duties, extension, review, work
from requests_app.services.intake import Filed
from verification import services as verification

Stage = Callable[[Plan, Filed, datetime], None]
DAY = timedelta(days=1)
FITTING = {
    "access": "given", "deletion": "erased", "correction": "corrected", "restriction": "restricted",
    "objection": "stopped", "automated_decision": "review_changed", "consent_withdrawal": "stopped",
}  # fmt: skip
REFUSAL = {
    "access": "THIRDPARTY", "deletion": "DEL-CONTRACT", "correction": "COR-ACCURATE", "restriction": "EXCESSIVE",
    "objection": "EXCESSIVE", "automated_decision": "EXCESSIVE", "consent_withdrawal": "EXCESSIVE",
}  # fmt: skip


def _id(filed: Filed) -> UUID:
    return filed.requests[0].id


def verifying(plan: Plan, filed: Filed, at: datetime) -> None:
    """Waits for the person to show who they are."""


def code_sent(plan: Plan, filed: Filed, at: datetime) -> None:
    if filed.submission.contact().get("email"):
        verification.send_code(subject_ref=filed.submission.id, by=staff("olu").actor, now=at + DAY)
    correspondence.receive(
        request_id=_id(filed), body="Is the code valid for a whole day?", by=working.requester(filed), now=at + DAY
    )


def in_progress(plan: Plan, filed: Filed, at: datetime) -> None:
    working.prove(plan, filed, now=at + DAY)
    if plan.number % 2:
        work.assign(request_id=_id(filed), assignee=staff("olu").user_id, by=staff("lena"), now=at + 2 * DAY)


def awaiting(plan: Plan, filed: Filed, at: datetime) -> None:
    in_progress(plan, filed, at)
    correspondence.write(
        request_id=_id(filed),
        body="Which of your two policies do you mean?",
        by=staff("olu"),
        now=at + 3 * DAY,
        question=True,
    )


def in_review(plan: Plan, filed: Filed, at: datetime) -> None:
    working.prove(plan, filed, now=at + DAY)
    working.finish_tasks(_id(filed), now=at + 4 * DAY)
    work.add_note(
        request_id=_id(filed), body="Files are complete. Claim 2023 is closed.", by=staff("olu"), now=at + 5 * DAY
    )
    review.propose(request_id=_id(filed), decision=_granted(plan, filed), by=staff("olu"), now=at + 5 * DAY)


def completed(plan: Plan, filed: Filed, at: datetime) -> None:
    answer(plan, filed, _granted, at)


def partly_completed(plan: Plan, filed: Filed, at: datetime) -> None:
    answer(plan, filed, _in_part, at)


def denied(plan: Plan, filed: Filed, at: datetime) -> None:
    answer(plan, filed, _refused, at)


def extended(plan: Plan, filed: Filed, at: datetime) -> None:
    in_progress(plan, filed, at)
    extension.extend(
        request_id=_id(filed),
        reason="VOLUME",
        explanation="Your records lie in many claim files from several years. We need more time to go through them.",
        by=staff("olu"),
        now=at + 30 * DAY,
    )


def withdrawn(plan: Plan, filed: Filed, at: datetime) -> None:
    work.withdraw(request_id=_id(filed), by=working.requester(filed), now=at + 2 * DAY, channel=plan.channel)


def overdue(plan: Plan, filed: Filed, at: datetime) -> None:
    in_progress(plan, filed, at)
    duties.flag_breaches(now=at + 47 * DAY)


def unverified(plan: Plan, filed: Filed, at: datetime) -> None:
    duties.propose_denials(now=at + 42 * DAY)
    duties.deny_unverified(now=at + 45 * DAY)


def appealed(plan: Plan, filed: Filed, at: datetime) -> None:
    denied(plan, filed, at)
    appeals.appeal(
        request_id=_id(filed),
        explanation="I wrote four times because nobody answered.",
        by=working.requester(filed),
        now=at + 20 * DAY,
    )


def message(plan: Plan, filed: Filed, at: datetime) -> None:
    in_progress(plan, filed, at)
    correspondence.receive(
        request_id=_id(filed), body="Thank you. When can I expect news?", by=working.requester(filed), now=at + 3 * DAY
    )


def spam(plan: Plan, filed: Filed, at: datetime) -> None:
    work.close(request_id=_id(filed), reason="spam", by=staff("olu"), now=at + DAY)


def answer(
    plan: Plan, filed: Filed, decision: Callable[[Plan, Filed], Decision], at: datetime, *, day: timedelta = DAY
) -> None:
    """From the proof to the answer. `day` is how long a day's work takes."""
    working.prove(plan, filed, now=at + day)
    working.finish_tasks(_id(filed), now=at + 4 * day)
    if plan.right in {"access", "deletion"}:
        review.propose(request_id=_id(filed), decision=decision(plan, filed), by=staff("olu"), now=at + 6 * day)
        review.approve(request_id=_id(filed), by=staff("petra"), now=at + 7 * day)
        working.finish_tasks(_id(filed), now=at + 9 * day)
    else:
        review.decide(request_id=_id(filed), decision=decision(plan, filed), by=staff("petra"), now=at + 7 * day)
    working.do_jobs(now=at + 9 * day)


def _places(plan: Plan, filed: Filed) -> list[tuple[str, str]]:
    return working.places(_id(filed)) or [("contact", "policy-admin"), ("commercial", "marketing")]


def _granted(plan: Plan, filed: Filed) -> Decision:
    items = tuple(DecidedItem(category, system, FITTING[plan.right]) for category, system in _places(plan, filed))
    return Decision("completed", "We did what you asked.", items)


def _in_part(plan: Plan, filed: Filed) -> Decision:
    first, *rest = _places(plan, filed)
    outcome = "withheld" if plan.right == "access" else "kept"
    ground = REFUSAL[plan.right]
    refused = DecidedItem(first[0], first[1], outcome, ground, until=_until(ground), facts="The policy is in force.")
    granted = tuple(DecidedItem(category, system, FITTING[plan.right]) for category, system in rest)
    if not granted:
        return _refused(plan, filed)
    return Decision("partly_completed", "Your policy is still in force, so we keep what it needs.", (refused, *granted))


def _until(ground: str) -> str:
    return "2029-06-30" if ground in LAPSING else ""


def _refused(plan: Plan, filed: Filed) -> Decision:
    """Refused as a whole; where the law excuses single kinds of data only, each of them."""
    ground, facts = REFUSAL[plan.right], "We looked at your file and at what you wrote."
    if plan.right not in {"access", "deletion"}:
        return Decision("denied", facts, (), ground, evidence="The same was asked four times in two months.")
    outcome = "withheld" if plan.right == "access" else "kept"
    items = (DecidedItem(*place, outcome, ground, until=_until(ground)) for place in _places(plan, filed))
    return Decision("denied", facts, tuple(items), ground)


DECISIONS = {"completed": _granted, "partly_completed": _in_part, "denied": _refused}
STAGES: dict[str, Stage] = {
    "verifying": verifying, "code_sent": code_sent, "in_progress": in_progress, "awaiting": awaiting,
    "in_review": in_review, "completed": completed, "partly_completed": partly_completed, "denied": denied,
    "extended": extended, "withdrawn": withdrawn, "overdue": overdue, "unverified": unverified, "appealed": appealed,
    "message": message, "duplicate": verifying, "due_soon": in_progress, "done": verifying, "fresh": verifying,
    "spam": spam,
}  # fmt: skip
