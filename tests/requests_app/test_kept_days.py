"""Which data a deletion keeps erases itself, and on which day: only grounds that end, and never before a later day."""

from datetime import timedelta

import pytest

from requests_app.models import KeptData
from requests_app.services import holds, lapsing
from tests import cast
from tests.requests_app.keeping import NOW, answered, decide, decision, finish, fresh, open_tasks, places

LATER = NOW + timedelta(hours=2)

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
