"""The days that an answer covers. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar


class Dated(Protocol):
    """What may say when it was collected."""

    @property
    def collected_on(self) -> date | None:
        """The day; None where it is not known."""


Thing = TypeVar("Thing", bound=Dated)


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included; None: no limit on that side."""

    first: date | None = None
    last: date | None = None

    def covers(self, day: date | None) -> bool:
        """Whether something of this day belongs to it. What has no date always does: it may be of any day."""
        return day is None or ((not self.first or day >= self.first) and (not self.last or day <= self.last))

    def within(self, things: Iterable[Thing]) -> list[Thing]:
        """The things that belong to it, in their order."""
        return [thing for thing in things if self.covers(thing.collected_on)]

    @property
    def limited(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.first or self.last)

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "Period":
        """The period that the facts of a package name: `period_from` and `period_to`, days or empty."""
        first, last = str(facts.get("period_from") or ""), str(facts.get("period_to") or "")
        return cls(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


WHOLE = Period()
