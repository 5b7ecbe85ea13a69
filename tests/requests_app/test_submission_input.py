"""One strict reader for web, phone and API: what is wrong is named, what is odd but human is taken."""

from datetime import date

import pytest

from requests_app.submission_input import Invalid, validate
from tests.cast import body

TODAY = date(2026, 11, 23)


def faults(raw: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        validate(raw, today=TODAY)
    return {error.pointer: error.message for error in refused.value.errors}


def nora(**changes: object) -> dict[str, object]:
    raw = body("access")
    raw["consumer"] = {**raw["consumer"], **changes}  # type: ignore[dict-item]  # the body is a dictionary there
    return raw


def test_takes_what_nora_typed() -> None:
    new = validate(body({"right": "access", "scope": "categories"}, "deletion"), today=TODAY)
    assert [asked.right for asked in new.rights] == ["access", "deletion"]
    assert new.consumer.phone == "+19205550142"
    assert new.state == "WI"


@pytest.mark.parametrize(
    "name", ["María José", "O’Neill", "Nguyễn", "李小龍", "Ægir", "van der Berg-Ørsted", "X Æ A-12"]
)
def test_any_human_name_is_a_name(name: str) -> None:
    assert validate(nora(given_name=name), today=TODAY).consumer.given_name == name


@pytest.mark.parametrize("hidden", ["a\x00b", "a\u202eb", "a\u200bb", "\ufeffab", "a\x1bb", "a\x85b"])
def test_hidden_and_control_characters_are_refused_and_named(hidden: str) -> None:
    assert "#/consumer/given_name" in faults(nora(given_name=hidden))


@pytest.mark.parametrize(
    "born", ["2026-02-31", "0001-01-01", "2031-01-01", "1899-12-31", "1985/03/27", "yesterday", 19850327]
)
def test_impossible_dates(born: object) -> None:
    assert "#/consumer/date_of_birth" in faults(nora(date_of_birth=born))


@pytest.mark.parametrize("email", ["nora", "nora@", "@x.org", "nora@example", "nоra@example.org", "a" * 300 + "@x.org"])
def test_an_address_that_cannot_work_or_only_looks_like_one(email: str) -> None:
    assert "#/consumer/email" in faults(nora(email=email))


def test_markup_and_template_syntax_are_only_text() -> None:
    nasty = "<script>alert(1)</script> {{ 7*7 }} {% debug %} =HYPERLINK(1)"
    assert validate({**body("access"), "details": nasty}, today=TODAY).details == nasty


def test_unknown_members_are_named() -> None:
    raw = {
        **body("access"),
        "priority": "high",
        "consumer": {"ssn": "1", "family_name": "Quist", "email": "n@example.org"},
    }
    found = faults(raw)
    assert {"#/priority", "#/consumer/ssn"} <= set(found)


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        ([], "#"),
        (None, "#"),
        ({}, "#/rights"),
        ({"rights": "access"}, "#/rights"),
        ({"rights": [{"right": "access"}] * 10_000}, "#/rights"),
        ({"rights": [{"right": "world_peace"}]}, "#/rights/0/right"),
        ({"rights": [{"right": "access"}, {"right": "access"}]}, "#/rights/1/right"),
        ({"rights": [{"right": "correction"}]}, "#/rights/0/corrections"),
        ({"rights": [{"right": "deletion", "scope": "categories"}]}, "#/rights/0/scope"),
        ({"rights": [{"right": "access", "kinds": ["sale_sharing"]}]}, "#/rights/0/kinds"),
        (
            {"rights": [{"right": "access", "look_back": {"from": "2026-05-01", "to": "2026-04-01"}}]},
            "#/rights/0/look_back/to",
        ),
    ],
)
def test_wrong_shapes_are_told_by_place(raw: object, pointer: str) -> None:
    assert pointer in faults(raw)


def test_256_kib_of_text_is_too_long_and_says_how_long() -> None:
    message = faults({**body("access"), "details": "x" * 262_144})["#/details"]
    assert "10000" in message
    assert "262144" in message


def test_an_agent_names_themselves_and_what_allows_them() -> None:
    found = faults({**body("access"), "requester": {"capacity": "authorized_agent"}})
    assert {"#/requester/name", "#/requester/email", "#/requester/authority"} <= set(found)


def test_an_opt_out_needs_one_contact_point_and_nothing_else() -> None:
    for consumer in ({"email": "sam@example.org"}, {"phone": "(920) 555-0142"}, {"family_name": "Stranger"}):
        assert validate({"rights": [{"right": "opt_out"}], "consumer": consumer}, today=TODAY).rights
    assert "#/consumer" in faults({"rights": [{"right": "opt_out"}]})


def test_look_alike_letters_in_a_number_are_folded_or_refused() -> None:
    raw = body("access", identifiers=[{"kind": "policy_number", "value": "５５-102938"}])
    assert validate(raw, today=TODAY).identifiers[0].value == "55-102938"
    raw = body("access", identifiers=[{"kind": "policy_number", "value": "55-1O29З8"}])
    assert "#/identifiers/0/value" in faults(raw)
