"""A steward's answer that does not fit: the words stay, the task stays open."""

from html import unescape

import pytest

from fulfillment import selectors as held
from tests.steward.test_tasks import Desk
from tests.steward.test_tasks import tasks as tasks
from tests.untouched import HIDDEN, RUNNABLE, nothing_written

FORM = "application/x-www-form-urlencoded"
Tasks = list[held.TaskView]


def test_hidden_signs_floods_and_repetitions(desk: Desk, tasks: Tasks) -> None:
    dev, there = desk("dev"), f"/steward/task/{tasks[0].id}/"
    with nothing_written():
        for text in HIDDEN.values():
            page = dev.post(there, {"result": "done", "note": "keep me", "found": f"City: {text}"})
            assert "hidden or control characters" in page.text
            assert "keep me" in page.text
        long = dev.post(there, {"result": "done", "note": "x" * 4_001})
        assert "4000 characters or fewer" in long.text
        twice = dev.post(there, "result=done&result=nothing_found", content_type=FORM)
        assert "This was sent more than once" in twice.text
        many = dev.post(there, "&".join(f"f{n}=1" for n in range(10_000)), content_type=FORM)
        big = dev.post(there, "found=" + "a" * 300_000, content_type=FORM)
        assert (many.status_code, big.status_code) == (400, 413)


@pytest.mark.parametrize("typed", [{}, {"result": "magic"}, {"result": "done", "category": "gossip", "found": "a: b"}])
def test_what_is_not_in_the_list(desk: Desk, tasks: Tasks, typed: dict[str, str]) -> None:
    with nothing_written():
        assert "There is a problem" in desk("dev").post(f"/steward/task/{tasks[0].id}/", typed).text


def test_what_other_programs_would_run_is_kept_as_typed(desk: Desk, tasks: Tasks) -> None:
    dev, there = desk("dev"), f"/steward/task/{tasks[0].id}/"
    dev.post(there, {"result": "nothing_found", "note": "\n".join(RUNNABLE), "status": "open"})
    page = dev.get(there).text
    assert all(text in unescape(page) for text in RUNNABLE)
    assert "<script>alert" not in page


def test_a_second_click_is_told_and_changes_nothing(desk: Desk, tasks: Tasks) -> None:
    dev, there = desk("dev"), f"/steward/task/{tasks[0].id}/"
    dev.post(there, {"result": "nothing_found"})
    with nothing_written():
        assert "completed before" in dev.post(there, {"result": "nothing_found"}).text


def test_an_unknown_task(desk: Desk, tasks: Tasks) -> None:
    dev = desk("dev")
    with nothing_written():
        assert dev.post(f"/steward/task/{tasks[0].subject_ref}/", {"result": "done"}).status_code == 404
