"""How much proof each right needs, and what proof is worth. Pure: no framework, no clock, no table.

Over-asking is as wrong as under-asking: an opt-out needs nothing, a copy of the file needs a lot.
Sources: 11 CCR 7060-7063 and the privacy policy; the rows below are the only place where they live in code.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum


class Tier(IntEnum):
    """Level of assurance: nothing, reasonable, reasonably high, high with signs of fraud."""

    T0 = 0
    T1 = 1
    T2 = 2
    T3 = 3


class Worth(StrEnum):
    """What kind of evidence a point is."""

    CONTROL = "control"  # the person holds a contact point or an account that was on file before
    DOCUMENT = "document"  # a paper looked at by staff
    COMPANY = "company"  # a fact that only the company and its customer share
    HOUSEHOLD = "household"  # a fact that somebody at the same kitchen table knows


@dataclass(frozen=True)
class PointRule:
    """The weight of one kind of point, and whether it shows an on-file contact."""

    weight: int
    worth: Worth
    on_file: bool = False


@dataclass(frozen=True)
class Point:
    """One thing shown: its kind, how it was shown, and whether it counts."""

    kind: str
    method: str
    counts: bool = True


# A sign-in proves two things at once: the account and its secret (7061(a)). All else is worth one.
POINTS: dict[str, PointRule] = {
    "email_control": PointRule(1, Worth.CONTROL, on_file=True),
    "sms_control": PointRule(1, Worth.CONTROL, on_file=True),
    "mailed_code": PointRule(1, Worth.CONTROL, on_file=True),
    "call_back": PointRule(1, Worth.CONTROL, on_file=True),
    "account_sign_in": PointRule(2, Worth.CONTROL, on_file=True),
    "document_check": PointRule(1, Worth.DOCUMENT),
    "customer_number": PointRule(1, Worth.COMPANY),
    "employee_number": PointRule(1, Worth.COMPANY),
    "account_username": PointRule(1, Worth.COMPANY),
    "shipment_tracking": PointRule(1, Worth.COMPANY),
    # Who shared the kitchen table knows when the claim was and where the ring was bought; who pays monthly, like
    # everybody, can guess the month of the last premium.
    "last_premium_month": PointRule(1, Worth.HOUSEHOLD),
    "claim_month": PointRule(1, Worth.HOUSEHOLD),
    "purchase_retailer": PointRule(1, Worth.HOUSEHOLD),
    "policy_number": PointRule(1, Worth.HOUSEHOLD),
    "claim_number": PointRule(1, Worth.HOUSEHOLD),
    "care_plan_number": PointRule(1, Worth.HOUSEHOLD),
    "date_of_birth": PointRule(1, Worth.HOUSEHOLD),
    "postal_address": PointRule(1, Worth.HOUSEHOLD),
    "postal_code": PointRule(1, Worth.HOUSEHOLD),
    "item_type": PointRule(1, Worth.HOUSEHOLD),
    "phone": PointRule(1, Worth.HOUSEHOLD),
    # Typing an address shows less than reading its mail: `email_control` replaces it (see SAME_FACT).
    "email": PointRule(1, Worth.HOUSEHOLD),
}
# Two points that rest on one fact are one point: the weaker falls to any of the stronger. A text and a call back show
# the same number; who took it over would pass both.
SAME_FACT: dict[str, frozenset[str]] = {
    "email": frozenset({"email_control"}),
    "phone": frozenset({"sms_control", "call_back"}),
    "sms_control": frozenset({"call_back"}),
    "postal_address": frozenset({"mailed_code"}),
    "postal_code": frozenset({"postal_address", "mailed_code"}),
    "claim_month": frozenset({"claim_number"}),
}
# What a dispute about a whole chapter takes away.
DISPUTE_COVERS = {"item_details": "item_type", "address": "postal_address"}
# Kinds that lift a full T2 to T3, when fraud is suspected (7061(b), 7060(f)).
LIFTS_TO_T3 = frozenset({"call_back", "document_check"})
# The facts a person may be asked for, in the order in which they are offered.
ASKABLE_FACTS = (
    "policy_number", "care_plan_number", "claim_number", "shipment_tracking", "customer_number", "employee_number",
    "account_username", "item_type", "purchase_retailer", "last_premium_month", "claim_month", "phone",
    "postal_address", "postal_code", "date_of_birth",
)  # fmt: skip

MIN_POINTS = {Tier.T1: 2, Tier.T2: 3}
ON_FILE_DAYS = 30

LOW_STAKES_RELATIONSHIPS = frozenset({"website_visitor", "event_contact"})
LOW_STAKES_SYSTEMS = frozenset({"web", "website", "web_logs", "web_analytics", "marketing", "events"})
CONTACT_OR_PAYEE_FIELDS = frozenset(
    {
        "email",
        "phone",
        "postal_address",
        "address",
        "payee",
        "bank_account",
        "payment",
        "payment_details",
        "beneficiary",
        "shipping_details",
    }
)


@dataclass(frozen=True)
class Rule:
    """One row of the table: which right, under which circumstances, needs which tier."""

    right: str
    tier: Tier
    why: str
    scope: str | None = None
    when: str | None = None


# Read from the top; the first row that fits decides. `when` names a circumstance of `_circumstances`.
RULES: tuple[Rule, ...] = (
    Rule("opt_out", Tier.T0, "7026(d), 7027(e): an opt-out need not be verifiable"),
    Rule("restriction", Tier.T0, "protective: acting for the wrong person harms little, not acting harms much"),
    Rule("objection", Tier.T0, "protective, as restriction"),
    Rule("consent_withdrawal", Tier.T0, "withdrawing must be as easy as giving"),
    Rule("automated_decision", Tier.T2, "shows data of the decision: as a copy", scope="specific_pieces"),
    Rule("automated_decision", Tier.T1, "reasonable certainty, as to question a profile: the answer shows a decision"),
    Rule("appeal", Tier.T0, "made with the reference and its access code; discloses nothing new"),
    Rule("access", Tier.T1, "7062(b): categories, reasonable certainty", scope="categories"),
    Rule("access", Tier.T2, "7062(c): specific pieces and portability, reasonably high certainty"),
    Rule("deletion", Tier.T1, "7062(d): web logs and marketing, low harm", when="low_stakes"),
    Rule("deletion", Tier.T2, "7062(d): account, policy, claim, care plan, shipping"),
    Rule("correction", Tier.T2, "contact or payee data lets a thief take over", when="contact_or_payee"),
    Rule("correction", Tier.T1, "7062(e): a low-harm fact"),
)


def required_tier(
    *,
    right: str,
    scope: str | None = None,
    kinds: Sequence[str] = (),
    capacity: str = "self",
    relationships: Sequence[str] = (),
    fields: Sequence[str] = (),
    systems: Sequence[str] = (),
) -> Tier:
    """The tier that this right needs, for this scope, of these data.

    `kinds` and `capacity` change nothing here, on purpose: no kind of opt-out may ask for proof, and an
    agent's authority (`authority_accepted`) comes on top of the consumer's tier, not instead of it.
    """
    del kinds, capacity
    circumstances = _circumstances(relationships, fields, systems)
    for rule in RULES:
        fits_scope = rule.scope is None or rule.scope == scope
        if rule.right == right and fits_scope and (rule.when is None or rule.when in circumstances):
            return rule.tier
    # An unknown right is a mistake of ours; it must not open a door.
    return Tier.T2


def _circumstances(relationships: Sequence[str], fields: Sequence[str], systems: Sequence[str]) -> set[str]:
    found = set()
    # Something must say that the stakes are low, and nothing may say otherwise.
    low = LOW_STAKES_RELATIONSHIPS.issuperset(relationships) and LOW_STAKES_SYSTEMS.issuperset(systems)
    if low and (relationships or systems):
        found.add("low_stakes")
    if not CONTACT_OR_PAYEE_FIELDS.isdisjoint(fields):
        found.add("contact_or_payee")
    return found


def fallback_scope(*, right: str, scope: str | None) -> str | None:
    """What a request turns into when its proof falls short: a copy becomes the categories (7024(a))."""
    return "categories" if right == "access" and scope in {"specific_pieces", "portability"} else None


AUTHORITIES: dict[str, frozenset[str]] = {
    "self": frozenset(),
    "authorized_agent": frozenset({"signed_permission", "power_of_attorney"}),
    "parent_or_guardian": frozenset({"parent", "court_paper"}),
    "executor": frozenset({"court_paper"}),
    "conservator": frozenset({"court_paper", "power_of_attorney"}),
    # A child who asks alone: not before a parent or guardian stands behind it (11 CCR 7070(c); 16 CFR 312.6).
    "child_under_13": frozenset({"parent", "court_paper"}),
}
# From this birthday on nobody needs a parent to ask (11 CCR 7070, 7071; 16 CFR 312.2).
ASKS_ALONE_AT = 13
CHILD = "child_under_13"
# What staff must have asked themselves besides the paper: whether a court said who may act for this child.
COURT_ORDERS = "court_orders_checked"
ALSO_CHECKED: dict[str, frozenset[str]] = {
    "parent_or_guardian": frozenset({COURT_ORDERS}),
    CHILD: frozenset({COURT_ORDERS}),
}


def authority_accepted(*, capacity: str) -> frozenset[str]:
    """Which papers let somebody act for the consumer; empty for oneself. An unknown capacity needs a court paper."""
    return AUTHORITIES.get(capacity, frozenset({"court_paper"}))


def also_checked(*, capacity: str) -> frozenset[str]:
    """What staff must have checked before anything of the person is shown or changed for this requester."""
    return ALSO_CHECKED.get(capacity, frozenset())


def age_on(*, born: date, day: date) -> int:
    """Full years on a day. Who was born on 29 February is a year older on 1 March of other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def capacity_on(*, capacity: str, born: date | None, day: date) -> str:
    """In what capacity somebody asks, on the day of receipt: a child below thirteen cannot ask alone.

    Asked once, at filing: a birthday while the request is open changes nothing.
    """
    alone = capacity == "self" and born is not None and age_on(born=born, day=day) < ASKS_ALONE_AT
    return CHILD if alone else capacity


def counted(points: Iterable[Point]) -> list[Point]:
    """The points that count: known kinds, each fact once, the stronger showing of it kept."""
    by_kind = {point.kind: point for point in points if point.counts and point.kind in POINTS}
    return [point for kind, point in by_kind.items() if SAME_FACT.get(kind, frozenset()).isdisjoint(by_kind)]


def rests_on(kind: str, disputed: Iterable[str]) -> bool:
    """Whether a point is the disputed field itself, or another showing of it (7060(h))."""
    shows = {kind, *SAME_FACT.get(kind, ()), *(weak for weak, stronger in SAME_FACT.items() if kind in stronger)}
    return not shows.isdisjoint(DISPUTE_COVERS.get(field, field) for field in disputed)


def enough(*, points: Iterable[Point], declaration: bool, on_file_contact: bool) -> Tier:
    """The tier that this evidence reaches.

    T1 takes 2 points, T2 takes 3, a signed declaration, and a contact point that was on file before.
    Facts of the household corroborate: without one point of another worth they reach nothing, however many.
    """
    good = counted(points)
    total = sum(POINTS[point.kind].weight for point in good)
    if total < MIN_POINTS[Tier.T1] or all(POINTS[point.kind].worth is Worth.HOUSEHOLD for point in good):
        return Tier.T0
    on_file = on_file_contact or any(POINTS[point.kind].on_file for point in good)
    if total < MIN_POINTS[Tier.T2] or not declaration or not on_file:
        return Tier.T1
    return Tier.T3 if any(point.kind in LIFTS_TO_T3 for point in good) else Tier.T2
