"""What never leaves: taken out at any depth, by its name or by its looks, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.masking import is_mark, mask


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("social_security_number", "ssn"),
        ("SSN", "ssn"),
        ("driversLicenseNumber", "government_id"),
        ("bank_account_number", "account_number"),
        ("bank_routing_number", "account_number"),
        ("passport_number", "government_id"),
        ("tax_id", "tax_id"),
        ("security_answer", "secret"),
        ("fingerprint", "biometric"),
        ("medical_record_number", "health_id"),
        ("other_person", "other_person"),
    ],
)
def test_forbidden_fields_are_taken_out_by_name(key, code):
    masked = mask({"a": [{key: "value"}]})
    assert masked.codes == {code}
    assert masked.content == {"a": [{key: {"withheld": code}}]}


def test_forbidden_values_are_taken_out_wherever_they_stand():
    masked = mask({"notes": "Caller gave 000-12-3456 as proof.", "payment": "4111 1111 1111 1111"})
    assert masked.codes == {"ssn", "account_number"}
    assert "3456" not in str(masked.content)
    assert "4111" not in str(masked.content)


@pytest.mark.parametrize(
    "content",
    [
        {"policy_number": "55-102938"},
        {"phone": "+19205550142"},
        {"opinion": "pinned", "shipping": "secretary", "tracking": "9400111202555842332669"},
        {"social_security_number": ""},
        {"automated_decision": True, "score": 720},
    ],
)
def test_ordinary_data_is_left_as_it_is(content):
    assert mask(content).content == content


@given(st.recursive(st.text() | st.none() | st.booleans(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)))
def test_masking_twice_is_masking_once(content):
    once = mask(content)
    assert mask(once.content).content == once.content or not once.codes


def test_a_mark_is_known_from_data():
    assert is_mark({"withheld": "ssn"})
    assert not is_mark({"withheld": "ssn", "more": 1})
