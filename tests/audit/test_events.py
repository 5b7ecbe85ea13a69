"""The registry is closed, readable, and asks for nothing personal."""

import re

import pytest

from audit.events import _PARTS, EVENTS

PERSONAL = {"name", "email", "phone", "address", "ip", "birth", "date_of_birth", "text", "user_agent", "filename"}


def test_no_event_is_described_twice():
    assert sum(len(part) for part in _PARTS) == len(EVENTS)


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_has_a_plain_sentence_and_facts_without_a_person(name):
    spec = EVENTS[name]
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", name)
    assert spec.sentence[0].isupper()
    assert spec.sentence.endswith(".")
    assert len(spec.sentence.split()) <= 25
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", fact) for fact in spec.facts)
    assert not spec.facts & (PERSONAL - ({"name"} if name == "sweep.ran" else set()))
