"""The one table of what leads where."""

import pytest

from audit.events import EVENTS
from requests_app.lifecycle import ANSWERED, FINAL, OPEN, TRANSITIONS, Status, Verb, Who, WrongMoment, advance, possible


def test_every_status_is_open_or_final_and_never_both() -> None:
    assert set(OPEN) | set(FINAL) == set(Status)
    assert not set(OPEN) & set(FINAL)
    assert set(ANSWERED) < set(FINAL)


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("verb", list(Verb))
def test_each_cell_is_in_the_table_or_refused(status: Status, verb: Verb) -> None:
    if (status, verb) in TRANSITIONS:
        step = advance(status, verb)
        assert (step.source, step.verb) == (status, verb)
        assert step.event in EVENTS
    else:
        with pytest.raises(WrongMoment):
            advance(status, verb)


def test_every_open_status_has_a_way_out() -> None:
    for status in OPEN:
        assert possible(status), status


def test_work_never_begins_past_the_gate_by_a_person() -> None:
    starts = [step for step in TRANSITIONS.values() if step.verb is Verb.START]
    assert starts
    assert all(step.who == {Who.SYSTEM} for step in starts)


def test_only_a_denial_or_a_closing_can_be_reopened() -> None:
    assert {step.source for step in TRANSITIONS.values() if step.verb is Verb.REOPEN} == {Status.DENIED, Status.CLOSED}
