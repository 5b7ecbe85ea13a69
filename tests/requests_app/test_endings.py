"""A request ends while others still work on it: nothing goes on behind its back, and nothing waits for ever."""

from datetime import UTC, datetime, timedelta

import pytest

from fulfillment import selectors as held
from fulfillment import services as fulfillment
from requests_app.decision import DecidedItem, Decision
from requests_app.models import PrivacyRequest
from requests_app.services import answers, correspondence, duties, review, work
from tests import cast
from verification import services as verification

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
DUE = datetime(2027, 1, 7, 18, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def fresh(filed) -> PrivacyRequest:
    return PrivacyRequest.objects.select_related("submission", "appeal_of").get(id=filed.requests[0].id)


def open_tasks(request: PrivacyRequest) -> list:
    return [task for task in held.tasks_for(request.id) if task.status == "open"]


def finish_tasks(request: PrivacyRequest) -> None:
    for task in open_tasks(request):
        fulfillment.complete_task(task_id=task.id, result="done", by=cast.staff("dev"), now=LATER)


@pytest.fixture
def being_erased():
    """A deletion that two people agreed to, and that the systems have not carried out yet."""
    filed = cast.ask(cast.body("deletion"), now=NOW)
    cast.prove(filed, now=NOW)
    cast.work_off(NOW)
    request = fresh(filed)
    finish_tasks(request)
    found = dict.fromkeys((item.category, item.system) for item in held.items_for(request.id))
    items = tuple(DecidedItem(category, system, "erased") for category, system in found)
    decision = Decision("completed", "", items)
    review.propose(request_id=request.id, decision=decision, by=cast.staff("olu"), now=LATER)
    review.approve(request_id=request.id, by=cast.staff("petra"), now=LATER)
    return filed


class TestWithdrawn:
    def test_nobody_erases_for_a_request_that_was_taken_back(self, being_erased) -> None:
        request = fresh(being_erased)
        waiting = open_tasks(request)
        assert waiting
        nora = cast.Principal.consumer(being_erased.submission.id, "s")
        work.withdraw(request_id=request.id, by=nora, now=LATER)
        assert open_tasks(request) == []
        with pytest.raises(fulfillment.NotOpen):
            fulfillment.complete_task(task_id=waiting[0].id, result="done", by=cast.staff("dev"), now=LATER)
        with pytest.raises(fulfillment.NotOpen):
            fulfillment.reopen_task(task_id=waiting[0].id, by=cast.staff("dev"), now=LATER)

    def test_what_was_called_off_is_asked_for_again_after_a_reopening(self) -> None:
        filed = cast.ask(cast.body("restriction"), now=NOW)
        request = fresh(filed)
        before = {task.system for task in open_tasks(request)}
        work.close(request_id=request.id, reason="test", by=cast.staff("olu"), now=LATER)
        assert open_tasks(request) == []
        work.reopen(request_id=request.id, by=cast.staff("olu"), now=LATER)
        assert {task.system for task in open_tasks(request)} == before


class TestCarriedOut:
    def test_a_question_does_not_stop_the_answer(self, being_erased) -> None:
        request = fresh(being_erased)
        correspondence.write(request_id=request.id, body="By the way?", question=True, by=cast.staff("olu"), now=LATER)
        finish_tasks(request)
        assert fresh(being_erased).status == "completed"

    def test_what_is_decided_is_not_proposed_anew(self, being_erased) -> None:
        denied = Decision("denied", "We changed our mind.", (), "DEL-LEGAL")
        with pytest.raises(work.NotPossible, match="decided"):
            review.propose(request_id=being_erased.requests[0].id, decision=denied, by=cast.staff("olu"), now=LATER)


def test_the_second_person_agrees_or_sends_back_but_does_not_decide_something_else() -> None:
    filed = cast.ask(cast.body("access"), now=NOW)
    cast.prove(filed, now=NOW)
    cast.work_off(NOW)
    request = fresh(filed)
    finish_tasks(request)
    harmless = Decision("denied", "We hold nothing that we may give.", (), "ACC-OTHERS")
    found = dict.fromkeys((item.category, item.system) for item in held.items_for(request.id))
    everything = Decision("completed", "", tuple(DecidedItem(*where, "given") for where in found))
    review.propose(request_id=request.id, decision=everything, by=cast.staff("olu"), now=LATER)
    review.send_back(request_id=request.id, reason="Too much.", by=cast.staff("petra"), now=LATER)
    review.propose(request_id=request.id, decision=everything, by=cast.staff("olu"), now=LATER)
    with pytest.raises(work.NotPossible, match="agree"):
        review.decide(request_id=request.id, decision=harmless, by=cast.staff("petra"), now=LATER)
    review.decide(request_id=request.id, decision=everything, by=cast.staff("petra"), now=LATER)
    assert fresh(filed).status == "completed"


class TestProofThatComesLate:
    def test_is_counted_when_the_denied_request_is_taken_up_again(self) -> None:
        filed = cast.ask(cast.body("access"), now=NOW)
        assert duties.deny_unverified(now=DUE) == 1
        cast.prove(filed, now=DUE)
        work.reopen(request_id=fresh(filed).id, by=cast.staff("olu"), now=DUE)
        assert fresh(filed).status == "in_progress"

    def test_the_clock_does_not_deny_again_what_an_officer_took_up_again(self) -> None:
        filed = cast.ask(cast.body("access"), now=NOW)
        assert duties.deny_unverified(now=DUE) == 1
        work.reopen(request_id=fresh(filed).id, by=cast.staff("olu"), now=DUE)
        assert duties.deny_unverified(now=DUE + timedelta(hours=1)) == 0
        assert fresh(filed).status == "verifying"


def test_a_copy_that_nobody_may_get_becomes_categories_before_it_would_be_refused() -> None:
    filed = cast.ask(cast.body({"right": "access", "scope": "specific_pieces"}), now=NOW)
    verification.record_staff_evidence(
        subject_ref=filed.submission.id, method="phone", points=["call_back", "customer_number"],
        reason="called back", by=cast.staff("casey").actor, now=NOW,
    )  # fmt: skip
    assert (fresh(filed).reached_tier, fresh(filed).status) == (1, "verifying")
    assert duties.propose_denials(now=DUE) == 1
    request = fresh(filed)
    assert (request.scope, request.status) == ("categories", "in_progress")
    assert duties.deny_unverified(now=DUE) == 0


def test_somebody_abroad_who_was_not_proved_hears_it_too() -> None:
    """No attorney general is named to them; the letter is written all the same."""
    filed = cast.ask(cast.body("access", residence={"country": "DE"}), now=NOW)
    assert duties.deny_unverified(now=DUE) == 1
    assert fresh(filed).status == "denied"


def test_one_request_that_cannot_be_ended_does_not_hold_up_the_others(monkeypatch) -> None:
    broken, sound = (cast.ask(cast.body("access"), now=NOW).requests[0].id for _ in range(2))
    give = answers.give

    def give_or_fail(request: PrivacyRequest, **named: object) -> PrivacyRequest:
        if request.id == broken:
            raise LookupError("no such word")
        return give(request, **named)

    monkeypatch.setattr(answers, "give", give_or_fail)
    with pytest.raises(LookupError):
        duties.deny_unverified(now=DUE)
    states = dict(PrivacyRequest.objects.values_list("id", "status"))
    assert (states[broken], states[sound]) == ("verifying", "denied")
    monkeypatch.undo()
    assert duties.deny_unverified(now=DUE) == 1
