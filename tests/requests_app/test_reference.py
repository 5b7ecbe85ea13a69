"""References that can be spoken, typed badly, and told apart from wrong ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app import reference
from requests_app.reference import ALPHABET, Mistyped


def test_forgives_case_spaces_and_dashes() -> None:
    made = reference.new_reference()
    for typed in (made.lower(), made.replace("-", ""), made.replace("-", " "), f"  {made} ", made[3:]):
        assert reference.parse(typed) == made


@given(st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(place: int, letter: str) -> None:
    made = reference.new_reference()
    body = made.replace("-", "")[2:]
    if body[place] == letter:
        return
    with pytest.raises(Mistyped):
        reference.parse("JM-" + body[:place] + letter + body[place + 1 :])


@pytest.mark.parametrize("typed", ["", "JM", "JM-0000-0000", "'; drop table", "JM-7K3F-92Q", "Ⅾ" * 8, "JM-7K3F-92QXX"])
def test_what_cannot_be_a_reference_says_so(typed: str) -> None:
    with pytest.raises(Mistyped):
        reference.parse(typed)


def test_is_read_aloud_letter_by_letter() -> None:
    assert reference.spoken("JM-7K3F-92QX") == "Juliett, Mike, 7, Kilo, 3, Foxtrot, 9, 2, Quebec, X-ray"
