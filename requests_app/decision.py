"""What an officer decides: the outcome, per item, with grounds. Pure checks; nothing is stored here."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from requests_app import grounds
from requests_app.choices import Right

OUTCOMES = ("completed", "partly_completed", "denied")
GRANTING = frozenset(
    {
        "given",
        "corrected",
        "erased",
        "restricted",
        "stopped",
        "suppressed",
        "review_upheld",
        "review_changed",
        "nothing_found",
    }
)
REFUSING = frozenset({"kept", "withheld"})
FITTING = {
    Right.ACCESS: ("given", "withheld", "nothing_found"),
    Right.DELETION: ("erased", "kept", "nothing_found"),
    Right.CORRECTION: ("corrected", "kept", "nothing_found"),
    Right.RESTRICTION: ("restricted", "kept", "nothing_found"),
    Right.OBJECTION: ("stopped", "kept", "nothing_found"),
    Right.CONSENT_WITHDRAWAL: ("stopped", "kept", "nothing_found"),
    Right.AUTOMATED_DECISION: ("review_upheld", "review_changed", "nothing_found"),
    Right.OPT_OUT: ("suppressed", "kept", "nothing_found"),
    Right.APPEAL: ("given", "erased", "corrected", "restricted", "stopped", "kept", "withheld", "nothing_found"),
}


class Unsound(ValueError):
    """The decision cannot stand; `errors` holds (pointer, message) pairs that say what is missing."""

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        self.errors = list(errors)
        super().__init__(" ".join(message for _pointer, message in errors))


@dataclass(frozen=True)
class DecidedItem:
    """The outcome for one category in one system."""

    category: str
    system: str
    outcome: str
    ground: str = ""
    cite: str = ""
    until: str = ""
    facts: str = ""


@dataclass(frozen=True)
class Decision:
    """A proposed or final answer."""

    outcome: str
    summary: str = ""
    items: tuple[DecidedItem, ...] = field(default_factory=tuple)
    ground: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Decision":
        items = tuple(DecidedItem(**item) for item in stored.get("items", []))
        return cls(stored["outcome"], stored.get("summary", ""), items, stored.get("ground", ""))

    @property
    def refused(self) -> tuple[DecidedItem, ...]:
        return tuple(item for item in self.items if item.outcome in REFUSING)

    @property
    def granted(self) -> tuple[DecidedItem, ...]:
        return tuple(item for item in self.items if item.outcome in GRANTING)

    @property
    def primary_ground(self) -> str:
        """The one code that stands for the case in the yearly figures."""
        if self.outcome == "completed":
            return ""
        return self.ground or next((item.ground for item in self.refused if item.ground), "")


def check(decision: Decision, *, right: str, today: date) -> None:
    """Refuse a decision that the law would not let stand. Raises Unsound naming every fault."""
    errors = [fault for number, item in enumerate(decision.items) for fault in _item_faults(number, item, right, today)]
    errors += _whole_faults(decision, right)
    if errors:
        raise Unsound(errors)


def _item_faults(number: int, item: DecidedItem, right: str, today: date) -> list[tuple[str, str]]:
    where = f"#/items/{number}"
    faults = []
    if item.outcome not in FITTING[Right(right)]:
        faults.append((f"{where}/outcome", f"“{item.outcome}” is no outcome of this right. Choose one from the list."))
    if item.outcome in REFUSING and not item.ground:
        faults.append((f"{where}/ground", "Choose the ground on which this is refused or kept."))
    if item.ground and (item.ground not in grounds.GROUNDS or right not in _rights_of(item.ground)):
        faults.append(
            (f"{where}/ground", f"The ground {item.ground[:30]} does not fit this right. Choose one from the list.")
        )
    if item.until:
        faults += _day_faults(where, item.until, today)
    return faults


def _day_faults(where: str, until: str, today: date) -> list[tuple[str, str]]:
    try:
        day = date.fromisoformat(until)
    except ValueError:
        return [(f"{where}/until", "Give a date that exists, as year-month-day, like 2032-12-31.")]
    if day <= today:
        return [(f"{where}/until", "The day on which a ground lapses lies in the future.")]
    return []


def _rights_of(code: str) -> frozenset[str]:
    return frozenset(grounds.GROUNDS[code].rights) | {Right.APPEAL}


def _whole_faults(decision: Decision, right: str) -> list[tuple[str, str]]:
    refused = decision.refused
    if decision.outcome not in OUTCOMES:
        return [("#/outcome", "Choose completed, partly_completed or denied.")]
    if decision.outcome == "completed" and refused:
        return [("#/outcome", "Something is refused or kept, so this is answered in part.")]
    if decision.outcome == "partly_completed" and not (refused and len(refused) < len(decision.items)):
        return [("#/outcome", "An answer in part names at least one thing granted and one refused.")]
    if decision.outcome == "denied" and not (decision.ground or refused):
        return [("#/ground", "Choose the ground of the refusal.")]
    if decision.outcome == "denied" and decision.ground and decision.ground not in grounds.GROUNDS:
        return [("#/ground", "Choose a ground from the list.")]
    if decision.outcome == "denied" and not decision.summary.strip():
        return [("#/summary", "Say in plain words what the facts are. The law wants a specific reason.")]
    return []
