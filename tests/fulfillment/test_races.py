"""Two stewards finish the last two tasks in the same moment: the request hears of it, once."""

import threading

import pytest
from django.db import connection, transaction

from accounts.principals import Principal
from fulfillment import selectors
from fulfillment.services import complete_task
from tests.conftest import NOW
from tests.fulfillment.conftest import _user, collect

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_two_tasks_at_once(heard) -> None:
    dev = Principal.staff(_user("dev", "steward"))
    request_id = collect("correction", person_key=None, details={})
    *others, first, second = selectors.tasks_for(request_id)
    for task in others:
        complete_task(task_id=task.id, result="done", by=dev, now=NOW)
    started = threading.Event()

    def finish_second() -> None:
        try:
            started.set()
            complete_task(task_id=second.id, result="done", by=dev, now=NOW)
        finally:
            connection.close()

    other = threading.Thread(target=finish_second)
    with transaction.atomic():
        complete_task(task_id=first.id, result="done", by=dev, now=NOW)
        other.start()
        started.wait()
        other.join(timeout=0.5)  # it waits for us, and must not have looked before we are done
        assert heard == []
    other.join()
    assert heard == [request_id]
