"""Which data a deletion keeps erases itself, and on which day: only grounds that end, and never before a later day."""

from datetime import timedelta

import pytest

from requests_app.decision import Decision, Unsound
from requests_app.models import KeptData
from requests_app.services import holds, lapsing, work
from tests import cast
from tests.requests_app.keeping import NOW, answered, decide, decision, finish, fresh, open_tasks, places

LATER, SOON = NOW + timedelta(hours=2), NOW + timedelta(days=25)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def place(request, reason: str = "litigation") -> object:
    return holds.place(request_id=request.id, reason=reason, matter="CV-4711", by=cast.staff("olu"), now=NOW)


def release(hold) -> None:
    holds.ask_release(hold_id=hold.id, why="Settled.", by=cast.staff("olu"), now=LATER)
    holds.release(hold_id=hold.id, by=cast.staff("lena"), now=LATER)


@pytest.mark.parametrize("until", ["2027-06-30"])
def test_the_end_of_a_hold_does_not_erase_what_a_person_dated_later(until: str) -> None:
    request = answered()
    hold = place(request)
    kept = {one: ("DEL-CLAIMS", until if number == 0 else "") for number, one in enumerate(places(request))}
    request = decide(request, decision(request, kept), now=NOW)
    release(hold)
    assert lapsing.run_due(now=LATER) == 1
    assert KeptData.objects.get(state="waiting").until == cast.day(until)
    finish(request, now=LATER)
    assert lapsing.run_due(now=LATER + timedelta(days=100)) == 0
    assert lapsing.run_due(now=LATER + timedelta(days=250)) == 1


def test_the_last_day_of_the_hold_itself_is_no_later_day() -> None:
    request = answered()
    hold = place(request, "authority")
    kept = {one: ("DEL-LEHOLD", hold.until.isoformat()) for one in places(request)}
    request = decide(request, decision(request, kept), now=NOW)
    release(hold)
    assert lapsing.run_due(now=LATER) == 1
    assert open_tasks(fresh(request))


def test_a_reopening_calls_off_what_is_being_erased_and_what_is_gone_is_not_waited_for_again() -> None:
    request = answered()
    first = places(request)[0]
    later = {one: ("DEL-CONTRACT", "2027-12-31") for one in places(request)}
    second = next(one for one in places(request) if one[1] != first[1])
    request = decide(
        request,
        decision(
            request,
            later
            | dict.fromkeys([first], ("DEL-CONTRACT", "2026-12-01"))
            | dict.fromkeys([second], ("DEL-CONTRACT", "2026-12-15")),
        ),
        now=NOW,
    )
    lapsing.run_due(now=NOW + timedelta(days=10))
    finish(request, now=NOW + timedelta(days=10))
    lapsing.run_due(now=SOON)
    assert open_tasks(request)
    work.reopen(request_id=request.id, by=cast.staff("petra"), now=SOON)
    assert not [task for task in open_tasks(request) if task.deed == "erase"]
    finish(request, now=SOON)
    request = decide(fresh(request), decision(request, later), now=SOON)
    states = dict.fromkeys(places(request), "waiting") | {first: "erased"}
    rows = KeptData.objects.filter(request=request).exclude(state="dropped")
    assert {(row.category, row.system): row.state for row in rows} == states


def test_a_ground_that_never_ends_takes_no_day_and_erases_nothing() -> None:
    request = answered()
    dated = decision(request, {one: ("DEL-NOTFROM", "2027-01-31") for one in places(request)})
    with pytest.raises(Unsound, match="no day on which it ends") as refused:
        decide(request, dated, now=NOW)
    assert refused.value.errors[0][0] == "#/items/0/until"
    whole = Decision("denied", "The same four times in a month.", (), "EXCESSIVE", until="2027-01-31", evidence="Four.")
    with pytest.raises(Unsound) as refused:
        decide(request, whole, now=NOW)
    assert "#/until" in dict(refused.value.errors)
    # Such a decision may stand from before: no row is made of it.
    assert lapsing.note(request, dated, by=cast.staff("olu"), now=NOW) == 0
    assert lapsing.promise(request, dated) == "none"
