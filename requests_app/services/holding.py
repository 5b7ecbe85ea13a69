"""What a legal hold stops. Asked at every deed that erases, so that no list has to be right. Internal to services."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Q

from fulfillment import services as fulfillment
from fulfillment import taxonomy
from requests_app.choices import HoldReason, Right
from requests_app.decision import Decision
from requests_app.models import HeldSubmission, LegalHold, PrivacyRequest, SearchKey, Submission
from requests_app.selectors.binding import is_european
from requests_app.services import same_person
from vault.blind import blind_index
from verification import selectors as checks

# Grounds for keeping that end with the hold they rest on.
RESTING = frozenset({"DEL-CLAIMS", "DEL-LEHOLD"})


# The kind of search key that stands for a person in the directory. Nobody can search by it.
PERSON = "person"


class Held(Exception):
    """A legal hold binds the person: the deed would erase what must stay. The text says where."""


@dataclass(frozen=True)
class Keys:
    """One person as blind keys in hex: full name with a point of their own, or the key in the directory."""

    name: str = ""
    suffix: str = ""
    points: tuple[str, ...] = ()
    person: str = ""

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "points": list(self.points)}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Keys":
        return cls(kept["name"], kept["suffix"], tuple(kept["points"]), kept["person"])


def keys_of(submission: Submission) -> Keys:
    """Who a submission is about. Empty once its time was up."""
    who = same_person.who(submission)
    person = blind(checks.person_key_of(submission.id)) or _remembered(submission)
    if who is None:
        return Keys(person=person)
    return Keys(who.name.hex(), who.suffix, tuple(sorted(one.hex() for one in who.points)), person)


def blind(person_key: str | None) -> str:
    """The key of a matched person as a digest that says nothing without our own key; empty for nobody."""
    return blind_index(person_key, purpose="hold.person").hex() if person_key else ""


def _remembered(submission: Submission) -> str:
    kept = SearchKey.objects.filter(submission=submission, kind=PERSON).first()
    return bytes(kept.digest).hex() if kept else ""


def remember_person(submission: Submission) -> None:
    """Keep the blind key of the person before the proof is deleted, as long as the record: holds are found by it.

    It is no proof and says nothing without our own key; it goes with the name and the points (`retention`).
    """
    if person := blind(checks.person_key_of(submission.id)):
        SearchKey.objects.get_or_create(submission=submission, kind=PERSON, digest=bytes.fromhex(person))


def holds_on(submission: Submission, *, keys: Keys | None = None) -> list[LegalHold]:
    """The active holds that bind the person of a submission. What was found is noted for later queries.

    `keys` are those of a submission whose own were erased.
    """
    active = LegalHold.objects.filter(ended_at=None)
    if not active.exists():
        return []
    found = list(active.filter(_same_person(submission, keys or keys_of(submission))).distinct().order_by("since"))
    bind((hold, submission) for hold in found)
    return found


def note(*, submission_id: UUID) -> int:
    """Bind a new submission, or one whose person has been found, to the holds on that person. Gives how many."""
    submission = Submission.objects.filter(id=submission_id).first()
    return len(holds_on(submission)) if submission is not None else 0


def bind(pairs: Iterable[tuple[LegalHold, Submission]]) -> None:
    """Note that holds bind submissions. What is noted already stays as it is."""
    rows = [HeldSubmission(hold=hold, submission=submission) for hold, submission in pairs]
    HeldSubmission.objects.bulk_create(rows, ignore_conflicts=True)


def _same_person(submission: Submission, keys: Keys) -> Q:
    match = Q(bound__submission=submission)
    if keys.person:
        match |= Q(person=keys.person)
    if keys.name and keys.points:
        named = Q(name=keys.name, points__overlap=list(keys.points))
        match |= named & (Q(suffix__in=["", keys.suffix]) if keys.suffix else Q())
    return match


def held_systems(holds: Iterable[LegalHold], systems: Iterable[str]) -> list[str]:
    """Those of the systems in which something has to stay."""
    binding = list(holds)
    return sorted({system for system in systems if any(hold.covers(system) for hold in binding)})


def check_may_erase(submission: Submission, systems: Iterable[str], *, person_key: str = "") -> None:
    """Raise `Held` where a legal hold covers one of the systems. `person_key` is whom the stewards look for."""
    keys = keys_of(submission)
    held = held_systems(holds_on(submission, keys=replace(keys, person=keys.person or blind(person_key))), systems)
    if held:
        names = ", ".join(taxonomy.system_label(system) for system in held)
        words = "A legal hold binds the data of this person. Nothing may be erased until it ends, in: %(systems)s."
        raise Held(words % {"systems": names})


def faults(request: PrivacyRequest, decision: Decision) -> list[tuple[str, str]]:
    """What a decision about a deletion may not say because of holds: (pointer, message).

    An appeal against a deletion erases at the first request, so it is judged as that. What a system had erased before
    the hold came is erased, whatever binds now.
    """
    original = request.appeal_of or request
    if original.right != Right.DELETION:
        return []
    holds = holds_on(request.submission)
    gone = fulfillment.erased_places(request_id=original.id) if holds else set()
    found = []
    for number, item in enumerate(decision.items):
        over = fulfillment.Place(item.category, item.system) in gone
        if item.outcome == "erased" and not over and held_systems(holds, [item.system]):
            words = "A legal hold binds this data. Keep it, with the ground %(ground)s."
            ground = ground_of(holds, item.system, european=is_european(request))
            found.append((f"#/items/{number}/outcome", words % {"ground": ground}))
    return found


def ground_of(holds: Iterable[LegalHold], system: str, *, european: bool) -> str:
    """The ground on which data in a held system is kept.

    Under European law a direction from elsewhere is no duty to keep (GDPR art. 17(3)(b)): there it is claims alone.
    """
    if european:
        return "DEL-CLAIMS"
    reasons = {hold.reason for hold in holds if hold.covers(system)}
    return "DEL-CLAIMS" if HoldReason.LITIGATION in reasons else "DEL-LEHOLD"
