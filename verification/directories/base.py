"""What a directory is: a place where the company keeps facts about the people it knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

# The facts by which somebody can be found. The others are shared by too many: they are only compared afterwards.
FINDS = (
    "policy_number", "care_plan_number", "claim_number", "shipment_tracking", "customer_number", "employee_number",
    "account_username", "email", "phone",
)  # fmt: skip
# Found together only: a birthday is shared by thousands, a name by millions.
NAME_AND_BIRTH = ("family_name", "date_of_birth")
# More people than this share a fact: it tells nobody from anybody.
FEW = 200


@dataclass(frozen=True)
class OnFile:
    """A contact point that the company has, since when, and when its entry was last changed, where the source says."""

    kind: str  # email, phone or post
    value: str | dict[str, Any]
    since: date | None
    changed_on: date | None = None


@dataclass(frozen=True)
class Candidate:
    """A person in a directory who may be the one asked about.

    `facts` are normalised already; one kind may have several values, as somebody has several policies. `key_space`
    says whose keys these are: two directories that name the same space mean the same person by the same key.
    """

    person_key: str
    facts: Mapping[str, frozenset[str]]
    on_file: tuple[OnFile, ...] = field(default=())
    key_space: str = ""


class Directory(Protocol):
    """The door to one source of facts. Called by workers and staff: the public path never looks a person up."""

    slug: str

    def find(self, points: Mapping[str, str]) -> list[Candidate]:
        """The people who share at least one of these normalised points, with all their facts.

        A point that more than `FEW` people share finds nobody, and is no fact of theirs. Raises `DirectoryDown`
        where not all could be read, `TooMany` where the source names more than can be told apart.
        """
        ...

    def remarks(self, *, now: datetime) -> list[str]:
        """Ask whether it answers. Gives what an administrator should mend, a sentence each. Raises `DirectoryDown`."""
        ...


class DirectoryDown(Exception):
    """The source did not answer as agreed; the job is tried again later. The text never holds a value."""


class TooMany(Exception):
    """The source names more people than can be told apart: nobody is concluded from that."""
