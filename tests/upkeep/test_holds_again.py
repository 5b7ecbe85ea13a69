"""The drill of the holds: an old backup knows none of them, and learns them all before anybody is served."""

import json
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from audit.selectors import find_entries
from dsar_portal.upkeep import gate, recording
from dsar_portal.upkeep.journal import journal
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from jobs import standstill
from requests_app.input_child import validate_report
from requests_app.models import Inquiry, KeptData, LegalHold, PrivacyRequest, Suppression
from requests_app.services import children, holds, lapsing
from tests.cast import anonymous, ask, body, register, staff
from tests.requests_app.keeping import answered, decide, decision, finish, letters, open_tasks, places
from tests.upkeep.conftest import House


def told(*arguments: str) -> dict:
    out = StringIO()
    call_command(*arguments, "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


@pytest.fixture(autouse=True)
def _gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gate that has not looked yet."""
    fresh = gate.Watch()
    monkeypatch.setattr(gate, "watch", fresh)
    monkeypatch.setattr(standstill, "_checks", [fresh.may_work])


def test_a_hold_of_later_binds_before_anybody_is_served(
    house: House, elsewhere, now: datetime, clock, tmp_path: Path
) -> None:
    """The backup knows neither the holds nor the request at which they were placed, only an older one of Nora's."""
    register(now)
    under_way, kept = answered(now), answered(now)
    kept = decide(kept, decision(kept, {places(kept)[0]: ("DEL-CONTRACT", "2026-12-31")}), now=now)
    finish(kept, now=now)
    decide(under_way, decision(under_way, {}), now=now)
    house.sequence()
    told("backup", "--out", str(tmp_path / "b"))

    later = now + timedelta(days=100)
    clock.shift(timedelta(days=100))
    lapsing.run_due(now=later)
    finish(kept, now=later)
    asked = ask(body("access"), now=later).requests[0].request
    hold = holds.place(request_id=asked.id, reason="litigation", matter="2026-CV-4711", by=staff("olu"), now=later)
    past = holds.place(
        request_id=asked.id, reason="authority", matter="FBI-1", by=staff("olu"), now=later - timedelta(days=95)
    )
    assert holds.lapse_due(now=later) == 1
    child = validate_report({"child": {"email": "kit@example.org"}, "details": "At the fair."}, today=later.date())
    report = children.report(said=child, channel="web", by=anonymous(), now=later)
    children.protect(inquiry_id=report.id, now=later)
    asked_of = {(one.system, one.deed) for one in held.tasks_for(report.id)}
    house.sequence()
    assert recording.copy_new(journal()) > 0
    text = journal().file.read_text()
    assert not any(word in text for word in ("Nora", "Quist", "nora@", "kit@", "fair", "CV-4711", "FBI-1"))

    with elsewhere():
        done = told("restore", str(tmp_path / "b"))["replayed"]
        assert (done["holds"], done["children"]) == (2, 1)
        again = Inquiry.objects.get(id=report.id)
        assert (again.child, again.body, again.answer_by) == (
            {"email": "kit@example.org"},
            report.body,
            report.answer_by,
        )
        assert {(one.system, one.deed) for one in held.tasks_for(report.id)} == asked_of != set()
        assert [one.value for one in Suppression.objects.all()] == ["kit@example.org"]
        assert find_entries(action="backup.restored")[0].facts["holds_replayed"] == 2
        again = LegalHold.objects.get(id=hold.id)
        assert (again.matter, again.request, again.is_active) == ("2026-CV-4711", None, True)
        assert LegalHold.objects.get(id=past.id).end_cause == "lapsed"
        # What was being erased is not; what was erased later is not asked for again, nor written of.
        assert open_tasks(under_way) == []
        assert PrivacyRequest.objects.get(id=under_way.id).decision is None
        assert KeptData.objects.get(request=kept).state == "erased"
        assert lapsing.run_due(now=later) == 0
        assert letters(kept, "hold_released") == []
        assert told("restore", "--replay")["replayed"] == {}


def test_a_hold_that_ended_later_ends_again(house: House, elsewhere, now: datetime, clock, tmp_path: Path) -> None:
    register(now)
    request = answered(now)
    hold = holds.place(request_id=request.id, reason="litigation", matter="CV-1", by=staff("olu"), now=now)
    house.sequence()
    told("backup", "--out", str(tmp_path / "b"))
    clock.shift(timedelta(hours=2))
    later = now + timedelta(hours=2)
    holds.ask_release(hold_id=hold.id, why="Settled.", by=staff("olu"), now=later)
    holds.release(hold_id=hold.id, by=staff("petra"), now=later)
    house.sequence()
    recording.copy_new(journal())
    with elsewhere():
        assert told("restore", str(tmp_path / "b"))["replayed"]["holds"] == 1
        ended = LegalHold.objects.get(id=hold.id)
        assert (ended.ended_at, ended.end_cause, ended.request_id) == (later, "released", request.id)
        decide(request, decision(request, {}), now=later)
        (first, *_rest) = open_tasks(request)
        fulfillment.complete_task(task_id=first.id, result="done", by=staff("dev"), now=later)
