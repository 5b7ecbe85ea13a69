"""The table right × requester × method as the code has it: for the reference page, and for tests of the rules.

It is made by asking the methods themselves, with everything set up and every contact given; so it cannot say anything
that the code does not do. The channel plays no part: nothing in this package knows one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import getdoc

from .assurance import AUTHORITIES, MIN_POINTS, RULES, Rule, Tier, also_checked, authority_accepted, fallback_scope
from .methods import registry
from .models import Check

EVERYBODY = tuple(AUTHORITIES)


@dataclass(frozen=True)
class Row:
    """One right, asked by one kind of requester: what is asked for, and what a failed proof becomes."""

    rule: Rule
    requester: str
    methods: tuple[str, ...]
    points: int
    declaration: bool
    papers: tuple[str, ...]
    also: tuple[str, ...]
    becomes: str | None


@dataclass(frozen=True)
class MethodLine:
    """One method: what it is in a sentence, whether it has to be set up, and whether only staff start it."""

    slug: str
    says: str
    set_up: bool
    by_staff: bool


def rows() -> Iterator[Row]:
    """Every rule for every kind of requester."""
    for rule in RULES:
        for requester in EVERYBODY:
            yield _row(rule, requester)


def methods() -> Iterator[MethodLine]:
    """Every method, in the order in which a requester is shown them; those of staff last."""
    for method in registry.ALL:
        sentence = (getdoc(method) or "").partition("\n\n")[0].replace("\n", " ").partition(". ")[0].rstrip(".")
        yield MethodLine(
            method.SLUG, sentence, set_up=hasattr(method, "suits"), by_staff=method not in registry.FOR_REQUESTERS
        )


def _row(rule: Rule, requester: str) -> Row:
    needed = rule.tier > Tier.T0
    return Row(
        rule=rule,
        requester=requester,
        methods=_offered(rule.tier, requester),
        points=MIN_POINTS[min(rule.tier, Tier.T2)] if needed else 0,
        declaration=rule.tier >= Tier.T2,
        papers=tuple(sorted(authority_accepted(capacity=requester))) if needed else (),
        also=tuple(sorted(also_checked(capacity=requester))) if needed else (),
        becomes=fallback_scope(right=rule.right, scope=rule.scope or "specific_pieces") if needed else None,
    )


def _offered(tier: Tier, requester: str) -> tuple[str, ...]:
    check = Check(
        required=int(tier), capacity=requester, has_email=True, has_phone=True, claims={}, contact={}, points=[],
        on_file=[],
    )  # fmt: skip
    return tuple(one.SLUG for one in registry.FOR_REQUESTERS if getattr(one, "suits", one.offered)(check))
