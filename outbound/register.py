"""Read the register. Another organisation puts its own directory here, with the same two questions."""

from collections import Counter
from collections.abc import Mapping
from functools import reduce
from operator import or_

from django.db.models import Q

from outbound.models import RegisterPerson, RegisterPoint, RegisterRecord
from outbound.points import NAME_AND_BIRTH, normalised

__all__ = ["RegisterPerson", "RegisterRecord", "find_people", "matching_points", "person", "records_of"]


def find_people(*, points: Mapping[str, str]) -> list[RegisterPerson]:
    """People on file who share at least one of these facts, those with most of them first.

    Points are `email`, `phone`, the numbers of `points.NUMBERS`, `account_username`, and `family_name` together with
    `date_of_birth`. A hit is corroboration, not proof: one fact may lead to several people.
    """
    known = normalised(points)
    if not known:
        return []
    either = reduce(or_, (Q(kind=kind, value=value) for kind, value in known.items()))
    hits = Counter(RegisterPoint.objects.filter(either).values_list("person_id", flat=True))
    people = RegisterPerson.objects.filter(person_key__in=hits)
    return sorted(people, key=lambda one: (-hits[one.person_key], one.person_key))


def matching_points(*, person_key: str, points: Mapping[str, str]) -> frozenset[str]:
    """Which of these facts this one person shares."""
    known = normalised(points)
    on_file = set(RegisterPoint.objects.filter(person_id=person_key).values_list("kind", "value"))
    return frozenset(kind for kind, value in known.items() if (kind, value) in on_file)


def person(person_key: str) -> RegisterPerson | None:
    """One person by key."""
    return RegisterPerson.objects.filter(person_key=person_key).first()


def records_of(person_key: str) -> list[RegisterRecord]:
    """All that the systems hold about one person, by system and day."""
    return list(RegisterRecord.objects.filter(person_id=person_key).order_by("system", "collected_on", "id"))


def points_of(one: RegisterPerson) -> dict[str, str]:
    """The facts by which a person on file can be found, in their one spelling."""
    kinds = ("email", "phone", "account_username", "policy_number", "claim_number", "care_plan_number")
    more = ("shipment_tracking", "customer_number", "employee_number", "family_name")
    facts = {kind: str(getattr(one, kind)) for kind in kinds + more}
    points = normalised(facts | {"date_of_birth": one.date_of_birth.isoformat()})
    if NAME_AND_BIRTH not in points:
        raise ValueError("Everyone on file has a name and a date of birth.")
    return points
