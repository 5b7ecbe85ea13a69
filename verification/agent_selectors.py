"""What others may know about agents and permissions. Reads only; for staff and workers, never for who asks."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from .assurance import authority_accepted
from .methods.direct_confirmation import digest
from .models import Agent, AgentLink, AgentPermission, AgentQuestion, Check, Evidence

KEPT_MARK = "permission/"


@dataclass(frozen=True)
class AgentView:
    """An agent on the list, with how many submissions are its own."""

    id: UUID
    name: str
    registration: str
    domain: str
    contact_email: str
    website: str
    api_keys: tuple[UUID, ...]
    directory_id: str
    keys: int
    status: str
    proposed_by: UUID | None
    proposed_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    suspend_reason: str
    submissions: int
    rev: int


@dataclass(frozen=True)
class PermissionView:
    """What a request of an agent rests on."""

    kind: str
    rights: tuple[str, ...]
    answer_to: str
    copies_to_agent: bool
    valid_from: date
    valid_until: date | None
    status: str
    reusable: bool
    came_here: bool
    ended_by: str


@dataclass(frozen=True)
class Choice:
    """Who gets the answer, in the person's own words; an empty `answer_to` says nothing."""

    answer_to: str
    copies_to_agent: bool


@dataclass(frozen=True)
class AgentCase:
    """What an officer sees of an agent's request: the known agent, what it rests on, and the question to the person."""

    agent: str
    linked_by: str
    registered: bool
    permission: PermissionView | None
    asked_at: datetime | None
    asked_by: str
    answer: str
    authority_shown: bool


def agents() -> list[AgentView]:
    """All agents, those that wait for somebody first, then by name."""
    order = {"proposed": 0, "confirmed": 1, "suspended": 2}
    rows = Agent.objects.annotate(submissions=Count("links")).order_by("name", "id")
    return sorted((_view(row) for row in rows), key=lambda one: order[one.status])


def agent(agent_id: UUID) -> AgentView | None:
    """One agent."""
    row = Agent.objects.annotate(submissions=Count("links")).filter(id=agent_id).first()
    return None if row is None else _view(row)


def is_registered_agent(subject_ref: UUID) -> bool:
    """Whether a submission is a known agent's own. Then its numbers are its business, and no sign of fraud."""
    return AgentLink.objects.filter(subject_ref=subject_ref, agent__status=Agent.Status.CONFIRMED).exists()


def case_of(subject_ref: UUID) -> AgentCase | None:
    """What is known of an agent's request; None where no agent asks or no check was needed."""
    check = Check.objects.filter(subject_ref=subject_ref, capacity="authorized_agent").first()
    if check is None:
        return None
    link = AgentLink.objects.select_related("agent").filter(subject_ref=subject_ref).first()
    question = AgentQuestion.objects.filter(subject_ref=subject_ref).order_by("-asked_at").first()
    rows = _resting(subject_ref)
    return AgentCase(
        agent=link.agent.name if link else "",
        linked_by=link.method if link else "",
        registered=link is not None and link.agent.status == Agent.Status.CONFIRMED,
        permission=_permission(rows[0], subject_ref) if rows else None,
        asked_at=question.asked_at if question else None,
        asked_by=question.contact if question else "",
        answer=question.answer if question else "",
        authority_shown=check.authority_shown,
    )


def answer_choice(subject_ref: UUID) -> Choice | None:
    """What the person said about who gets the answer; None where nothing living says so.

    A copy goes to an agent only where the person said so from a contact on file, or on a paper to an agent we know: a
    paper alone, of an agent nobody knows, may be forged.
    """
    rows = [row for row in _resting(subject_ref) if row.status == "active" and row.answer_to]
    if not rows:
        return None
    said = AgentQuestion.objects.filter(subject_ref=rows[0].subject_ref, answer="yes").exists()
    return Choice(rows[0].answer_to, rows[0].copies_to_agent and (said or is_registered_agent(subject_ref)))


def authority_missing(subject_ref: UUID) -> bool:
    """Whether somebody asks for another, and nothing shows, or shows any more, that they may."""
    check = Check.objects.filter(subject_ref=subject_ref).first()
    if check is None or not check.required or not authority_accepted(capacity=check.capacity):
        return False
    return not check.authority_shown


def person_said_no(subject_ref: UUID) -> bool:
    """Whether the person, asked directly, said that they permitted nobody to ask."""
    return AgentQuestion.objects.filter(subject_ref=subject_ref, answer="no").exists()


def question_of(token: str, *, now: datetime) -> UUID | None:
    """The submission that a living question is about; None for a token that is none, or was answered."""
    known = digest(token)
    rows = AgentQuestion.objects.filter(token_hash=known, answer="", expires_at__gt=now) if known else None
    return None if rows is None else rows.values_list("subject_ref", flat=True).first()


def permission_of(token: str) -> UUID | None:
    """The submission with which a living permission came, by the token of its letter; None for any other token."""
    known = digest(token)
    rows = AgentPermission.objects.filter(token_hash=known, status="active") if known else None
    return None if rows is None else rows.values_list("subject_ref", flat=True).first()


def _resting(subject_ref: UUID) -> list[AgentPermission]:
    """The permissions that a request rests on or rested on, the living first, then the newest."""
    used = Evidence.objects.filter(check_row__subject_ref=subject_ref, recorded_by__startswith=KEPT_MARK)
    ids = [UUID(mark.removeprefix(KEPT_MARK)) for mark in used.values_list("recorded_by", flat=True)]
    rows = AgentPermission.objects.filter(Q(subject_ref=subject_ref) | Q(id__in=ids)).order_by("-kept_at")
    return sorted(rows, key=lambda row: row.status != "active")


def _permission(row: AgentPermission, subject_ref: UUID) -> PermissionView:
    return PermissionView(
        kind=row.kind,
        rights=tuple(row.rights),
        answer_to=row.answer_to,
        copies_to_agent=row.copies_to_agent,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        status=row.status,
        reusable=row.agent_id is not None,
        came_here=row.subject_ref == subject_ref,
        ended_by=row.ended_by,
    )


def _view(row: Agent) -> AgentView:
    return AgentView(
        id=row.id,
        name=row.name,
        registration=row.registration,
        domain=row.domain,
        contact_email=row.contact_email,
        website=row.website,
        api_keys=tuple(row.api_keys),
        directory_id=row.directory_id,
        keys=len(row.verify_keys),
        status=row.status,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        suspend_reason=row.suspend_reason,
        submissions=getattr(row, "submissions", 0),
        rev=row.rev,
    )
