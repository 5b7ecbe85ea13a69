"""What an officer decides: the outcome, per item, with grounds. Pure checks; nothing is stored here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from requests_app import grounds, must_also
from requests_app.choices import Right
from requests_app.must_also import Circumstances, Reason

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
FITTING: dict[str, tuple[str, ...]] = {
    Right.ACCESS: ("given", "withheld", "nothing_found"),
    Right.DELETION: ("erased", "kept", "nothing_found"),
    Right.CORRECTION: ("corrected", "kept", "nothing_found"),
    Right.RESTRICTION: ("restricted", "kept", "nothing_found"),
    Right.OBJECTION: ("stopped", "kept", "nothing_found"),
    Right.CONSENT_WITHDRAWAL: ("stopped", "kept", "nothing_found"),
    Right.AUTOMATED_DECISION: ("review_upheld", "review_changed", "nothing_found"),
    Right.OPT_OUT: ("suppressed", "kept", "nothing_found"),
}
# Rights whose work begins with a search: what it brings has to be given, withheld, erased or kept.
FINDING = frozenset({Right.ACCESS, Right.DELETION})
# Whatever the first answer could have been.
FITTING[Right.APPEAL] = tuple(dict.fromkeys(outcome for outcomes in FITTING.values() for outcome in outcomes))


class Unsound(ValueError):
    """The decision cannot stand; `errors` holds (pointer, message) pairs that say what is missing."""

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        self.errors = list(errors)
        super().__init__(" ".join(message for _pointer, message in errors))


# Grounds on which the law lets us ask a fee instead of refusing, and rights that never cost anything.
FEE_GROUNDS = frozenset({"EXCESSIVE", "FREQ-2X12"})
NEVER_A_FEE = frozenset({Right.OPT_OUT, Right.CONSENT_WITHDRAWAL, Right.APPEAL})
FEE = re.compile(r"[1-9]\d{0,3}(\.\d{2})?")


@dataclass(frozen=True)
class DecidedItem:
    """The outcome for one category in one system. `retention` is the rule that keeps it, from `triggered_on` on."""

    category: str
    system: str
    outcome: str
    ground: str = ""
    cite: str = ""
    until: str = ""
    facts: str = ""
    retention: str = ""
    triggered_on: str = ""


@dataclass(frozen=True)
class Decision:
    """A proposed or final answer.

    `ground`, `cite` and `until` are those of a refusal as a whole. `evidence` stays inside: what shows that a request
    is excessive, how interests were weighed, the number of a matter. `fee` is what it would cost, in US dollars.
    """

    outcome: str
    summary: str = ""
    items: tuple[DecidedItem, ...] = field(default_factory=tuple)
    ground: str = ""
    cite: str = ""
    until: str = ""
    evidence: str = ""
    fee: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Decision":
        items = tuple(DecidedItem(**item) for item in stored.get("items", []))
        more = {name: stored.get(name, "") for name in ("summary", "ground", "cite", "until", "evidence", "fee")}
        return cls(stored["outcome"], items=items, **more)

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


def filled(decision: Decision) -> Decision:
    """The same with what a rule for keeping records says by itself: its citation, and the day its years end."""
    return replace(decision, items=tuple(_filled(item) for item in decision.items))


def _filled(item: DecidedItem) -> DecidedItem:
    rule = grounds.RETENTIONS.get(item.retention)
    if rule is None:
        return item
    started = _day(item.triggered_on)
    end = rule.until(started) if started and not item.until else None
    return replace(item, cite=item.cite or rule.cite, until=item.until or (end.isoformat() if end else ""))


def check(decision: Decision, *, right: str, known: Circumstances) -> None:
    """Refuse a decision that the law would not let stand. Raises Unsound naming every fault.

    `right` is the request's own; `known.right` that of the original, where this is an appeal.
    """
    errors = [fault for number, item in enumerate(decision.items) for fault in _item_faults(number, item, known)]
    errors += _whole_faults(decision, known) or _left_out(decision, right, known) or _law_faults(decision, known)
    errors += _fee_faults(decision, right)
    if errors:
        raise Unsound(errors)


def _item_faults(number: int, item: DecidedItem, known: Circumstances) -> list[tuple[str, str]]:
    where = f"#/items/{number}"
    faults = []
    if item.outcome not in FITTING[Right(known.right)]:
        faults.append((f"{where}/outcome", f"“{item.outcome}” is no outcome of this right. Choose one from the list."))
    if item.outcome == "nothing_found" and _was_found(item, known):
        faults.append((f"{where}/outcome", "Something was found there. Say what becomes of it."))
    if item.outcome in REFUSING and not item.ground:
        faults.append((f"{where}/ground", "Choose the ground on which this is refused or kept."))
    if item.ground and item.ground not in known.fits:
        faults.append((f"{where}/ground", _unfit(item.ground)))
    if item.triggered_on and _day(item.triggered_on) is None:
        faults.append((f"{where}/triggered_on", EXISTS))
    return faults + _day_faults(where, item.until, known.today)


def _was_found(item: DecidedItem, known: Circumstances) -> bool:
    return known.right in FINDING and (item.category, item.system) in known.found


def _left_out(decision: Decision, right: str, known: Circumstances) -> list[tuple[str, str]]:
    """A deletion leaves nothing where it was found without saying so. An appeal is about single things."""
    if right != Right.DELETION or (decision.outcome == "denied" and not decision.refused):
        return []
    left = known.found - {(item.category, item.system) for item in decision.items}
    places = ", ".join(f"{category} in {system}" for category, system in sorted(left))
    return [("#/items", f"Say of everything that was found what becomes of it. Missing: {places}.")] if left else []


EXISTS = "Give a date that exists, as year-month-day, like 2032-12-31."


def _unfit(code: str) -> str:
    return f"The ground {code[:30]} does not fit this right. Choose one from the list."


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _day_faults(where: str, until: str, today: date) -> list[tuple[str, str]]:
    if not until:
        return []
    day = _day(until)
    if day is None:
        return [(f"{where}/until", EXISTS)]
    if day <= today:
        return [(f"{where}/until", "The day on which a ground lapses lies in the future.")]
    return []


def _whole_faults(decision: Decision, known: Circumstances) -> list[tuple[str, str]]:
    refused = decision.refused
    if decision.outcome not in OUTCOMES:
        return [("#/outcome", "Choose completed, partly_completed or denied.")]
    if decision.outcome == "completed" and refused:
        return [("#/outcome", "Something is refused or kept, so this is answered in part.")]
    if decision.outcome == "partly_completed" and not (refused and len(refused) < len(decision.items)):
        return [("#/outcome", "An answer in part names at least one thing granted and one refused.")]
    if decision.outcome != "denied":
        return [("#/ground", "Choose a ground here only where everything is refused.")] if decision.ground else []
    if any(item.outcome != "nothing_found" for item in decision.granted):
        return [("#/outcome", "Something is granted, so this is answered in part.")]
    if not (decision.ground or refused):
        return [("#/ground", "Choose the ground of the refusal.")]
    if decision.ground and decision.ground not in grounds.GROUNDS:
        return [("#/ground", "Choose a ground from the list.")]
    if decision.ground and decision.ground not in known.fits:
        return [("#/ground", _unfit(decision.ground))]
    if not decision.summary.strip():
        return [("#/summary", "Say in plain words what the facts are. The law wants a specific reason.")]
    return _day_faults("#", decision.until, known.today)


def _law_faults(decision: Decision, known: Circumstances) -> list[tuple[str, str]]:
    """What has to go with the grounds and is not there."""
    return [
        (pointer, sentence)
        for where, reason in _reasons(decision)
        for name, sentence in must_also.faults(reason, known)
        for pointer in [_pointer(where, name)]
    ]


def _reasons(decision: Decision) -> list[tuple[str, Reason]]:
    """Every refusal with the place of its faults: those of single items, else that of the request as a whole."""
    denied, evidence = decision.outcome == "denied", decision.evidence
    single = [
        (f"#/items/{number}", _reason_of(item, decision))
        for number, item in enumerate(decision.items)
        if item.outcome in REFUSING and item.ground
    ]
    if single or not (denied and decision.ground):
        return single
    whole = Reason(
        decision.ground, decision.summary, decision.cite, decision.until, evidence=evidence, whole=True, denied=denied
    )
    return [("#", whole)]


def _reason_of(item: DecidedItem, decision: Decision) -> Reason:
    return Reason(
        item.ground,
        facts=f"{item.facts} {decision.summary}",
        cite=item.cite,
        until=item.until,
        retention=item.retention,
        evidence=decision.evidence,
        category=item.category,
        system=item.system,
        denied=decision.outcome == "denied",
    )


def _pointer(where: str, name: str) -> str:
    if name == "evidence":
        return "#/evidence"
    return "#/summary" if (where, name) == ("#", "facts") else f"{where}/{name}"


def _fee_faults(decision: Decision, right: str) -> list[tuple[str, str]]:
    if not decision.fee:
        return []
    used = {decision.ground if decision.outcome == "denied" else ""} | {item.ground for item in decision.refused}
    if right in NEVER_A_FEE:
        return [("#/fee", "This right never costs anything.")]
    if decision.outcome == "completed" or not used & FEE_GROUNDS:
        return [("#/fee", "A fee can only be offered where a request is excessive or beyond the free ones of a year.")]
    if not FEE.fullmatch(decision.fee):
        return [("#/fee", "Give the amount in dollars, such as 25.00.")]
    if not decision.evidence.strip():
        return [("#/evidence", "Write down what the fee rests on: the evidence, and what the work costs us.")]
    return []
