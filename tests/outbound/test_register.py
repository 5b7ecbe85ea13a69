"""The register: the same fictional people everywhere, found by what they would say about themselves."""

from collections import Counter
from datetime import date, datetime

import pytest

from outbound.demo_people import demo_people
from outbound.loading import load_register
from outbound.models import RegisterPerson, RegisterRecord
from outbound.register import find_people, matching_points, records_of

pytestmark = pytest.mark.django_db
NORA = "P-0000"


@pytest.fixture(autouse=True)
def _register(now: datetime) -> None:
    load_register(now=now)


def keys(**points: str) -> list[str]:
    return [one.key for one in find_people(points=points)]


def test_loading_twice_changes_nothing(now: datetime) -> None:
    counts = RegisterPerson.objects.count(), RegisterRecord.objects.count()
    assert load_register(now=now) == 0
    assert (RegisterPerson.objects.count(), RegisterRecord.objects.count()) == counts
    assert counts[0] == 81


def test_nora_is_as_the_story_tells() -> None:
    nora = RegisterPerson.objects.get(person_key=NORA)
    assert (nora.given_name, nora.email, nora.phone) == ("Nora", "nora@example.org", "+19205550142")
    assert (nora.policy_number, nora.date_of_birth) == ("55-102938", date(1961, 4, 9))
    assert nora.postal_address["city"] == "Neenah"


@pytest.mark.parametrize(
    "points",
    [
        {"email": " NORA@Example.org "},
        {"phone": "(920) 555-0142"},
        {"policy_number": "55102938"},
        {"claim_number": "cl-2023-004417"},
        {"shipment_tracking": "JMS 2026 004711"},
        {"customer_number": "c100001"},
        {"account_username": "NQuist"},
        {"family_name": "QUIST", "date_of_birth": "1961-04-09"},
    ],
)
def test_nora_is_found_by_any_fact_however_it_is_spelled(points: dict[str, str]) -> None:
    assert keys(**points) == [NORA]


def test_strangers_and_empty_questions_find_nobody() -> None:
    assert keys(email="sam@example.org") == []
    assert keys() == []
    assert keys(family_name="Quist") == []
    assert keys(phone="not a number", favourite_color="red") == []


def test_who_shares_more_facts_comes_first() -> None:
    other = RegisterPerson.objects.get(person_key="P-0001")
    assert keys(email=other.email, phone=other.phone, policy_number="55-102938") == ["P-0001", NORA]


def test_matching_points_name_what_is_shared() -> None:
    points = {"email": "nora@example.org", "phone": "+12125550100"}
    assert matching_points(person_key=NORA, points=points) == {"email"}


def test_accents_do_not_matter() -> None:
    spanish = next(one for one in demo_people() if not one.family_name.isascii())
    plain = spanish.family_name.translate(str.maketrans("ñáéíóú", "naeiou"))
    found = keys(family_name=plain, date_of_birth=spanish.date_of_birth.isoformat())
    assert found == [spanish.person_key]


def test_the_people_are_a_fair_sample() -> None:
    people = demo_people()
    assert [one.email for one in people] == [one.email for one in demo_people()]
    assert sum(1 for one in people if not one.email) >= 5
    assert sum(1 for one in people if one.language == "es") >= 10
    assert {"CA", "WI", "NY", "TX"} <= {one.postal_address["state"] for one in people}
    companies = Counter(slug for one in people for slug in one.companies)
    assert len(companies) == 6
    assert {"job_applicant", "employee", "care_plan_holder"} <= {kind for one in people for kind in one.relationships}


def test_records_cover_the_policys_categories_and_what_must_be_withheld() -> None:
    systems = set(RegisterRecord.objects.values_list("system", flat=True))
    categories = set(RegisterRecord.objects.values_list("category", flat=True))
    assert systems == {
        "policy-admin", "claims", "billing", "care-plans", "shipping", "marketing", "web-analytics", "hr",
    }  # fmt: skip
    assert categories == {
        "contact", "sensitive", "commercial", "internet_activity", "employment", "background", "credit", "banking",
    }  # fmt: skip
    facts = {name for record in records_of(NORA) for name in record.content}
    assert {"social_security_number", "bank_account_number", "scheduled_items", "automated_decision"} <= facts
