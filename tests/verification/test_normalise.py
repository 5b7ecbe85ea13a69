"""One spelling for each fact."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.assurance import POINTS
from verification.directories import names, normalise

KINDS = sorted({*POINTS, "given_name", "family_name"})
ADDRESS = {"lines": ["12 ELM ST."], "postal_code": "54956"}


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("family_name", "Núñez-Quist", "nunez quist"),
        ("family_name", "García López", "Lopez Garcia"),
        ("family_name", "Muñoz y de la Cruz", "DE LA CRUZ MUNOZ"),
        ("family_name", "O’Brien", "O Brien"),
        ("family_name", "O'Brien, Jr.", "obrien"),
        ("family_name", "Mc Donald III", "McDonald"),
        ("family_name", "Łukasiewicz", "Lukasiewicz"),
        ("given_name", "José-Luis", "jose luis"),
        ("given_name", "Nora J.", "Nora"),
        ("policy_number", "55-102938", "55 102938"),
        ("policy_number", 55102938, "55-102938"),
        ("phone", "(920) 555-0142", "+19205550142"),
        ("phone", "1.920.555.0142 ext. 7", "920 555 0142"),
        ("date_of_birth", "04/09/1961", "1961-04-09"),
        ("date_of_birth", "April 9, 1961", "9 de abril de 1961"),
        ("date_of_birth", datetime(1961, 4, 9, tzinfo=UTC), date(1961, 4, 9)),
        ("date_of_birth", "1961-04-09 00:00:00", "4/9/1961"),
        ("last_premium_month", "03/2026", "marzo de 2026"),
        ("claim_month", date(2026, 3, 17), "March 2026"),
        ("email", " Nora@Example.org ", "nora@example.org"),
        ("postal_code", "54956-1234", "54956"),
        ("purchase_retailer", "The Gold Corner, LLC", "gold corner"),
        ("postal_address", {"lines": ["12 Elm Street,"], "postal_code": "54956-1234"}, ADDRESS),
        ("postal_address", "12 Elm Street, Neenah, WI 54956-1234", ADDRESS),
        ("postal_address", "12 elm st Neenah WI 54956", ADDRESS),
        ("postal_address", "9 Oak Ave N #4, Neenah WI 54956", {"lines": ["9 Oak Avenue North", "No. 4"],
                                                               "postal_code": "54956"}),
    ],
)  # fmt: skip
def test_two_spellings_of_one_fact_are_equal(kind: str, one: object, other: object) -> None:
    assert normalise.fact(kind, one) == normalise.fact(kind, other) != ""


@pytest.mark.parametrize(
    ("kind", "nonsense"),
    [
        ("phone", "call me"), ("phone", "12"), ("date_of_birth", "31/02/1961"), ("date_of_birth", "0000-00-00"),
        ("postal_address", "12 Elm St"), ("postal_address", {"lines": []}), ("policy_number", None),
        ("policy_number", ["55"]), ("policy_number", "\u202e\u0000 -"), ("email", ""), ("policy_number", True),
        ("claim_month", "13/2026"), ("claim_month", "soon"), ("claim_month", "June or July 2026"),
    ],
)  # fmt: skip
def test_nonsense_says_nothing_rather_than_matching_something(kind: str, nonsense: object) -> None:
    assert normalise.fact(kind, nonsense) == ""


def test_different_facts_stay_different() -> None:
    assert normalise.fact("policy_number", "55-102938") != normalise.fact("policy_number", "55-102939")
    assert normalise.fact("email", "nora.quist@example.org") != normalise.fact("email", "noraquist@example.org")
    assert normalise.fact("family_name", "García López") != normalise.fact("family_name", "García")


def test_father_and_son_are_told_apart_by_what_stands_behind_their_name() -> None:
    assert names.suffix("Quist, Sr.") == "1"
    assert names.suffix("Quist", "Noel Jr") == names.suffix("Quist II") == "2"
    assert names.suffix("Quist", "Junior") == ""  # a first name


@given(st.sampled_from(KINDS), st.one_of(st.text(), st.text("0123456789 -/.+()#,abcñÉ|y"), st.integers(), st.none()))
def test_any_input_has_one_spelling_and_keeps_it(kind: str, value: object) -> None:
    once = normalise.fact(kind, value)
    assert normalise.fact(kind, once) == once
    once.encode()


@given(st.lists(st.text(), max_size=3), st.text())
def test_any_address_has_one_spelling_and_keeps_it(lines: list[str], code: str) -> None:
    once = normalise.fact("postal_address", {"lines": lines, "postal_code": code})
    assert normalise.fact("postal_address", once) == once
