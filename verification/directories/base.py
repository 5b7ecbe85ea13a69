"""What a directory is: a place where the company keeps facts about the people it knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol


@dataclass(frozen=True)
class OnFile:
    """A contact point that the company has, and since when."""

    kind: str  # email, phone or post
    value: str | dict[str, Any]
    since: date | None


@dataclass(frozen=True)
class Candidate:
    """A person in a directory who may be the one asked about. `facts` are normalised already."""

    person_key: str
    facts: Mapping[str, str]
    on_file: tuple[OnFile, ...] = field(default=())


class Directory(Protocol):
    """The door to one source of facts. Called by workers only: the public path never looks a person up."""

    slug: str

    def find(self, points: Mapping[str, str]) -> list[Candidate]:
        """The people who share at least one of these normalised points."""
        ...


class DirectoryDown(Exception):
    """The source did not answer; the job is tried again later."""
