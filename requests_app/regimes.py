"""The law as data: which regimes exist, what each demands, and which of them bind a request.

Pure: knows no framework. The numbers stand in `regimes.toml`; a malformed file stops the start with every fault named.
"""

from collections.abc import Collection, Mapping
from datetime import date

from requests_app.regime_reader import (
    RIGHTS,
    Acknowledgement,
    Book,
    Period,
    Regime,
    RegimesInvalid,
    Residence,
    RightRule,
    Unit,
    load,
    read,
)

__all__ = [
    "BOOK",
    "REGIMES",
    "RIGHTS",
    "Acknowledgement",
    "Book",
    "Period",
    "Regime",
    "RegimesInvalid",
    "Residence",
    "RightRule",
    "Unit",
    "binding",
    "load",
    "read",
]

# State privacy statutes protect people acting for themselves, not staff or business contacts (California differs).
NOT_STATE_CONSUMERS = frozenset({"job_applicant", "employee", "agent_or_jeweler", "vendor"})
SHIPPING_RELATIONSHIPS = frozenset({"shipping_user", "package_recipient"})

BOOK = load()
REGIMES: Mapping[str, Regime] = BOOK.regimes


def binding(
    *,
    residence: Residence,
    relationships: Collection[str],
    companies: Collection[str],
    right: str,
    kinds: Collection[str] = (),
    received_on: date,
    book: Book = BOOK,
) -> list[Regime]:
    """The regimes that bind a request, the public promise first.

    `book` are the rules that count that day; the shipped ones unless said otherwise.
    `companies` are kinds of company (`insurer`, `care_plan`, `shipping`, `agency`); empty for the group as a whole.
    Exemptions of whole companies are no reason to leave a regime out: they excuse items, not the answer.
    """
    return [
        regime
        for regime in book.regimes.values()
        if regime.binds
        and (rule := regime.rule_on(right, received_on)) is not None
        and _kinds_meet(rule, kinds)
        and _reaches(regime, residence, frozenset(relationships), frozenset(companies))
    ]


def _kinds_meet(rule: RightRule, kinds: Collection[str]) -> bool:
    if not rule.kinds:
        return True
    return bool(rule.kinds.intersection(kinds))


def _reaches(regime: Regime, residence: Residence, relationships: frozenset[str], companies: frozenset[str]) -> bool:
    if regime.relationships and not regime.relationships & relationships:
        return False
    if regime.shipping and not _uses_shipping(relationships, companies):
        return False
    if regime.everyone:
        return True
    if residence.country not in (None, "US"):
        return residence.country in regime.countries
    if residence.state not in regime.states:
        return False
    only_as_staff = bool(relationships) and relationships <= NOT_STATE_CONSUMERS
    return not (regime.family == "us_state" and only_as_staff)


def _uses_shipping(relationships: frozenset[str], companies: frozenset[str]) -> bool:
    return bool(SHIPPING_RELATIONSHIPS & relationships) or "shipping" in companies
