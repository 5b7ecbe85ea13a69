"""The self-check says when the phone desk has nowhere to pass a question about a claim on to."""

from dataclasses import replace
from datetime import datetime

import pytest

from dsar_portal.findings import State
from dsar_portal.upkeep import desk


@pytest.mark.parametrize(
    ("number", "demo", "state", "words"),
    [
        ("", True, State.WARNING, "is empty"),
        ("920-555-0150", False, State.WARNING, "made-up"),
        ("920-555-0150", True, State.FINE, "has a number"),
        ("800-232-5678", False, State.FINE, "has a number"),
    ],
)
def test_a_missing_or_made_up_number_is_a_remark(
    number: str, demo: bool, state: State, words: str, now: datetime, settings, monkeypatch
) -> None:
    settings.DEMO = demo
    monkeypatch.setattr(desk, "PROFILE", replace(desk.PROFILE, desk={"claims": number}))
    found = desk.way_out(now)
    assert (found.state, words in found.text) == (state, True)
