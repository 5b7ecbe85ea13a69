"""Two sweeps at once, and a hold that comes while a steward finishes: one thing happens, and only once."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from audit.selectors import find_entries
from fulfillment import services as fulfillment
from requests_app.models import KeptData, PrivacyRequest
from requests_app.services import holds, lapsing
from tests import cast
from tests.requests_app.keeping import NOW, answered, decide, decision, finish, fresh, letters, open_tasks, places

pytestmark = pytest.mark.django_db(transaction=True)
OVER = NOW + timedelta(days=60)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Run the deeds in threads that start together, each on a connection of its own; gives what each came to."""
    gate, given = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(number: int) -> None:
        try:
            gate.wait()
            given[number] = deeds[number]()
        except Exception as error:  # what it came to is judged below
            given[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


@pytest.fixture
def kept() -> PrivacyRequest:
    cast.register(NOW)
    request = answered()
    request = decide(request, decision(request, {places(request)[0]: ("DEL-CONTRACT", "2026-12-31")}), now=NOW)
    finish(request, now=NOW)
    return fresh(request)


def test_two_sweeps_ask_the_systems_once(kept: PrivacyRequest) -> None:
    came = at_once(*[lambda: lapsing.run_due(now=OVER)] * 3)
    assert sorted(came) == [0, 0, 1]
    assert len(find_entries(action="request.ground_lapsed")) == 1
    assert len(open_tasks(kept)) == 1


def test_a_hold_and_a_steward_who_finishes_do_not_both_win(kept: PrivacyRequest) -> None:
    lapsing.run_due(now=OVER)
    (task,) = open_tasks(kept)
    dev, olu = cast.staff("dev"), cast.staff("olu")
    _done, placed = at_once(
        lambda: fulfillment.complete_task(task_id=task.id, result="done", by=dev, now=OVER),
        lambda: holds.place(request_id=kept.id, reason="litigation", matter="CV-1", by=olu, now=OVER),
    )
    assert not isinstance(placed, Exception)
    row = KeptData.objects.get(request=kept)
    assert (row.state, len(letters(kept, "hold_released"))) in {("erased", 1), ("waiting", 0)}
    assert open_tasks(kept) == []
