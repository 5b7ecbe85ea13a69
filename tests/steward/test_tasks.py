"""Dev does the tasks of his own systems, and sees nothing else of the request."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from fulfillment import selectors as held
from fulfillment.models import DataSystem, Task
from requests_app.models import PrivacyRequest
from tests import cast

Desk = Callable[[str], Client]


@pytest.fixture
def tasks(now: datetime) -> list[held.TaskView]:
    """The open tasks of a request that is being worked on; all systems are Dev's and answered by hand."""
    cast.register(now)
    cast.staff("dev")
    DataSystem.objects.update(handling="manual", stewards=["dev"])
    filed = cast.ask(cast.body({"right": "access", "scope": "categories"}), now=now)
    cast.prove(filed, now=now)
    cast.work_off(now)
    return [task for task in held.tasks_for(filed.requests[0].id) if task.status == "open"]


def test_the_list_names_systems_and_no_people(desk: Desk, tasks: list[held.TaskView]) -> None:
    page = desk("dev").get("/steward/")
    assert page.status_code == 200
    assert len(page.context["open"]) == len(tasks) > 1
    assert "Quist" not in page.text
    assert "JM-" not in page.text


def test_what_was_found_reaches_the_case(desk: Desk, tasks: list[held.TaskView]) -> None:
    dev, task = desk("dev"), tasks[0]
    address = f"/steward/task/{task.id}/"
    category = dev.get(address).context["form"].fields["category"].choices[1][0]
    typed = {"result": "done", "category": category, "found": "City: Neenah\nan old note", "note": "From the archive."}
    assert dev.post(address, typed).status_code == 302
    item = held.items_for(task.subject_ref)[0]
    assert item.content == {"City": "Neenah", "text": "an old note"}
    assert "From the archive." in dev.get(address).text


def test_the_last_answer_moves_the_case_on(desk: Desk, tasks: list[held.TaskView]) -> None:
    dev = desk("dev")
    for task in tasks:
        dev.post(f"/steward/task/{task.id}/", {"result": "nothing_found"})
    request = PrivacyRequest.objects.get(id=tasks[0].subject_ref)
    assert request.next_step in {"assign", "decide"}


def test_a_second_answer_is_told_so(desk: Desk, tasks: list[held.TaskView]) -> None:
    dev, address = desk("dev"), f"/steward/task/{tasks[0].id}/"
    dev.post(address, {"result": "nothing_found"})
    assert "completed before" in dev.post(address, {"result": "done"}).text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "required"),
        ({"result": "magic"}, "magic"),
        ({"result": "done", "found": "x: y"}, "Choose the kind of data"),
        ({"result": "done", "note": "a\x00b"}, "hidden or control"),
    ],
)
def test_bad_input_is_named_and_nothing_is_done(
    desk: Desk, tasks: list[held.TaskView], typed: dict[str, str], words: str
) -> None:
    page = desk("dev").post(f"/steward/task/{tasks[0].id}/", typed)
    assert words in page.text
    assert Task.objects.get(id=tasks[0].id).status == "open"


def test_a_task_in_another_system_does_not_exist(desk: Desk, tasks: list[held.TaskView]) -> None:
    DataSystem.objects.update(stewards=["somebody-else"])
    dev = desk("dev")
    assert dev.get(f"/steward/task/{tasks[0].id}/").status_code == 404
    assert "Nothing waits for you." in dev.get("/steward/").text


@pytest.mark.parametrize("name", ["olu", "mo", "ari", "casey"])
def test_others_have_no_tasks(desk: Desk, name: str) -> None:
    assert desk(name).get("/steward/").status_code == 403


def test_whom_the_steward_told_is_asked_and_kept(desk: Desk, now: datetime) -> None:
    cast.register(now)
    cast.staff("dev")
    filed = cast.ask(cast.body("restriction"), now=now)
    task = next(one for one in held.tasks_for(filed.requests[0].id) if one.system == "marketing")
    dev, address = desk("dev"), f"/steward/task/{task.id}/"
    assert "Whom did you tell of this change?" in dev.get(address).text
    wrong = dev.post(address, {"result": "nothing_found", "told": ["group"]})
    assert "nobody was told" in wrong.text
    assert dev.post(address, {"result": "done", "told": ["group", "service_providers"]}).status_code == 302
    kept = next(one for one in held.tasks_for(filed.requests[0].id) if one.id == task.id)
    assert kept.told == ("group", "service_providers")
