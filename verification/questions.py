"""What a caller is asked to show who they are, and in which order. Pure, beside the rules of `assurance.py`."""

from collections.abc import Iterable
from hashlib import sha256

from verification.assurance import ASKABLE_FACTS, POINTS, Worth, rests_on

# Whom a fact fits, by how we know them: nobody is asked for the number of what they never had. The rest fits everybody.
FITS: dict[str, frozenset[str]] = {
    "policy_number": frozenset({"policyholder", "claimant", "household_member"}),
    "last_premium_month": frozenset({"policyholder"}),
    "claim_number": frozenset({"claimant"}),
    "claim_month": frozenset({"claimant"}),
    "care_plan_number": frozenset({"care_plan_holder"}),
    "purchase_retailer": frozenset({"care_plan_holder"}),
    "item_type": frozenset({"policyholder", "care_plan_holder", "claimant"}),
    "shipment_tracking": frozenset({"shipping_user", "package_recipient"}),
    "account_username": frozenset({"shipping_user"}),
    "employee_number": frozenset({"employee", "job_applicant"}),
}


def questions(*, disputed: Iterable[str], relationships: Iterable[str], seed: str) -> tuple[str, ...]:
    """The facts that a caller is asked for, in the order of asking, which is another for every `seed`.

    What only the company and its customer share comes first: it proves more, and so fewer questions are needed. A
    field in dispute is never asked for (7060(h)). Without any relationship only what fits everybody is asked.
    """
    known, taken = set(relationships), list(disputed)
    fitting = [kind for kind in ASKABLE_FACTS if not rests_on(kind, taken) and fits(kind, known)]
    return in_order(fitting, seed=seed)


def offered(*, disputed: Iterable[str], relationships: Iterable[str]) -> tuple[str, ...]:
    """The facts that a requester is offered on a page: by how they say that they know us, never by what is on file.

    Who said nothing, or something else, is offered all. A field in dispute is not offered.
    """
    known, taken = set(relationships), list(disputed)
    everything = not known or "other" in known
    return tuple(kind for kind in ASKABLE_FACTS if not rests_on(kind, taken) and (everything or fits(kind, known)))


def in_order(kinds: Iterable[str], *, seed: str) -> tuple[str, ...]:
    """These facts in the order of asking."""
    return tuple(sorted(kinds, key=lambda kind: (POINTS[kind].worth is Worth.HOUSEHOLD, _shuffled(seed, kind))))


def fits(kind: str, relationships: Iterable[str]) -> bool:
    """Whether a fact makes sense for somebody whom we know in this way."""
    return kind not in FITS or not FITS[kind].isdisjoint(relationships)


def _shuffled(seed: str, kind: str) -> bytes:
    return sha256(f"{seed}:{kind}".encode()).digest()
