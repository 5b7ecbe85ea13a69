"""Who acted, and on what: the two opaque halves of every ledger entry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from audit.ids import new_id


class ActorType(StrEnum):
    """The four kinds of hands that can touch the portal."""

    CONSUMER = "consumer"
    STAFF = "staff"
    API_CLIENT = "api_client"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """One pair of hands: an opaque id, never a name or an address.

    `session` is an opaque session id, `aal` the strength of the sign-in (0 none, 1 password, 2 second factor).
    """

    type: ActorType
    id: str
    session: str | None = None
    aal: int = 0

    @classmethod
    def system(cls, name: str) -> Actor:
        """Return the portal itself, named after what it was doing, such as `sweep.acknowledge`."""
        return cls(ActorType.SYSTEM, name)


SYSTEM = Actor(ActorType.SYSTEM, "portal")


@dataclass(frozen=True)
class Subject:
    """What was acted on: one revision of one row. `rev` counts from 1 without gaps."""

    type: str
    id: UUID
    rev: int

    @classmethod
    def event(cls, kind: str) -> Subject:
        """Return a subject of its own for a deed that changes no row: a read, a sign-in, a search."""
        return cls(kind, new_id(), 1)
