"""What a person permitted an agent: kept once, used for later requests of the same agent, taken back at any time.

Kept for reuse only where the agent is known (`agents.recognise`): else whoever types its name would inherit it. A power
of attorney suffices by itself and is never demanded (11 CCR 7063(b); Cal. Prob. 4121-4130).
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from audit.actors import Actor
from audit.facts import FactValue
from vault.blind import blind_index
from verification.agent_selectors import KEPT_MARK
from verification.methods import direct_confirmation, facts_on_file
from verification.models import Agent, AgentPermission, Check, Evidence
from verification.signals import authority_withdrawn

from . import agents
from .checks import locked_check

AGENT = "authorized_agent"
# What is one person's own. A ZIP code, an address or a shop is shared by people of one name.
OWN_POINTS = (
    "email", "phone", "policy_number", "care_plan_number", "claim_number", "shipment_tracking", "customer_number",
    "employee_number", "account_username",
)  # fmt: skip
KEPT = "kept_permission"
# How a permission ends, and the event of it.
ENDED = {"revoked": "permission.revoked", "disputed": "permission.disputed"}


@dataclass(frozen=True)
class Terms:
    """What the paper says. `rights` empty: all. `answer_to` empty: the paper does not say who gets the answer."""

    kind: str
    valid_from: date
    valid_until: date | None = None
    rights: tuple[str, ...] = ()
    answer_to: str = ""
    copies_to_agent: bool = False


@dataclass(frozen=True)
class Person:
    """The person as blind keys in hex: of the directory, and name with each point of their own."""

    key: str
    named: tuple[str, ...]

    def may_be(self, permission: AgentPermission) -> bool:
        """Whether a permission is this person's. Two people of the directory are never one, whatever was typed."""
        if self.key and permission.person:
            return self.key == permission.person
        return not set(self.named).isdisjoint(permission.named)


def keep(check: Check, terms: Terms, *, reusable: bool, by: Actor, now: datetime) -> tuple[UUID, str]:
    """Write down what a person permitted, of a locked check. Internal to verification's services."""
    link = agents.recognise(check, by=by, now=now) if reusable else None
    agent = link.agent if link is not None else None
    person = person_of(check)
    row = _present(check, agent, person) or AgentPermission(kept_at=now)
    if row.subject_ref not in {None, check.subject_ref}:
        _still_rests(row, now=now)
    row.agent, row.subject_ref, row.person, row.named = agent, check.subject_ref, person.key, list(person.named)
    row.kind, row.rights, row.valid_from, row.valid_until = (
        terms.kind, sorted(set(terms.rights)), terms.valid_from, terms.valid_until
    )  # fmt: skip
    row.answer_to, row.copies_to_agent = terms.answer_to, terms.copies_to_agent
    token = secrets.token_urlsafe(direct_confirmation.TOKEN_BYTES)
    row.token_hash = direct_confirmation.digest(token)
    facts: dict[str, FactValue] = {
        "agent": str(agent.id) if agent else "unknown",
        "authority": terms.kind,
        "rights": list(row.rights) or ["all"],
        "valid_from": terms.valid_from.isoformat(),
        "valid_until": terms.valid_until.isoformat() if terms.valid_until else "open",
        "answer_to": terms.answer_to or "unsaid",
        "copies": terms.copies_to_agent,
    }
    agents.save(row, "permission.kept", by=by, now=now, facts=facts, request=check.subject_ref)
    return row.id, token


def _still_rests(row: AgentPermission, *, now: datetime) -> None:
    """The request with which a permission came still rests on it when it comes anew with another: it ends for both."""
    earlier = Check.objects.filter(subject_ref=row.subject_ref, forgotten_at=None).first()
    if earlier is not None:
        Evidence.objects.get_or_create(
            check_row=earlier, method=KEPT, recorded_by=_mark(row.id),
            defaults={"points": [row.kind], "reason": "", "at": now},
        )  # fmt: skip


def use_kept(check: Check, *, by: Actor, now: datetime) -> bool:
    """Let a permission that was kept serve for a locked check of the same agent and person. Workers only."""
    if check.capacity != AGENT or check.authority_shown:
        return False
    link = agents.recognise(check, by=by, now=now)
    found = _standing(check, link.agent) if link is not None else None
    if found is None:
        return False
    # Written as evidence, so that the officer sees on what the authority rests, and a withdrawal finds it.
    Evidence.objects.create(
        check_row=check, method=KEPT, points=[found.kind], reason="", recorded_by=_mark(found.id), at=now
    )
    check.authority_shown = True
    facts: dict[str, FactValue] = {"agent": str(found.agent_id), "authority": found.kind, "permission": str(found.id)}
    agents.save(check, "permission.used", by=by, now=now, facts=facts, request=check.subject_ref)
    return True


def end(permission: AgentPermission, status: str, *, way: str, by: Actor, now: datetime) -> set[UUID]:
    """End a permission; every request that rests on it loses its authority. Gives those. Internal to the services.

    Checks are locked before permissions, as everywhere.
    """
    used = Evidence.objects.filter(recorded_by=_mark(permission.id)).values_list("check_row__subject_ref", flat=True)
    checks = [locked_check(subject_ref) for subject_ref in sorted({permission.subject_ref, *used})]
    row = AgentPermission.objects.select_for_update().filter(id=permission.id, status="active").first()
    if row is None:
        return set()
    row.status, row.ended_at, row.ended_by = status, now, way
    facts: dict[str, FactValue] = {"agent": str(row.agent_id or "unknown"), "way": way}
    agents.save(row, ENDED[status], by=by, now=now, facts=facts, request=row.subject_ref)
    for check in checks:
        withdraw(check, way=way, by=by, now=now)
    return {check.subject_ref for check in checks}


def withdraw(check: Check, *, way: str, by: Actor, now: datetime) -> None:
    """The agent may not ask any more: a locked check lacks its authority again, and the core is told."""
    if check.authority_shown:
        check.authority_shown = False
        facts: dict[str, FactValue] = {"authority": "permission", "outcome": "withdrawn", "method": way}
        agents.save(check, "identity.authority_recorded", by=by, now=now, facts=facts, request=check.subject_ref)
    authority_withdrawn.send(sender=Check, subject_ref=check.subject_ref, way=way, by=by, now=now)


def person_of(check: Check) -> Person:
    """Who a check is about, as blind keys."""
    key = blind_index(check.person_key, purpose="permission.person").hex() if check.person_key else ""
    typed = facts_on_file.flatten(check.claims)
    name = " ".join(typed.get(part, "") for part in ("given_name", "family_name")).strip()
    points = {kind: typed[kind] for kind in OWN_POINTS if kind in typed}
    named = {blind_index(f"{name}|{kind}|{value}", purpose="permission.named").hex() for kind, value in points.items()}
    both = typed.get("given_name") and typed.get("family_name")
    return Person(key, tuple(sorted(named)) if both else ())


def theirs(rows: QuerySet[AgentPermission], person: Person) -> list[AgentPermission]:
    """Those of one person, the newest first."""
    found = rows.filter(Q(person=person.key, person__gt="") | Q(named__overlap=list(person.named)))
    return [row for row in found.order_by("-kept_at") if person.may_be(row)]


def _present(check: Check, agent: Agent | None, person: Person) -> AgentPermission | None:
    """The one permission of this person to this agent; of an unknown agent, the one of this very submission."""
    rows = AgentPermission.objects.select_for_update().filter(status="active")
    if agent is None:
        return rows.filter(agent=None, subject_ref=check.subject_ref).first()
    return next(iter(theirs(rows.filter(agent=agent), person)), None)


def _standing(check: Check, agent: Agent) -> AgentPermission | None:
    """The permission that covers all that this agent asks for this person, on the day of receipt."""
    day = timezone.localdate(check.received_at)
    asked = set(check.claims.get("rights") or [])
    active = AgentPermission.objects.filter(agent=agent, status="active", valid_from__lte=day)
    living = active.filter(Q(valid_until=None) | Q(valid_until__gte=day))
    return next((row for row in theirs(living, person_of(check)) if not row.rights or asked <= set(row.rights)), None)


def _mark(permission_id: UUID) -> str:
    return f"{KEPT_MARK}{permission_id}"
