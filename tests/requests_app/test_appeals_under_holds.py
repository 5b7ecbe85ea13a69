"""An appeal against a deletion erases at the first request: a legal hold binds there, and done work is asked anew."""

from datetime import timedelta

import pytest

from fulfillment import selectors as held
from requests_app.decision import DecidedItem, Decision, Unsound
from requests_app.models import KeptData, PrivacyRequest
from requests_app.services import appeals, holds, lapsing, review
from tests import cast
from tests.requests_app.keeping import (
    NOW,
    Place,
    answered,
    decide,
    decision,
    finish,
    fresh,
    letters,
    open_tasks,
    places,
)

LATER = NOW + timedelta(days=2)
ENDED = NOW + timedelta(days=30)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def denied() -> PrivacyRequest:
    """Everything of Nora's is kept for a lawsuit that nobody put on hold."""
    request = answered()
    return decide(request, decision(request, {one: ("DEL-CLAIMS", "") for one in places(request)}), now=NOW)


def appealed(request: PrivacyRequest) -> PrivacyRequest:
    nora = cast.Principal.consumer(request.submission_id, "s")
    filed, _receipt = appeals.appeal(request_id=request.id, explanation="It is closed.", by=nora, now=LATER)
    return filed


def granting(*erased: Place) -> Decision:
    return Decision("completed", "You are right.", tuple(DecidedItem(*place, "erased") for place in erased))


def grant(filed: PrivacyRequest, decided: Decision) -> None:
    review.propose(request_id=filed.id, decision=decided, by=cast.staff("lena"), now=LATER)
    hana = cast.create_user(
        username="hana", display_name="Hana", roles=["officer"], by=cast.Principal.system("cast"), now=cast.STAGE
    )
    review.approve(request_id=filed.id, by=cast.Principal.staff(hana, "s"), now=LATER)


def place(request: PrivacyRequest, **more: object) -> object:
    return holds.place(
        request_id=request.id, reason="litigation", matter="2026-CV-4711", by=cast.staff("olu"), now=LATER, **more
    )


def release(hold: object) -> None:
    holds.ask_release(hold_id=hold.id, why="Settled.", by=cast.staff("olu"), now=ENDED)
    holds.release(hold_id=hold.id, by=cast.staff("lena"), now=ENDED)


def asked(request: PrivacyRequest) -> set[str]:
    return {task.system for task in open_tasks(request) if task.deed == "erase"}


def test_while_a_hold_binds_no_appeal_erases() -> None:
    request = denied()
    filed = appealed(request)
    place(request)
    with pytest.raises(Unsound, match="legal hold binds"):
        review.propose(request_id=filed.id, decision=granting(*places(request)), by=cast.staff("lena"), now=LATER)
    systems = {system for _category, system in places(request)}
    assert set(holds.kept_for(fresh(filed), systems)) == systems


def test_a_hold_stops_what_an_appeal_had_granted_and_its_end_lets_it_go_on() -> None:
    request = denied()
    grant(appealed(request), granting(*places(request)))
    first, *rest = open_tasks(request)
    assert rest
    hold = place(fresh(request), systems=[first.system])
    assert asked(request) == {task.system for task in rest}
    stopped = [one for one in places(request) if one[1] == first.system]
    rows = KeptData.objects.filter(request=request)
    assert {(row.category, row.system) for row in rows.filter(state="waiting", on_hold=True)} == set(stopped)
    finish(request, now=LATER)
    assert lapsing.run_due(now=ENDED) == 0
    release(hold)
    assert lapsing.run_due(now=ENDED) == 1
    assert asked(request) == {first.system}
    finish(request, now=ENDED)
    assert set(rows.values_list("state", flat=True)) == {"erased"}
    assert len(letters(request, "hold_released")) == 1
    assert not any(item.content for item in held.items_for(request.id))


def test_an_appeal_asks_a_system_again_that_had_erased_something_else() -> None:
    request = answered()
    systems = [system for _category, system in places(request)]
    shared = next(system for system in systems if systems.count(system) > 1)
    left = next(one for one in places(request) if one[1] == shared)
    request = decide(request, decision(request, {left: ("DEL-CONTRACT", "2026-12-31")}), now=NOW)
    finish(request, now=NOW)
    assert KeptData.objects.get(request=request).state == "waiting"
    grant(appealed(fresh(request)), granting(left))
    (task,) = open_tasks(request)
    assert (task.system, task.deed, task.due_by) == (shared, "erase", None)
    assert len(task.categories) == 1
    row = KeptData.objects.get(request=request)
    assert row.state == "dropped"
    finish(request, now=LATER)
    assert not any(item.content for item in held.items_for(request.id))


def test_an_appeal_asks_again_for_a_use_that_a_steward_had_found_nothing_to_stop_of() -> None:
    asking = cast.ask(cast.body("objection"), now=NOW)
    request = asking.requests[0].request
    cast.work_off(NOW)
    cast.prove(asking, now=NOW)
    finish(request, now=NOW, result="nothing_found")
    kept = Decision("denied", "The claim is open.", (), "GDPR-COMPELLING", evidence="Her wish was weighed against it.")
    review.decide(request_id=request.id, decision=kept, by=cast.staff("olu"), now=NOW)
    system = held.tasks_for(request.id)[0].system
    stop = Decision("completed", "You are right.", (DecidedItem("commercial", system, "stopped"),))
    review.decide(request_id=appealed(request).id, decision=stop, by=cast.staff("petra"), now=LATER)
    assert [(task.system, task.deed) for task in open_tasks(request)] == [(system, "stop")]
