"""Inside the profile our text is RFC 8785's; outside it there is no text at all."""

import unicodedata

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from audit import canonical
from audit.canonical import MAX_INTEGER, NotCanonical

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).map(
    lambda text: unicodedata.normalize("NFC", text)
)
keys = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=12)
scalars = st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | texts
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=20)


@given(values)
def test_the_text_is_what_rfc_8785_prescribes(value):
    assert canonical.dumps(value).encode() == rfc8785.dumps(value)


def test_members_are_sorted_and_nothing_is_wasted():
    assert canonical.dumps({"b": [1, True, None], "a": "ü\n"}) == '{"a":"ü\\n","b":[1,true,null]}'


@pytest.mark.parametrize(
    "value",
    [
        1.0, float("nan"), 2**53, -(2**53), b"x", {1, 2}, object(), {"A": 1}, {"": 1}, {"ä": 1}, {"a b": 1}, {1: 1},
        "\ud800", "a\0b", "u\u0308", ["u\u0308"], {"a": {"b": 0.5}},
    ],
)  # fmt: skip
def test_everything_outside_the_profile_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical.dumps(value)


def test_a_refusal_says_where():
    with pytest.raises(NotCanonical, match=r"\$\.facts\.days\[1\]"):
        canonical.dumps({"facts": {"days": [1, 1.5]}})
