"""Facts on file: what the person knows is compared with what the company has.

Corroboration, with weights: facts alone never open a file. Which fact fitted is never said.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.utils.translation import gettext_lazy as _

from verification.assurance import ASKABLE_FACTS, ON_FILE_DAYS, Point, Tier, rests_on
from verification.directories import normalise
from verification.directories.base import Candidate, Directory, OnFile
from verification.models import Check

SLUG = "facts_on_file"
SAID = _("Thank you. We are checking what you told us.")
MAX_TRIES = 3
LOCK = timedelta(hours=24)
COMPARED = (*ASKABLE_FACTS, "email")
MAX_CANDIDATES = 50
MAX_LENGTH = 300
# Stands in for the person nobody knows, so that the comparison is made in any case.
DECOY = Candidate(person_key="", facts={kind: "\u0000" for kind in (*COMPARED, "given_name", "family_name")})


@dataclass(frozen=True)
class Match:
    """Who fits, and which facts did. An empty key: nobody, or more than one."""

    person_key: str = ""
    points: list[Point] = field(default_factory=list)
    on_file: tuple[OnFile, ...] = ()


def offered(check: Check) -> bool:
    """Offered to everybody with an open check."""
    return check.status == Check.Status.OPEN and check.required > Tier.T0


def attempt(check: Check, facts: Mapping[str, object], *, now: datetime) -> list[str]:
    """Add facts to the claims of a locked check and count the try. Returns the kinds taken."""
    taken = {kind: value for kind, value in facts.items() if kind in ASKABLE_FACTS and _reasonable(value)}
    given = dict(check.claims.get("facts") or {})
    check.claims = {**check.claims, "facts": {**given, **taken}}
    check.facts_tries += 1
    if check.facts_tries >= MAX_TRIES:
        check.facts_locked_until = now + LOCK
    return sorted(taken)


def points(check: Check) -> list[Point]:
    """The facts that fitted when the directory was last asked."""
    return [Point(entry["kind"], SLUG, entry["counts"]) for entry in check.points if entry["method"] == SLUG]


def match(check: Check, directory: Directory) -> Match:
    """Ask a directory who fits the claims. Name and at least one fact must fit, and fit one person only."""
    typed = flatten(check.claims)
    candidates = directory.find({kind: value for kind, value in typed.items() if kind != "given_name"})
    compared = [(_fitting(typed, person, check.disputed), person) for person in [*candidates[:MAX_CANDIDATES], DECOY]]
    fitting = sorted((pair for pair in compared if pair[0]), key=lambda pair: len(pair[0]), reverse=True)
    if not fitting or (len(fitting) > 1 and len(fitting[0][0]) == len(fitting[1][0])):
        return Match()
    kinds, person = fitting[0]
    # The fact in dispute may help to find the file; it never proves who asks.
    shown = [Point(kind, SLUG, counts=not rests_on(kind, check.disputed)) for kind in sorted(kinds)]
    return Match(person.person_key, shown, person.on_file)


def has_postal_address(check: Check) -> bool:
    """Whether an answer could go by post to an address that was on file long enough before receipt."""
    latest = (check.received_at - timedelta(days=ON_FILE_DAYS)).date().isoformat()
    return any(entry["kind"] == "post" and (entry["since"] or "9999") <= latest for entry in check.on_file)


def flatten(claims: Mapping[str, Any]) -> dict[str, str]:
    """Claims as kind → normalised value. Facts given later win over what the form said."""
    consumer = claims.get("consumer") if isinstance(claims.get("consumer"), Mapping) else {}
    flat: dict[str, object] = {**claims, **(consumer or {})}
    for identifier in claims.get("identifiers") or []:
        flat[str(identifier.get("kind"))] = identifier.get("value")
    flat.update(claims.get("facts") or {})
    wanted = (*COMPARED, "given_name", "family_name")
    normal = {kind: normalise.fact(kind, flat.get(kind)) for kind in wanted}
    return {kind: value for kind, value in normal.items() if value}


def _fitting(typed: Mapping[str, str], person: Candidate, disputed: list[str]) -> set[str]:
    # Every comparison is made, whatever the earlier ones said.
    same = {kind: _same(value, person.facts.get(kind, "")) for kind, value in typed.items()}
    # A name in dispute is spelled otherwise on file: that is what the request is about.
    named = all(same.get(name) or name in disputed for name in ("given_name", "family_name"))
    return {kind for kind in COMPARED if same.get(kind)} if named else set()


def _same(typed: str, held: str) -> bool:
    # Hashed first: the comparison then takes as long for a near miss as for a far one.
    equal = hmac.compare_digest(blake2b(typed.encode()).digest(), blake2b(held.encode()).digest())
    return equal and bool(held)


def _reasonable(value: object) -> bool:
    return bool(value) and len(str(value)) <= MAX_LENGTH
