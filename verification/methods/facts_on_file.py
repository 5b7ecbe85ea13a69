"""Facts on file: what the person knows is compared with what the company has.

Corroboration, with weights: facts alone never open a file. Which fact fitted is never said.
"""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.utils.translation import gettext_lazy as _

from verification.assurance import ASKABLE_FACTS, CHILD, ON_FILE_DAYS, Point, Tier, rests_on
from verification.directories import names, normalise
from verification.directories.base import FEW, Candidate, Directory, OnFile, TooMany
from verification.methods import account_sign_in, one_time
from verification.models import Check

SLUG = "facts_on_file"
SAID = _("Thank you. We are checking what you told us.")
MAX_TRIES = 3
LOCK = timedelta(hours=24)
COMPARED = (*ASKABLE_FACTS, "email")
NOTHING: frozenset[str] = frozenset()
NAMES = ("given_name", "family_name")
THEMSELVES = frozenset({"self", CHILD})
MAX_LENGTH = 300
# Stands in for the person nobody knows, so that the comparison is made in any case.
DECOY = Candidate(person_key="", facts={kind: frozenset({"\u0000"}) for kind in (*COMPARED, *NAMES)})


@dataclass(frozen=True)
class Match:
    """Who fits, and which facts did. An empty key: nobody, or more than one."""

    person_key: str = ""
    points: list[Point] = field(default_factory=list)
    on_file: tuple[OnFile, ...] | None = ()  # None: as it was known before


@dataclass(frozen=True)
class Answer:
    """What the directories said, and what they were asked."""

    lines: list[dict[str, str]]
    candidates: list[Candidate]


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


def told(check: Check) -> list[dict[str, str]]:
    """What is looked for and compared. A contact point that was proved takes the place of one that was only typed.

    Further ones, named later, are looked for once they are proved and not before; each in a line of its own. Who asks
    for another proves a contact point of their own, which takes no place of what they told of that person.
    """
    typed = flatten(check.claims)
    shown = _proved(check)
    first = {**typed, **dict(reversed(shown))} if check.capacity in THEMSELVES else typed
    return [first, *({**first, kind: value} for kind, value in shown if first.get(kind) != value)]


def asked_about(line: Mapping[str, str]) -> dict[str, str]:
    """The points of one line by which a directory looks for somebody."""
    return {kind: value for kind, value in line.items() if kind in COMPARED or kind == "family_name"}


def ask(check: Check, directory: Directory) -> Answer:
    """Ask a directory about the claims; nothing is concluded yet, and no row need be locked. Raises `DirectoryDown`."""
    lines = told(check)
    try:
        found = [person for line in lines for person in directory.find(asked_about(line))]
    except TooMany:
        found = []
    return Answer(lines, list({person.person_key: person for person in found}.values()))


def match(check: Check, directory: Directory, *, answer: Answer | None = None) -> Match:
    """Who fits the claims, by an `answer` got before where the claims are still the same. Raises `DirectoryDown`."""
    if answer is None or answer.lines != told(check):
        answer = ask(check, directory)
    return judge(check, answer.candidates)


def judge(check: Check, candidates: Sequence[Candidate]) -> Match:
    """Who of these fits the claims. Name and at least one fact must fit, and fit one person best of all.

    Whoever has a proved contact point on file comes before all who share only what was typed.
    """
    lines, shown = told(check), _proved(check)
    few = candidates if len(candidates) <= FEW else ()  # of so many, none is meant
    compared = [(_fits(lines, person, check.disputed), _holds(person, shown), person) for person in [*few, DECOY]]
    fitting = [(held, len(kinds), kinds, person) for kinds, held, person in compared if kinds]
    fitting.sort(key=lambda one: one[:2], reverse=True)
    if not fitting or (len(fitting) > 1 and fitting[0][:2] == fitting[1][:2]):
        return Match()
    kinds, person = fitting[0][2:]
    account = account_sign_in.fitting(check, person.facts, person.on_file)
    # The fact by which an account is known is not counted beside the account.
    counted = kinds - {kind for kind, _value in account_sign_in.shown(check) if account}
    # The fact in dispute may help to find the file; it never proves who asks.
    points = [Point(kind, SLUG, counts=not rests_on(kind, check.disputed)) for kind in sorted(counted)]
    return Match(person.person_key, [*points, *account], person.on_file)


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
    address = flat.get("postal_address")
    if isinstance(address, Mapping):
        flat.setdefault("postal_code", address.get("postal_code"))
    normal = {kind: normalise.fact(kind, flat.get(kind)) for kind in (*COMPARED, *NAMES)}
    written = [f"x {flat.get('suffix') or ''}", *(str(flat.get(name) or "") for name in NAMES)]
    former = [normalise.fact("family_name", one) for one in str(flat.get("former_names") or "").split(",")]
    normal |= {"name_suffix": names.suffix(*written), "former_names": "|".join(one for one in former if one)}
    return {kind: value for kind, value in normal.items() if value}


def _proved(check: Check) -> list[tuple[str, str]]:
    rows = one_time.proved(check, "email", "phone")
    return [*((row.kind, normalise.fact(row.kind, row.value)) for row in rows), *account_sign_in.shown(check)]


def _holds(person: Candidate, shown: Iterable[tuple[str, str]]) -> bool:
    return any([_same(value, person.facts.get(kind, NOTHING)) for kind, value in shown])


def _fits(lines: Iterable[Mapping[str, str]], person: Candidate, disputed: list[str]) -> set[str]:
    return set().union(*[_fitting(line, person, disputed) for line in lines])


def _fitting(typed: Mapping[str, str], person: Candidate, disputed: list[str]) -> set[str]:
    # Every comparison is made, whatever the earlier ones said.
    same = {kind: _same(value, person.facts.get(kind, NOTHING)) for kind, value in typed.items()}
    former = [_same(one, person.facts.get("family_name", NOTHING)) for one in typed.get("former_names", "").split("|")]
    same["family_name"] = any([same.get("family_name", False), *former])
    # A name in dispute is spelled otherwise on file: that is what the request is about.
    named = all([same.get(name) or name in disputed for name in NAMES])
    held = person.facts.get("name_suffix", NOTHING)
    other = bool(held) and bool(typed.get("name_suffix")) and not same.get("name_suffix")  # the father, not the son
    return {kind for kind in COMPARED if same.get(kind)} if named and not other else set()


def _same(typed: str, held: Iterable[str]) -> bool:
    # Hashed first: the comparison then takes as long for a near miss as for a far one.
    ours = blake2b(typed.encode()).digest()
    return any([hmac.compare_digest(ours, blake2b(one.encode()).digest()) and bool(one) for one in held])


def _reasonable(value: object) -> bool:
    return bool(value) and len(str(value)) <= MAX_LENGTH
