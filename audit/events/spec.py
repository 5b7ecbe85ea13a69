"""The shape of a registry entry."""

from dataclasses import dataclass


@dataclass(frozen=True)
class EventSpec:
    """One kind of deed: what it means in one plain sentence, and the facts and reasons that may stand beside it.

    `reasons=None` allows any code as a reason; a set closes the list.
    """

    sentence: str
    facts: frozenset[str]
    reasons: frozenset[str] | None = None


Registry = dict[str, EventSpec]


def event(sentence: str, facts: str = "", *, reasons: str | None = None) -> EventSpec:
    """Return a registry entry; facts and reasons are given as words in one string, for tables that stay readable."""
    return EventSpec(sentence, frozenset(facts.split()), None if reasons is None else frozenset(reasons.split()))
