"""The list of known agents: put forward by one person, confirmed by another; and which submissions are theirs.

A typed name links nothing. A submission is an agent's own when it came with the agent's API key, or when whoever filed
it showed that they read mail at the agent's address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from accounts.roles import Permission
from audit import ledger, together
from audit.actors import Actor
from audit.facts import FactValue
from audit.rows import AuditedRow
from verification.directories import normalise
from verification.methods import one_time
from verification.models import Agent, AgentLink, Check, Contact

from .errors import NoSuchAgent, NotAllowed

# Where anybody can have a mailbox: reading mail there shows nothing about an organisation.
PUBLIC_MAILBOXES = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com",
        "icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "gmx.com", "gmx.net", "mail.com",
        "zoho.com", "fastmail.com", "comcast.net", "att.net", "verizon.net", "sbcglobal.net", "cox.net",
    }
)  # fmt: skip


class Changed(ValueError):
    """Other facts were put forward since these were read: nobody confirms what they have not seen."""


class Unsound(ValueError):
    """These facts cannot be kept; the message says why."""


@dataclass(frozen=True)
class AgentFacts:
    """What is known of an agent. Its mail is recognised by `domain` or `contact_email`, its programs by `api_keys`."""

    name: str
    registration: str = ""
    domain: str = ""
    contact_email: str = ""
    website: str = ""
    api_keys: tuple[UUID, ...] = ()


@transaction.atomic
def propose_agent(*, facts: AgentFacts, by: Principal, now: datetime, agent_id: UUID | None = None) -> Agent:
    """Put an agent forward, or other facts about a known one; it counts when somebody else has confirmed it.

    Raises `NotAllowed`, `NoSuchAgent`, `Unsound`.
    """
    if not by.may(Permission.RULES_PROPOSE) or by.user_id is None:
        raise NotAllowed
    agent = Agent(proposed_at=now) if agent_id is None else _locked(agent_id)
    _check(facts, agent)
    previous = "" if agent_id is None else str(agent.status)
    agent.name, agent.registration, agent.website = facts.name.strip(), facts.registration.strip(), facts.website
    agent.domain, agent.contact_email = facts.domain.strip().lower(), facts.contact_email.strip()
    agent.api_keys = sorted(set(facts.api_keys), key=str)
    agent.status, agent.proposed_by, agent.proposed_at = Agent.Status.PROPOSED, by.user_id, now
    agent.decided_by, agent.decided_at, agent.suspend_reason = None, None, ""
    kept: dict[str, FactValue] = {"source": "page", "keys": len(agent.api_keys), "previous": previous or "new"}
    save(agent, "agent.proposed", by=by.actor, now=now, facts=kept)
    return agent


@transaction.atomic
def confirm_agent(*, agent_id: UUID, by: Principal, now: datetime, rev: int | None = None) -> Agent:
    """Let an agent count as known; `rev` is the revision that was read.

    Raises `NotAllowed` for whoever put it forward, `Changed`, `NoSuchAgent`.
    """
    if not by.may(Permission.RULES_APPROVE) or by.user_id is None:
        raise NotAllowed
    agent = _locked(agent_id)
    if rev is not None and agent.rev != rev:
        raise Changed
    if agent.status == Agent.Status.CONFIRMED:
        return agent
    if agent.proposed_by == by.user_id:
        raise NotAllowed
    previous = str(agent.status)
    agent.status, agent.decided_by, agent.decided_at = Agent.Status.CONFIRMED, by.user_id, now
    agent.suspend_reason = ""
    facts: dict[str, FactValue] = {"keys": len(agent.api_keys), "previous": previous}
    if agent.proposed_by:
        facts["proposed_by"] = str(agent.proposed_by)
    save(agent, "agent.confirmed", by=by.actor, now=now, facts=facts)
    return agent


@transaction.atomic
def suspend_agent(*, agent_id: UUID, reason: str, by: Principal, now: datetime) -> Agent:
    """Do not count an agent as known any more, at once. Its opt-outs still go through: those need no agent at all.

    Raises `NotAllowed`, `NoSuchAgent`, `Unsound` without a reason.
    """
    if not by.may(Permission.RULES_APPROVE) or by.user_id is None:
        raise NotAllowed
    if not reason.strip():
        raise Unsound("Say why, so that others can judge it later.")
    agent = _locked(agent_id)
    if agent.status == Agent.Status.SUSPENDED:
        return agent
    previous = str(agent.status)
    # Whoever suspended it is not the one who put it forward again: the next confirmation is a second pair of eyes.
    agent.status, agent.proposed_by, agent.suspend_reason = Agent.Status.SUSPENDED, by.user_id, reason.strip()
    agent.decided_by, agent.decided_at = by.user_id, now
    facts: dict[str, FactValue] = {"previous": previous, "length": len(reason)}
    save(agent, "agent.suspended", by=by.actor, now=now, facts=facts)
    return agent


@transaction.atomic
def suspend_again(*, agent_id: UUID, by: Actor, now: datetime) -> bool:
    """After a restore: an agent that was suspended since the backup does not count as known. False if it does not."""
    agent = Agent.objects.select_for_update().filter(id=agent_id, status=Agent.Status.CONFIRMED).first()
    if agent is None:
        return False
    agent.status, agent.decided_at = Agent.Status.SUSPENDED, now
    save(agent, "agent.suspended", by=by, now=now, facts={"previous": "confirmed", "length": 0})
    return True


def link_by_key(*, subject_ref: UUID, key: UUID | None, now: datetime) -> UUID | None:
    """A submission that came with the key of a confirmed agent is that agent's own. Gives the agent's id.

    Within the filing of the submission, whose entry names the agent.
    """
    if key is None:
        return None
    agent_id = together.known(f"agent.key/{key}", lambda: _agent_with(key))
    if agent_id is not None:
        link = AgentLink(subject_ref=subject_ref, agent_id=agent_id, method="api_key", at=now)
        if not together.hold(link):
            link.save(force_insert=True)
    return agent_id


def recognise(check: Check, *, by: Actor, now: datetime) -> AgentLink | None:
    """Whose own the submission of a locked check is: of a confirmed agent, by key or by a mailbox that was shown.

    What is found for the first time is recorded. Workers and staff only.
    """
    if check.capacity != "authorized_agent":
        return None
    link = AgentLink.objects.select_related("agent").filter(subject_ref=check.subject_ref).first()
    if link is None:
        link = _by_address(check, now=now)
        if link is not None:
            facts: dict[str, FactValue] = {"agent": str(link.agent_id), "method": link.method}
            save(check, "identity.agent_linked", by=by, now=now, facts=facts, request=check.subject_ref)
    return link if link is not None and link.agent.status == Agent.Status.CONFIRMED else None


def save(
    row: AuditedRow,
    event: str,
    *,
    by: Actor,
    now: datetime,
    facts: Mapping[str, FactValue],
    request: UUID | None = None,
) -> None:
    """Save a row under its next revision, and record why. Internal to verification's services."""
    subject = row.next_subject()
    row.save()
    ledger.record(event, actor=by, subject=subject, at=now, request=request, facts=facts)


def _by_address(check: Check, *, now: datetime) -> AgentLink | None:
    """The one agent whose mail the requester was shown to read, at the address that the agent's request came with."""
    proved = one_time.proved(check, Contact.Kind.EMAIL)
    # What was named later may be anybody's: the agent speaks from where it asked.
    read = {normalise.email(row.value) for row in proved if not row.further} - {""}
    domains = {address.rpartition("@")[2] for address in read}
    known = Agent.objects.filter(status=Agent.Status.CONFIRMED) if read else []
    fitting = [one for one in known if one.domain in domains or normalise.email(one.contact_email) in read]
    if len(fitting) != 1:
        return None
    return AgentLink.objects.create(subject_ref=check.subject_ref, agent=fitting[0], method="proved_address", at=now)


def _agent_with(key: UUID) -> UUID | None:
    rows = Agent.objects.filter(api_keys__contains=[key], status=Agent.Status.CONFIRMED)
    return rows.values_list("id", flat=True).first()


def _locked(agent_id: UUID) -> Agent:
    agent = Agent.objects.select_for_update().filter(id=agent_id).first()
    if agent is None:
        raise NoSuchAgent
    return agent


def _check(facts: AgentFacts, agent: Agent) -> None:
    if not facts.name.strip():
        raise Unsound("Give the name of the agent.")
    if facts.domain.strip().lower() in PUBLIC_MAILBOXES:
        raise Unsound("Anybody can have a mailbox there. Give the one address of the agent instead.")
    others = Agent.objects.exclude(id=agent.id)
    if facts.domain and others.filter(domain=facts.domain.strip().lower()).exists():
        raise Unsound("Another agent has this domain.")
    if facts.api_keys and others.filter(api_keys__overlap=list(facts.api_keys)).exists():
        raise Unsound("Another agent uses this API key.")
