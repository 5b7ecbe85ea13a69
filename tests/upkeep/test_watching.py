"""Ada hears of work that waits or was given up, once a day and never about a person."""

from datetime import datetime, timedelta

import pytest

from audit.selectors import find_entries
from dsar_portal.upkeep import watching
from jobs.models import Job, State
from jobs.services import enqueue, run_due
from notifications.models import Letter
from tests.accounts.cast import hire

pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=91)


def told() -> list[str]:
    return [letter.context["what"] for letter in Letter.objects.filter(kind="staff_alert").order_by("id")]


def test_given_up_work_is_told_once_a_day(now: datetime, clock) -> None:
    hire("ada2", "admin", now=now, factor=False, email="ada@example.org")
    hire("olu2", "officer", now=now, factor=False, email="olu@example.org")
    Job.objects.create(kind="x", state=State.DEAD, run_after=now, created_at=now, finished_at=now)
    for minutes in (0, 5, 10):
        assert watching.sound(now=now + timedelta(minutes=minutes)) == 1
        run_due(now=now + timedelta(minutes=minutes))
        Job.objects.filter(kind="letters.send").update(state=State.DONE)
    assert told() == ["Work was given up (1). Look at each piece, then run it again or put it aside."]
    assert find_entries(action="job.alarmed")[0].facts == {"cause": "dead", "recipients": 1}
    watching.sound(now=now + timedelta(days=1))
    assert Job.objects.filter(kind="work.alarm").count() == 2


def test_late_work_is_an_alarm_until_it_is_done(now: datetime, clock) -> None:
    hire("ada2", "admin", now=now, factor=False, email="ada@example.org")
    waits = enqueue("letters.send", args={"letter_id": str(Job().id)}, now=now)
    assert watching.sound(now=now + timedelta(seconds=60)) == 0
    assert watching.sound(now=now + LATER) == 1
    Job.objects.filter(id=waits.id).update(state=State.DONE)
    run_due(now=now + LATER)
    assert told() == [], "it ended before anybody was told"
