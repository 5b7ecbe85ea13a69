"""Legal holds and kept data at the desk: placed on a case, ended by two, and seen with what is kept until when."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from fulfillment import selectors as held
from fulfillment import services as fulfillment
from requests_app.models import LegalHold, PrivacyRequest, RestrictionLift
from requests_app.services import lapsing
from tests import cast
from tests.officer.casework import Desk, address, answers, do, fresh, proved

TYPED = {"reason": "litigation", "matter": "2026-CV-4711"}


@pytest.fixture
def deletion(now: datetime) -> PrivacyRequest:
    return proved(now, "deletion")


@pytest.fixture
def olu(desk: Desk) -> Client:
    return desk("olu")


@pytest.fixture
def asked(now: datetime) -> PrivacyRequest:
    """A deletion that was just asked for."""
    return fresh(cast.ask(cast.body("deletion"), now=now))


def close_all(request: PrivacyRequest, now: datetime) -> None:
    for task in held.tasks_for(request.id):
        if task.status == "open":
            fulfillment.complete_task(task_id=task.id, result="done", by=cast.staff("dev"), now=now)


class TestAHold:
    def test_is_placed_on_the_case_and_shows_there(self, desk: Desk, olu: Client, deletion: PrivacyRequest) -> None:
        page = do(olu, deletion, "hold", **TYPED)
        assert "The legal hold is placed" in page.text
        for words in ("A lawsuit is pending or expected", "2026-CV-4711", "all systems", "two persons end it", "Olu"):
            assert words in page.text, words
        assert "2026-CV-4711" not in desk("ari").get(address(deletion)).text

    def test_the_decision_form_begins_with_what_the_hold_allows(self, olu: Client, deletion: PrivacyRequest) -> None:
        do(olu, deletion, "hold", **{**TYPED, "reason": "authority"})
        page = olu.get(address(deletion))
        place = page.context["places"][0]
        assert [place[name].value() for name in ("outcome", "ground", "until")] == ["kept", "DEL-LEHOLD", "2027-02-21"]
        assert "A legal hold binds this person." in page.text
        refused = do(olu, deletion, "decide", outcome="completed", review="1", **answers(olu, deletion, "erased"))
        assert "A legal hold binds this data. Keep it, with the ground DEL-LEHOLD." in refused.text
        assert fresh_status(deletion) == "in_progress"

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({}, "Choose one: Why nothing may be erased."),
            ({"reason": "litigation"}, "Write this first: Number of the matter or case."),
            ({**TYPED, "systems": ["nowhere"]}, "nowhere"),
            ({**TYPED, "matter": "x" * 81}, "80"),
            ({**TYPED, "matter": "a\x00b"}, "hidden or control"),
        ],
    )
    def test_bad_input_is_named_and_nothing_is_placed(
        self, olu: Client, asked: PrivacyRequest, typed: dict[str, object], words: str
    ) -> None:
        assert words in do(olu, asked, "hold", **typed).text
        assert not LegalHold.objects.exists()

    def test_is_ended_by_a_second_person(self, desk: Desk, olu: Client, asked: PrivacyRequest) -> None:
        petra = desk("petra")
        do(olu, asked, "hold", **TYPED)
        one = {"hold": str(LegalHold.objects.get().id)}
        assert "Write this first: Why the hold may end." in do(olu, asked, "hold-ask", **one).text
        page = do(olu, asked, "hold-ask", why="The case is settled.", **one)
        assert "Olu asks to end it." in page.text
        assert "End the hold" not in page.text
        assert do(olu, asked, "hold-end", **one).status_code == 403
        assert "End the hold" in petra.get(address(asked)).text
        assert "has ended" in do(petra, asked, "hold-end", **one).text
        assert "ended by two persons" in olu.get(address(asked)).text

    def test_one_that_does_not_exist_is_not_found(self, olu: Client, asked: PrivacyRequest) -> None:
        assert do(olu, asked, "hold-end", hold=str(asked.id)).status_code == 404
        assert "hold" in do(olu, asked, "hold-end", hold="nonsense").text

    def test_a_lawsuit_s_hold_is_not_renewed(self, olu: Client, asked: PrivacyRequest) -> None:
        do(olu, asked, "hold", **TYPED)
        assert "has no last day" in do(olu, asked, "hold-renew", hold=str(LegalHold.objects.get().id)).text

    def test_others_see_no_form(self, desk: Desk, asked: PrivacyRequest) -> None:
        ari = desk("ari")
        assert "Place a legal hold" not in ari.get(address(asked)).text
        assert do(ari, asked, "hold", **TYPED).status_code == 403


def test_the_case_shows_what_is_kept_until_when_and_that_it_went(
    desk: Desk, olu: Client, deletion: PrivacyRequest, now: datetime
) -> None:
    petra = desk("petra")
    typed = {
        **answers(olu, deletion, "erased"),
        "outcome_0": "kept",
        "ground_0": "DEL-CONTRACT",
        "until_0": "2026-12-31",
    }
    typed |= {"outcome": "partly_completed", "summary": "Your policy runs until then.", "review": "1"}
    do(olu, deletion, "decide", **typed)
    do(petra, deletion, "approve")
    close_all(deletion, now)
    page = olu.get(address(deletion)).text
    assert "Kept for now" in page
    assert "Dec 31, 2026" in page
    lapsing.run_due(now=now + timedelta(days=60))
    assert "Being erased" in olu.get(address(deletion)).text
    task = next(one for one in held.tasks_for(deletion.id) if one.status == "open")
    seen = desk("dev").get(f"/steward/task/{task.id}/").text
    assert "The reason for keeping this has ended." in seen
    close_all(deletion, now + timedelta(days=61))
    assert "Kept data deleted" in olu.get(address(deletion)).text


class TestTheEndOfARestriction:
    TYPED = {"lift_on": "2026-12-21", "reason": "The dispute about your address is over."}

    @pytest.fixture
    def restricted(self, olu: Client, now: datetime) -> PrivacyRequest:
        request = proved(now, "restriction")
        do(olu, request, "decide", outcome="completed", summary="", now="1", **answers(olu, request, "restricted"))
        assert fresh_status(request) == "completed"
        return request

    def test_is_announced_with_a_letter_that_can_be_read_before(self, olu: Client, restricted: PrivacyRequest) -> None:
        shown = do(olu, restricted, "lift", preview="1", **self.TYPED)
        assert "The dispute about your address is over." in shown.context["preview"].text
        assert not RestrictionLift.objects.exists()
        page = do(olu, restricted, "lift", **self.TYPED)
        assert "The notice is on its way" in page.text
        assert "The notice has not left yet." in page.text
        assert "The restriction stays." in do(olu, restricted, "lift-off").text
        assert "Announce the end of the restriction" in olu.get(address(restricted)).text

    def test_not_on_short_notice(self, olu: Client, restricted: PrivacyRequest) -> None:
        page = do(olu, restricted, "lift", **{**self.TYPED, "lift_on": "2026-12-01"})
        assert "at least two weeks ahead" in page.text
        assert not RestrictionLift.objects.exists()

    def test_only_where_one_was_granted(self, olu: Client, asked: PrivacyRequest) -> None:
        assert "End of the restriction" not in olu.get(address(asked)).text
        assert "granted" in do(olu, asked, "lift", **self.TYPED).text


def fresh_status(request: PrivacyRequest) -> str:
    return str(PrivacyRequest.objects.get(id=request.id).status)
