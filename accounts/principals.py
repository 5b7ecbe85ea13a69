"""Who acts, and what they may do. Every verb of the core takes one as `by`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from accounts import roles, scopes
from accounts.roles import Permission
from audit.actors import Actor, ActorType

if TYPE_CHECKING:
    from accounts.models import ApiKey, User


@dataclass(frozen=True)
class Scope:
    """What a guest auditor may see besides the wall of companies; None does not limit.

    Requests received from `since` to before `until` (instants), and of those only `requests` (ids).
    """

    since: datetime | None = None
    until: datetime | None = None
    requests: frozenset[UUID] | None = None

    def covers(self, request_id: UUID, received_at: datetime) -> bool:
        """Whether a request of this id, received at this instant, may be seen."""
        late_enough = self.since is None or received_at >= self.since
        early_enough = self.until is None or received_at < self.until
        return late_enough and early_enough and (self.requests is None or request_id in self.requests)


@dataclass(frozen=True)
class Principal:
    """Somebody who acts: a consumer, a member of staff, a program with a key, or the portal itself.

    `companies` is the wall: None sees all companies of the group. `user_id` is the member of staff who acts or who
    stands behind the key. `submission_id` is the one submission that a consumer may see. `scope` narrows what a guest
    sees.
    """

    kind: ActorType
    id: str
    actor: Actor
    permissions: frozenset[Permission] = frozenset()
    companies: frozenset[str] | None = None
    user_id: UUID | None = None
    scopes: frozenset[str] = frozenset()
    submission_id: UUID | None = None
    name: str = ""
    scope: Scope | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the table allows this to them at all; a request's own rules come on top."""
        return permission in self.permissions

    def may_see_company(self, slug: str) -> bool:
        """Whether requests towards this company lie on their side of the wall."""
        return self.companies is None or slug in self.companies

    @property
    def is_limited(self) -> bool:
        """Whether only a part of the house is shown to them."""
        return self.companies is not None or self.scope is not None

    @property
    def is_staff(self) -> bool:
        return self.kind is ActorType.STAFF

    @property
    def person(self) -> UUID:
        """The member of staff who acts or stands behind the key. Only what staff alone may do asks this."""
        if self.user_id is None:
            raise ValueError(f"{self.kind} is no person")
        return self.user_id

    @property
    def sees_all_submissions(self) -> bool:
        """False for a key that is bound to what it filed itself."""
        return self.is_staff or scopes.Scope.REQUESTS_READ_ALL in self.scopes

    @classmethod
    def consumer(cls, submission_id: UUID, session: str | None = None) -> Principal:
        """Whoever showed the reference and access code of one submission."""
        actor = Actor(ActorType.CONSUMER, str(submission_id), session, 1)
        return cls(ActorType.CONSUMER, actor.id, actor, submission_id=submission_id)

    @classmethod
    def staff(cls, user: User, session: str | None = None, aal: int = 2) -> Principal:
        """A member of staff with the rights of their roles."""
        actor = Actor(ActorType.STAFF, str(user.id), session, aal)
        return cls(
            ActorType.STAFF,
            actor.id,
            actor,
            permissions=permissions_of(user),
            companies=_wall(user),
            user_id=user.id,
            name=user.display_name,
            scope=_scope(user),
        )

    @classmethod
    def api_client(cls, key: ApiKey) -> Principal:
        """A program: what its scopes say, within its owner's company wall and limits."""
        held = scopes.allowed(key.scopes, owner=permissions_of(key.user), withheld=withheld_from(key.user))
        actor = Actor(ActorType.API_CLIENT, str(key.id))
        return cls(
            ActorType.API_CLIENT,
            actor.id,
            actor,
            permissions=scopes.permissions_of(held),
            companies=_wall(key.user),
            user_id=key.user_id,
            scopes=held,
            name=key.name,
            scope=_scope(key.user),
        )

    @classmethod
    def system(cls, name: str) -> Principal:
        """The portal itself, such as `sweep.acknowledge`. It holds no permission: its verbs ask for its kind."""
        return cls(ActorType.SYSTEM, name, Actor.system(name), name=name)


def permissions_of(user: User) -> frozenset[Permission]:
    """What the roles of a member of staff or a guest allow, less what their limits withhold."""
    return roles.permissions_of(user.roles) - withheld_from(user)


def _wall(user: User) -> frozenset[str] | None:
    return frozenset(user.companies) or None


def _scope(user: User) -> Scope | None:
    if user.scope_since is None and user.scope_until is None and not user.scope_requests:
        return None
    return Scope(user.scope_since, user.scope_until, frozenset(user.scope_requests) or None)


def withheld_from(user: User) -> frozenset[Permission]:
    """Figures and reports count the whole house: an auditor who may see a part of it does not get them."""
    only_audits = set(user.roles) == {roles.Role.AUDITOR}
    part = _scope(user) is not None or (only_audits and bool(user.companies))
    return roles.WHOLE_HOUSE if part else frozenset()
