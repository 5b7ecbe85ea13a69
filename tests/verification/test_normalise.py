"""One spelling for each fact."""

import pytest

from verification.directories import normalise


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("family_name", "Núñez-Quist", "nunez quist"),
        ("policy_number", "55-102938", "55 102938"),
        ("phone", "(920) 555-0142", "+19205550142"),
        ("date_of_birth", "04/09/1961", "1961-04-09"),
        ("email", " Nora@Example.org ", "nora@example.org"),
        (
            "postal_address",
            {"lines": ["12 Elm Street,"], "postal_code": "54956-1234"},
            {"lines": ["12 ELM ST."], "postal_code": "54956"},
        ),
    ],
)
def test_two_spellings_of_one_fact_are_equal(kind: str, one: object, other: object) -> None:
    assert normalise.fact(kind, one) == normalise.fact(kind, other) != ""


@pytest.mark.parametrize(
    ("kind", "nonsense"),
    [
        ("phone", "call me"), ("date_of_birth", "31/02/1961"), ("date_of_birth", "0000-00-00"),
        ("postal_address", "12 Elm St"), ("postal_address", {"lines": []}), ("policy_number", None),
        ("policy_number", ["55"]), ("policy_number", "\u202e\u0000 -"), ("email", ""),
    ],
)  # fmt: skip
def test_nonsense_says_nothing_rather_than_matching_something(kind: str, nonsense: object) -> None:
    assert normalise.fact(kind, nonsense) == ""


def test_different_facts_stay_different() -> None:
    assert normalise.fact("policy_number", "55-102938") != normalise.fact("policy_number", "55-102939")
    assert normalise.fact("email", "nora.quist@example.org") != normalise.fact("email", "noraquist@example.org")
