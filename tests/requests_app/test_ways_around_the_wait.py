"""Ways that were found around the wait before a release, around a stop of it, and around a contact that is not safe."""

import pytest

from fulfillment import selectors as held
from fulfillment import services as fulfillment
from notifications.models import Letter
from notifications.selectors import words_of
from requests_app.decision import DecidedItem, Decision
from requests_app.services import (
    appeals,
    caller_contact,
    carrying_out,
    contact_change,
    identity,
    release_holds,
    release_verdicts,
    review,
    work,
)
from tests import cast
from tests.requests_app.keeping import NOW
from tests.requests_app.test_release_holds import COPY, HOUR, NEW_MAIL, again, decided, follow, hold_of, shown
from verification import selectors as checks
from verification import services as verification
from verification.services.calling_back import waiting_call_backs

LATE = NOW + 73 * HOUR
CORRECTED = Decision("completed", "", (DecidedItem("contact", "policy-admin", "corrected"),))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def stop(request, *, at) -> None:
    caller_contact.stop(request_id=request.id, by=cast.staff("casey"), now=at)


def erasing(request) -> list:
    return [one for one in held.tasks_for(request.id) if one.deed == "erase" and one.status == "open"]


def appealed(request, *, at):
    nora = cast.Principal.consumer(request.submission_id, "s")
    return appeals.appeal(request_id=request.id, explanation="Look again.", by=nora, now=at)[0]


def moved(request, at=NOW + HOUR) -> None:
    """The old contact is not safe any more."""
    new = contact_change.read_contact({"email": "x@example.org", "old_is_safe": False})
    contact_change.change(request_id=request.id, contact=new, channel="phone", by=cast.staff("olu"), now=at)


class TestTheStopHolds:
    def test_what_was_stopped_is_not_narrowed_to_what_does_not_wait(self) -> None:
        request = cast.ask(cast.body(COPY), now=NOW).requests[0].request
        stop(request, at=NOW)
        with pytest.raises(work.NotPossible, match="Look into the stop"):
            identity.narrow(request_id=request.id, by=cast.staff("olu"), now=NOW + HOUR)

    def test_one_before_anything_was_shown_does_not_use_the_wait_up(self) -> None:
        filed = cast.ask(cast.body(COPY), now=NOW)
        request = filed.requests[0].request
        stop(request, at=NOW)
        release_verdicts.clear(request_id=request.id, why="She says it was she.", by=cast.staff("petra"), now=LATE)
        cast.work_off(LATE)
        cast.prove(filed, now=LATE + HOUR, waits=True)
        hold = hold_of(request)
        assert (hold.state, hold.began_at, hold.warned) == ("waiting", LATE + HOUR, ["email", "post"])

    def test_a_system_corrects_nothing_that_was_stopped(self) -> None:
        request = shown(NEW_MAIL)
        cast.wait_out(NOW)
        stop(request, at=LATE)
        task = next(one for one in held.tasks_for(request.id) if one.status == "open")
        with pytest.raises(fulfillment.Held):
            fulfillment.complete_task(task_id=task.id, result="done", by=cast.staff("dev"), now=LATE)

    def test_nor_does_an_appeal(self) -> None:
        request = shown(NEW_MAIL)
        stop(request, at=NOW + HOUR)
        release_verdicts.refuse(request_id=request.id, why="Her ex.", by=cast.staff("petra"), now=NOW + HOUR)
        filed = appealed(request, at=NOW + 2 * HOUR)
        with pytest.raises(work.NotPossible):
            review.decide(request_id=filed.id, decision=CORRECTED, by=cast.staff("lena"), now=NOW + 3 * HOUR)

    def test_systems_that_are_done_do_not_answer_what_was_stopped(self) -> None:
        request = decided("deletion")
        cast.wait_out(NOW)
        stop(request, at=LATE)
        carrying_out.tasks_finished(request_id=request.id, now=LATE)
        assert again(request).status == "in_progress"

    def test_a_refusal_says_nothing_untrue_where_a_system_had_erased(self) -> None:
        request = decided("deletion")
        cast.wait_out(NOW)
        fulfillment.complete_task(task_id=erasing(request)[0].id, result="done", by=cast.staff("dev"), now=LATE)
        stop(request, at=LATE)
        release_verdicts.refuse(request_id=request.id, why="Her ex.", by=cast.staff("petra"), now=LATE)
        said = " ".join(words_of(Letter.objects.get(kind="denial").id).text.split())
        assert "nothing more is given out" in said
        assert "changed nothing" not in said
        assert erasing(request) == []

    def test_a_link_does_not_keep_somebody_from_their_data_for_ever(self) -> None:
        request = shown(COPY)
        for day in (1, 2):
            assert follow(request.token, at=NOW + day * 24 * HOUR) == "stopped"
            assert follow(request.token, at=NOW + day * 24 * HOUR) == "stopped"
            given = {"why": "She called.", "by": cast.staff("petra"), "now": NOW + (day * 24 + 1) * HOUR}
            release_verdicts.clear(request_id=request.id, **given)
        assert follow(request.token, at=LATE) == "dead"
        assert hold_of(request).state == "over"
        stop(request, at=LATE)
        assert hold_of(request).state == "stopped"


class TestTheSweep:
    def test_an_old_answer_without_a_wait_gets_one_when_it_is_appealed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as before:
            before.setattr(release_holds, "_begin", lambda *_one, **_more: None)
            request = decided("deletion")
        release_verdicts._deny(request.id, by=cast.staff("petra"), now=NOW + 3 * HOUR)
        assert release_holds.heal(now=NOW + 3 * HOUR) == 0
        appealed(request, at=NOW + 4 * HOUR)
        with monkeypatch.context() as failing:
            failing.setattr(release_holds.warned, "warn", lambda *_one, **_more: 1 / 0)
            assert release_holds.heal(now=NOW + 5 * HOUR) == 0
        assert release_holds.heal(now=NOW + 5 * HOUR) == 1


class TestWhoIsSilenced:
    def test_who_bars_all_kinds_that_are_on_file_is_looked_at(self) -> None:
        thief = {**cast.NORA, "email": "thief@example.org"}
        request = shown("deletion", consumer=thief, safe_contact={"unsafe": ["email", "post"]})
        assert hold_of(request).warned == []
        assert checks.signs_to_look_at(request.submission_id) == ["contacts_barred"]

    def test_a_contact_that_was_left_hears_of_nothing_any_more(self) -> None:
        request = shown(NEW_MAIL)
        moved(request)
        contact_change.tell_of_correction(again(request), by=cast.staff("olu"), now=NOW + 2 * HOUR)
        told = Letter.objects.filter(kind="contact_changed")
        assert "nora@example.org" not in {one.recipient["email"] for one in told}
        assert not [one for one in told if one.recipient["lines"] == ["12 Elm St"]]

    def test_its_other_ways_are_left_too(self) -> None:
        request = shown({"right": "access", "scope": "categories"})
        moved(request)
        submission = again(request).submission
        assert submission.contact()["email"] == "x@example.org"
        assert not submission.contact().get("postal_address")
        assert submission.consumer["email"] == "nora@example.org"

    def test_a_number_that_is_not_safe_is_not_called(self) -> None:
        filed = cast.ask(cast.body(COPY, safe_contact={"email": "safe@example.org"}), now=NOW)
        near = cast.ask(cast.body(COPY, safe_contact={"phone": cast.NORA["phone"]}), now=NOW)
        for one in (filed, near):
            given = {"window": "", "channel": "web", "by": cast.anonymous().actor, "now": NOW}
            verification.ask_for_call_back(subject_ref=one.submission.id, **given)
        cast.work_off(NOW)
        found = {one.subject_ref: str(one.finding) for one in waiting_call_backs()}
        assert (found[filed.submission.id], found[near.submission.id]) == ("no_number", "callable")
