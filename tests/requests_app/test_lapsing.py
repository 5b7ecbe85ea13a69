"""What a deletion had to leave is erased on its day, exactly once, and the person hears of it."""

from datetime import datetime, timedelta

import pytest

from accounts.services import create_user
from audit import selectors as ledger
from fulfillment import selectors as held
from notifications.models import Letter
from requests_app.models import KeptData, PrivacyRequest, Submission
from requests_app.services import keeping_watch, lapsing, notices, retention, work
from tests import cast
from tests.requests_app import keeping
from tests.requests_app.keeping import NOW, answered, decide, decision, finish, letters, open_tasks, places

UNTIL = "2026-12-31"
LAST_DAY = datetime.fromisoformat("2026-12-31T18:00:00+00:00")
DAY_AFTER = datetime.fromisoformat("2027-01-01T18:00:00+00:00")
DONE = DAY_AFTER + timedelta(days=3)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def kept_for_a_while(**more: object) -> PrivacyRequest:
    """Nora's deletion is answered in part: one place stays until the last day of the year."""
    request = answered(**more)
    request = decide(request, decision(request, {places(request)[0]: ("DEL-CONTRACT", UNTIL)}), now=NOW)
    finish(request, now=NOW)
    return keeping.fresh(request)


def test_on_the_last_day_nothing_happens_and_on_the_next_the_steward_is_asked_once() -> None:
    request = kept_for_a_while()
    assert request.status == "partly_completed"
    assert lapsing.run_due(now=LAST_DAY) == 0
    assert lapsing.run_due(now=DAY_AFTER) == 1
    assert lapsing.run_due(now=DAY_AFTER) == 0
    (task,) = open_tasks(request)
    category, system = places(request)[0]
    assert (task.system, task.deed, task.due_by) == (system, "erase", cast.day("2027-01-15"))
    assert held.items_for(request.id)[0].category == category
    assert keeping.fresh(request).status == "partly_completed"


def test_when_it_is_erased_the_person_is_told_what() -> None:
    request = kept_for_a_while()
    category, system = places(request)[0]
    lapsing.run_due(now=DAY_AFTER)
    assert letters(request, "hold_released") == []
    finish(request, now=DONE)
    (letter,) = letters(request, "hold_released")
    assert letter.recipient["email"] == "nora@example.org"
    assert [(item["outcome"]) for item in letter.context["items"]] == ["erased"]
    (item,) = [one for one in held.items_for(request.id) if (one.category, one.system) == (category, system)][:1]
    assert (item.outcome, item.content, item.title) == ("erased", {}, "")
    (row,) = KeptData.objects.filter(request=request)
    assert (row.state, row.ended_at) == ("erased", DONE)
    said = [entry.action for entry in ledger.entries_for(request.id)]
    assert [said.count(one) for one in ("kept.noted", "request.ground_lapsed", "kept.erased")] == [1, 1, 1]
    assert lapsing.run_due(now=DONE + timedelta(days=400)) == 0


def test_on_paper_and_in_spanish_to_who_asked_for_that() -> None:
    request = kept_for_a_while(delivery="post", language="es")
    lapsing.run_due(now=DAY_AFTER)
    finish(request, now=DONE)
    (letter,) = letters(request, "hold_released")
    assert (letter.channel, letter.language) == ("post", "es")


def test_a_safe_contact_is_obeyed() -> None:
    request = kept_for_a_while(safe_contact={"email": "safe@example.org", "unsafe": []})
    lapsing.run_due(now=DAY_AFTER)
    finish(request, now=DONE)
    assert letters(request, "hold_released")[0].recipient["email"] == "safe@example.org"


def test_a_system_that_held_nothing_any_more_is_told_as_that() -> None:
    request = kept_for_a_while()
    lapsing.run_due(now=DAY_AFTER)
    finish(request, now=DONE, result="nothing_found")
    assert letters(request, "hold_released")[0].context["items"][0]["outcome"] == "nothing_found"
    assert all(not item.content for item in held.items_for(request.id))


def test_years_later_nothing_is_left_but_what_it_takes_to_keep_the_promise() -> None:
    request = answered()
    place = places(request)[0]
    request = decide(request, decision(request, {place: ("DEL-CONTRACT", "2031-12-31")}), now=NOW)
    finish(request, now=NOW)
    purged = NOW + timedelta(days=763)
    assert retention.purge(now=purged) == 1
    submission = Submission.objects.get(id=request.submission_id)
    assert (submission.consumer, submission.purged_at) == ({}, purged)
    late = datetime.fromisoformat("2032-01-02T18:00:00+00:00")
    assert lapsing.run_due(now=late) == 1
    (task,) = open_tasks(request)
    assert held.person_on_file(task)["name"] == "Nora Quist"
    assert retention.purge(now=late) == 0
    finish(request, now=late)
    (letter,) = letters(request, "hold_released")
    assert (letter.recipient["email"], letter.recipient["name"]) == ("nora@example.org", "Nora Quist")
    assert KeptData.objects.get(request=request).carried is None
    assert retention.purge(now=late + timedelta(days=700)) == 0
    assert retention.purge(now=late + timedelta(days=763)) == 1
    assert Letter.objects.get(id=letter.id).recipient == {}
    assert retention.purge(now=late + timedelta(days=1000)) == 0


def test_what_begins_to_be_erased_after_retention_had_looked_is_left_for_another_time(monkeypatch) -> None:
    request = kept_for_a_while()
    purged = NOW + timedelta(days=763)
    monkeypatch.setattr(retention, "_due_submissions", lambda now: [request.submission_id])
    lapsing.run_due(now=purged)
    assert retention.purge(now=purged) == 0
    assert Submission.objects.get(id=request.submission_id).purged_at is None
    finish(request, now=purged)
    assert letters(request, "hold_released")[0].recipient["email"] == "nora@example.org"


def test_what_was_taken_up_again_is_not_erased_by_the_old_decision() -> None:
    request = answered()
    everything = {place: ("DEL-CONTRACT", UNTIL) for place in places(request)}
    request = decide(request, decision(request, everything), now=NOW)
    assert request.status == "denied"
    work.reopen(request_id=request.id, by=cast.staff("petra"), now=NOW)
    assert set(KeptData.objects.filter(request=request).values_list("state", flat=True)) == {"dropped"}
    assert lapsing.run_due(now=DAY_AFTER) == 0


def test_the_leads_hear_once_of_what_was_not_erased_in_time() -> None:
    create_user(
        username="leah", display_name="Leah", roles=["lead"], email="leah@example.org",
        by=cast.Principal.system("test"), now=cast.STAGE,
    )  # fmt: skip
    kept_for_a_while()
    lapsing.run_due(now=DAY_AFTER)
    assert keeping_watch.tell_leads(now=DONE) == 0
    late = DAY_AFTER + timedelta(days=20)
    assert [keeping_watch.tell_leads(now=late), keeping_watch.tell_leads(now=late)] == [1, 0]
    notices.mail(now=late)
    assert "should be erased by now, and is not: 1." in Letter.objects.get(kind="staff_alert").context["what"]


def test_one_that_fails_keeps_nobody_else_s_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = kept_for_a_while(), kept_for_a_while()
    run = lapsing._run

    def fails_on_the_first(request_id: object, **more: object) -> int:
        if request_id == min(first.id, second.id):
            raise LookupError("no such system")
        return run(request_id, **more)

    monkeypatch.setattr(lapsing, "_run", fails_on_the_first)
    with pytest.raises(LookupError):
        lapsing.run_due(now=DAY_AFTER)
    assert sorted(KeptData.objects.values_list("state", flat=True)) == ["running", "waiting"]


def test_one_that_cannot_go_yet_holds_up_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    requests = sorted([kept_for_a_while(), kept_for_a_while()], key=lambda one: one.id)
    monkeypatch.setattr(lapsing, "BATCH", 1)
    free = lapsing._free
    monkeypatch.setattr(lapsing, "_free", lambda request, rows: [] if request == requests[0] else free(request, rows))
    assert lapsing.run_due(now=DAY_AFTER) == 1
    assert KeptData.objects.get(state="running").request_id == requests[1].id
