"""Asking the person directly whether they permitted an agent to ask (11 CCR 7063(a)).

Either the person shows who they are, or confirms directly: never both as a default, so an officer chooses this case by
case. Never for opt-outs (7026(j), 7027(j)), which have no check; never besides a power of attorney (7063(b)).
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit.actors import Actor, ActorType
from audit.facts import FactValue
from verification.assurance import ON_FILE_DAYS, Tier
from verification.methods import direct_confirmation
from verification.models import AgentPermission, AgentQuestion, Check, Contact, Evidence

from . import agents, permissions
from .checks import locked_check, request_settling
from .errors import NoContact, NotAllowed, NotNeeded
from .permissions import Terms

OPEN_FOR = timedelta(days=14)
# An e-mail is answered with one click; a letter reaches who reads none.
PREFERRED = ("email", "post")


@dataclass(frozen=True)
class Asked:
    """Where the question goes: the kind of contact, its value as it is on file, and the token of the page."""

    contact: str
    value: Any
    token: str
    until: date


@dataclass(frozen=True)
class Answer:
    """What the person chose on the page."""

    permitted: bool
    typed_name: str = ""
    later_too: bool = False
    answer_to: str = "consumer"
    copies_to_agent: bool = False


@transaction.atomic
def ask_person(*, subject_ref: UUID, by: Actor, now: datetime) -> Asked:
    """Make the question and its token; the caller sends the letter.

    Raises `NotAllowed` for all but staff, `NotNeeded` where no agent asks, the check is over, a power of attorney was
    shown or a question is open, `NoContact` where no contact was on file for 30 days before receipt.
    """
    if by.type is not ActorType.STAFF:
        raise NotAllowed
    check = locked_check(subject_ref)
    if not may_ask(check):
        raise NotNeeded
    entry = _contact(check)
    if entry is None:
        raise NoContact
    token = secrets.token_urlsafe(direct_confirmation.TOKEN_BYTES)
    question = _open_question(check) or AgentQuestion(subject_ref=subject_ref)
    question.contact, question.token_hash = entry["kind"], direct_confirmation.digest(token) or b""
    question.asked_at, question.expires_at = now, now + OPEN_FOR
    until = timezone.localdate(question.expires_at)
    facts: dict[str, FactValue] = {"contact": question.contact, "expires_on": until.isoformat()}
    agents.save(question, "permission.asked", by=by, now=now, facts=facts, request=subject_ref)
    return Asked(question.contact, entry["value"], token, until)


def may_ask(check: Check) -> bool:
    """Whether the law lets us ask, and there is something left to ask."""
    if check.capacity != permissions.AGENT or check.required == Tier.T0 or check.forgotten_at is not None:
        return False
    if check.status not in {Check.Status.OPEN, Check.Status.LOCKED}:
        return False
    if AgentQuestion.objects.filter(subject_ref=check.subject_ref).exclude(answer="").exists():
        return False  # who has answered is not asked again
    return not Evidence.objects.filter(check_row=check, points__contains=["power_of_attorney"]).exists()


@transaction.atomic
def answer_question(*, token: str, answer: Answer, by: Actor, now: datetime) -> UUID | None:
    """The person says yes or no. Gives the submission; None for a token that works no more.

    A yes is an electronic signature (11 CCR 7001): it is the permission, kept for later requests where the person says
    so, and it shows the contact. A no ends every permission of this person to this agent, and only a person of ours
    goes on; the agent hears nothing of it. Raises `ValueError` for a yes without a name.
    """
    question = _living(token, now=now)
    if question is None:
        return None
    check = locked_check(question.subject_ref)
    question = AgentQuestion.objects.select_for_update().get(id=question.id)
    if question.answer:
        return None
    word = "yes" if answer.permitted else "no"
    direct_confirmation.attempt(question, answer=word, typed_name=answer.typed_name, now=now)
    facts: dict[str, FactValue] = {"contact": question.contact}
    if answer.permitted:
        agents.save(
            question, "permission.confirmed", by=by, now=now, request=check.subject_ref,
            facts={**facts, "answer_to": answer.answer_to},
        )  # fmt: skip
        _permit(check, answer, by=by, now=now)
    else:
        agents.save(question, "permission.denied", by=by, now=now, facts=facts, request=check.subject_ref)
        _dispute(check, by=by, now=now)
    return check.subject_ref


@transaction.atomic
def record_no(*, subject_ref: UUID, by: Actor, now: datetime) -> None:
    """The person told staff, by phone or on paper, that they permitted nobody. Raises `NotAllowed`, `NotNeeded`."""
    if by.type is not ActorType.STAFF:
        raise NotAllowed
    check = locked_check(subject_ref)
    if check.capacity != permissions.AGENT or check.required == Tier.T0:
        raise NotNeeded
    question = _open_question(check)
    if question is not None:
        direct_confirmation.attempt(question, answer="no", typed_name="", now=now)
        agents.save(question, "permission.denied", by=by, now=now, request=subject_ref,
                    facts={"contact": question.contact})  # fmt: skip
    _dispute(check, by=by, now=now)


def _permit(check: Check, answer: Answer, *, by: Actor, now: datetime) -> None:
    today = timezone.localdate(now)
    copies = answer.copies_to_agent and answer.answer_to == "requester"
    rights = tuple(check.claims.get("rights") or ())
    terms = Terms("signed_permission", today, None, rights, answer.answer_to, copies)
    permissions.keep(check, terms, reusable=answer.later_too, by=by, now=now)
    if check.status in {Check.Status.OPEN, Check.Status.LOCKED} and check.forgotten_at is None:
        check.authority_shown = True
        agents.save(check, "identity.agent_confirmed", by=by, now=now, facts={"method": direct_confirmation.SLUG},
                    request=check.subject_ref)  # fmt: skip
        request_settling(check, now=now)


def _dispute(check: Check, *, by: Actor, now: datetime) -> None:
    person, link = permissions.person_of(check), agents.recognise(check, by=by, now=now)
    active = AgentPermission.objects.filter(status="active")
    rows = [*active.filter(subject_ref=check.subject_ref)]
    rows += permissions.theirs(active.filter(agent=link.agent), person) if link else []
    told: set[UUID] = set()
    for row in {one.id: one for one in rows}.values():
        told |= permissions.end(row, "disputed", way="answer", by=by, now=now)
    check = locked_check(check.subject_ref)
    # Only a person of ours goes on from here: nothing more that the agent sends opens the door by itself, and the agent
    # sees the same ways as before.
    check.person_only_at = check.person_only_at or now
    facts: dict[str, FactValue] = {"method": direct_confirmation.SLUG}
    agents.save(check, "identity.agent_refused", by=by, now=now, facts=facts, request=check.subject_ref)
    if check.subject_ref not in told:
        permissions.withdraw(check, way="answer", by=by, now=now)


def _contact(check: Check) -> dict[str, Any] | None:
    latest = (check.received_at - timedelta(days=ON_FILE_DAYS)).date().isoformat()
    old = [entry for entry in check.on_file if (entry["since"] or "9999") <= latest]
    asking = {row.value.casefold() for row in Contact.objects.filter(check_row=check)}
    usable = [entry for entry in old if str(entry["value"]).casefold() not in asking]
    return next((entry for kind in PREFERRED for entry in usable if entry["kind"] == kind), None)


def _open_question(check: Check) -> AgentQuestion | None:
    return AgentQuestion.objects.select_for_update().filter(subject_ref=check.subject_ref, answer="").first()


def _living(token: str, *, now: datetime) -> AgentQuestion | None:
    digest = direct_confirmation.digest(token)
    if digest is None:
        return None
    return AgentQuestion.objects.filter(token_hash=digest, answer="", expires_at__gt=now).first()
