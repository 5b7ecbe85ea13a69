"""Somebody calls about a request that is already with us."""

from datetime import datetime, timedelta
from html import unescape

import pytest

from audit import selectors as ledger
from audit.ids import new_id
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from requests_app import reference
from requests_app.decision import Decision
from requests_app.models import PrivacyRequest, Submission
from requests_app.services import agent_requests, call_quality, callers, review
from tests import cast
from tests.callcenter.desk import NORA, Caller
from verification import agent_selectors as permits
from verification.services.permissions import Terms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WORDS = "apple bridge cedar dragon"


@pytest.fixture
def casey(now: datetime) -> Caller:
    return Caller(now)


@pytest.fixture
def request_of_nora(casey: Caller) -> PrivacyRequest:
    """An access request that Casey took by phone, with a passphrase."""
    casey.file({**NORA, "rights": ["access"]})
    return PrivacyRequest.objects.get()


def page_of(casey: Caller, request: PrivacyRequest) -> str:
    return unescape(casey.client.get(f"/phone/requests/{request.id}/").content.decode())


def check(casey: Caller, request: PrivacyRequest, **given: str) -> str:
    answer = casey.client.post(f"/phone/requests/{request.id}/check/", given, follow=True)
    return unescape(answer.content.decode())


class TestLookUp:
    @pytest.mark.parametrize("typed", ["(920) 555-0142", "nora quist", "NORA@example.org", "55 102938"])
    def test_finds_by_phone_name_email_and_number_and_masks(self, casey: Caller, now: datetime, typed: str) -> None:
        filed = cast.ask(cast.body("deletion"), now=now)
        page = casey.client.post("/phone/look-up/", {"text": typed}).content.decode()
        reference = filed.requests[0].reference
        assert f"{reference[:-4]}••••" in page
        assert reference not in page
        assert "Nora Q." in page
        assert "Neenah" not in page

    def test_by_reference_in_any_spelling(self, casey: Caller, now: datetime) -> None:
        reference = cast.ask(cast.body("deletion"), now=now).requests[0].reference
        page = casey.client.post("/phone/look-up/", {"text": reference.lower().replace("-", " ")}).content.decode()
        assert "Nora Q." in page

    def test_a_slip_in_the_reference_is_told_apart(self, casey: Caller) -> None:
        page = casey.client.post("/phone/look-up/", {"text": "JM-2345-6789"}).content.decode()
        assert "Check the reference." in page
        assert "<title>Error:" in page

    def test_nothing_typed_and_nothing_found(self, casey: Caller) -> None:
        assert "Enter a reference" in casey.client.post("/phone/look-up/", {"text": " "}).content.decode()
        assert "Nothing fits." in casey.client.post("/phone/look-up/", {"text": "nobody here"}).content.decode()

    def test_is_recorded_without_what_was_searched_for(self, casey: Caller) -> None:
        casey.client.post("/phone/look-up/", {"text": "nora@example.org"})
        [entry] = ledger.find_entries(action="queue.searched")
        assert entry.facts == {"fields": ["email"], "results": 0}

    def test_has_a_limit(self, casey: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(callers, "SEARCHES", 1)
        casey.client.post("/phone/look-up/", {"text": "one person"})
        assert "Too many tries." in casey.client.post("/phone/look-up/", {"text": "another"}).content.decode()


class TestBeforeTheCheck:
    def test_nothing_is_told(self, casey: Caller, request_of_nora: PrivacyRequest) -> None:
        page = page_of(casey, request_of_nora)
        assert "Caller not checked" in page
        assert request_of_nora.reference not in page
        assert "January 7" not in page
        assert not ledger.find_entries(action="status.told_by_phone")

    def test_no_deed_is_possible_but_a_note(self, casey: Caller, request_of_nora: PrivacyRequest) -> None:
        for deed in ("withdraw", "appeal"):
            answer = casey.client.post(f"/phone/requests/{request_of_nora.id}/{deed}/", {"confirmed": "on"})
            assert "Ask for the passphrase" in answer.content.decode()
        casey.client.post(f"/phone/requests/{request_of_nora.id}/note/", {"body": "She moved in May."})
        request_of_nora.refresh_from_db()
        assert request_of_nora.status == "verifying"
        assert request_of_nora.notes.get().body == "By phone, caller not checked: She moved in May."

    def test_an_unknown_request_is_not_there(self, casey: Caller, now: datetime) -> None:
        assert casey.client.get("/phone/requests/01a20527-8a5d-73bc-8a35-7aca2860fc9c/").status_code == 404


class TestTheCheck:
    def test_the_four_words_open_the_status(self, casey: Caller, request_of_nora: PrivacyRequest) -> None:
        page = check(casey, request_of_nora, passphrase=" Apple  BRIDGE cedar dragon ")
        assert "Caller checked" in page
        assert "We answer by Thursday, January 7, 2027." in page
        assert "Respondemos a más tardar el" in page
        assert ledger.find_entries(action="caller.checked", request=request_of_nora.submission_id)
        assert ledger.find_entries(action="status.told_by_phone", request=request_of_nora.submission_id)

    def test_so_do_reference_and_access_code(self, casey: Caller, now: datetime) -> None:
        filed = cast.ask(cast.body("deletion"), now=now)
        request = filed.requests[0].request
        page = check(casey, request, reference=filed.requests[0].reference.lower(), code=filed.access_code.lower())
        assert "Caller checked" in page

    def test_the_code_of_somebody_else_does_not(self, casey: Caller, now: datetime) -> None:
        filed, other = cast.ask(cast.body("deletion"), now=now), cast.ask(cast.body("access"), now=now)
        request = filed.requests[0].request
        page = check(casey, request, reference=filed.requests[0].reference, code=other.access_code)
        assert "That does not fit." in page
        page = check(casey, request, reference=other.requests[0].reference, code=filed.access_code)
        assert "That does not fit." in page

    def test_a_passphrase_that_was_never_set_and_a_wrong_one_sound_alike(
        self, casey: Caller, request_of_nora: PrivacyRequest, now: datetime
    ) -> None:
        never = cast.ask(cast.body("deletion"), now=now).requests[0].request
        for request in (never, request_of_nora):
            assert "That does not fit." in check(casey, request, passphrase="wrong words all four")

    def test_five_tries_then_a_pause_even_with_the_right_words(
        self, casey: Caller, request_of_nora: PrivacyRequest
    ) -> None:
        for _try in range(5):
            check(casey, request_of_nora, passphrase="wrong words all four")
        page = check(casey, request_of_nora, passphrase=WORDS)
        assert "Too many tries. Try again in 60 minutes." in page
        assert "Caller not checked" in page
        assert len(ledger.find_entries(action="caller.refused")) == 5

    def test_half_of_it_is_no_try(self, casey: Caller, request_of_nora: PrivacyRequest) -> None:
        assert "Enter the four words" in check(casey, request_of_nora, code="ABCD")
        assert not ledger.find_entries(action="caller.refused")

    def test_holds_for_one_call_and_one_agent(
        self, casey: Caller, request_of_nora: PrivacyRequest, now: datetime
    ) -> None:
        check(casey, request_of_nora, passphrase=WORDS)
        other = Caller(now, "cora")
        assert "Caller not checked" in page_of(other, request_of_nora)
        later = callers.view(request_id=request_of_nora.id, by=casey.principal, now=now + timedelta(minutes=31))
        assert not later.checked


class TestAfterTheCheck:
    def test_the_request_can_be_taken_back(self, casey: Caller, request_of_nora: PrivacyRequest) -> None:
        check(casey, request_of_nora, passphrase=WORDS)
        url = f"/phone/requests/{request_of_nora.id}/withdraw/"
        assert "Ask the caller, then tick the box." in casey.client.post(url).content.decode()
        casey.client.post(url, {"confirmed": "on"})
        request_of_nora.refresh_from_db()
        assert request_of_nora.status == "withdrawn"
        [entry] = ledger.find_entries(action="request.withdrawn")
        assert entry.facts["channel"] == "phone"
        assert entry.actor_id == str(casey.user.id)

    def test_taking_it_back_twice_says_so(self, casey: Caller, request_of_nora: PrivacyRequest) -> None:
        check(casey, request_of_nora, passphrase=WORDS)
        for _click in range(2):
            answer = casey.client.post(f"/phone/requests/{request_of_nora.id}/withdraw/", {"confirmed": "on"})
        assert answer.status_code == 200
        assert "cannot be changed" in unescape(answer.content.decode())

    def test_too_early_for_an_appeal(self, casey: Caller, request_of_nora: PrivacyRequest) -> None:
        check(casey, request_of_nora, passphrase=WORDS)
        early = casey.client.post(f"/phone/requests/{request_of_nora.id}/appeal/", {"explanation": "no"})
        assert "You can appeal once we have answered" in early.content.decode()

    def test_an_answer_can_be_appealed(self, casey: Caller, now: datetime) -> None:
        casey.file({**NORA, "rights": ["restriction"]})
        request = PrivacyRequest.objects.get()
        for task in held.tasks_for(request.id):
            fulfillment.complete_task(task_id=task.id, result="done", by=cast.staff("dev"), now=now)
        denied = Decision(
            "denied", "The third time this month.", (), "EXCESSIVE", evidence="Three letters of this month."
        )
        review.decide(request_id=request.id, decision=denied, by=cast.staff("olu"), now=now)
        assert "File the appeal" in check(casey, request, passphrase=WORDS)
        answer = casey.client.post(
            f"/phone/requests/{request.id}/appeal/", {"explanation": "You mixed me up."}, follow=True
        )
        appeal = PrivacyRequest.objects.get(right="appeal")
        assert (appeal.channel, appeal.entered_by) == ("phone", casey.user.id)
        assert answer.redirect_chain[-1][0] == f"/phone/requests/{appeal.id}/"
        page = answer.content.decode()
        assert appeal.reference in page
        spoken = {reference.spoken(char) for char in appeal.reference if char.isalpha()}
        assert all(f"</strong> {word}" in page for word in spoken)


def test_who_was_let_in_at_a_request_of_their_own_ends_an_agents_permission(casey: Caller, now: datetime) -> None:
    cast.register(now)
    agent = {"capacity": "authorized_agent", "name": "Ann Agent", "email": "ann@kestrel.example",
             "authority": "signed_permission"}  # fmt: skip
    filed, own = cast.ask(cast.body("deletion", requester=agent), now=now), cast.ask(cast.body("access"), now=now)
    cast.work_off(now)
    request, paper = filed.requests[0].request, Terms("signed_permission", now.date())
    agent_requests.keep_permission(request_id=request.id, terms=paper, reason="paper", by=cast.staff("olu"), now=now)
    check(casey, own.requests[0].request, reference=own.requests[0].reference, code=own.access_code)
    ends = {"path": f"/phone/requests/{request.id}/permission/", "follow": True}
    # Whose request that is was not shown yet.
    assert "End the agent" not in page_of(casey, request)
    assert "Let the caller in first" in unescape(casey.client.post(**ends).content.decode())
    cast.prove(own, now=now)
    assert "End the agent" in page_of(casey, request)
    assert "The permission has ended." in unescape(casey.client.post(**ends).content.decode())
    assert permits.authority_missing(request.submission_id)
    assert "End the agent" not in page_of(casey, request)


class TestQuality:
    def test_sol_looks_at_a_sample_without_personal_data(
        self, casey: Caller, request_of_nora: PrivacyRequest, now: datetime
    ) -> None:
        sol = Caller(now, "sol", "call_supervisor")
        page = sol.client.get("/phone/quality/").content.decode()
        assert "casey" in page
        assert "Nora" not in page
        assert request_of_nora.reference not in page
        submission = Submission.objects.get()
        found = {"outcome": "coach", "score": "3", "note": "Read the notice too fast. 123-45-6789", "seed": "autumn-1"}
        sol.client.post(f"/phone/quality/{submission.id}/", found)
        page = sol.client.get("/phone/quality/").content.decode()
        assert "Talk it over" in page
        assert "Read the notice too fast. [Social Security number removed]" in page
        [entry] = ledger.find_entries(action="call.reviewed")
        seen = {"outcome": "coach", "call": str(submission.id), "score": 3, "note": True, "seed": "autumn-1"}
        assert entry.facts == seen

    def test_a_seed_draws_the_same_calls_again(self, casey: Caller, now: datetime) -> None:
        sol = Caller(now, "sol", "call_supervisor")
        for _call in range(3):
            casey.call = str(new_id())
            casey.file({**NORA, "rights": ["opt_out"], "kinds": ["sale_sharing"]})
        first, again, other = (call_quality.sample(by=sol.principal, now=now, seed=seed) for seed in ("a", "a", "b"))
        assert first == again
        assert {call.id for call in first} == {call.id for call in other}
        assert 'value="2026-11-23"' in sol.client.get("/phone/quality/?seed=<script>").content.decode()

    def test_an_unknown_finding_or_call_is_refused(self, casey: Caller, now: datetime) -> None:
        sol = Caller(now, "sol", "call_supervisor")
        address = f"/phone/quality/{cast.ask(cast.body('deletion'), now=now).submission.id}/"
        assert sol.client.post(address, {"outcome": "good", "score": "5"}).status_code == 404
        page = sol.client.post(address, {"outcome": "superb", "score": "9"}).content.decode()
        assert not ledger.find_entries(action="call.reviewed")
        assert "Choose how the call was." in page
        assert "Give a score from 1 to 5." in page

    def test_sol_takes_no_calls_and_looks_nobody_up(self, now: datetime) -> None:
        sol = Caller(now, "sol", "call_supervisor")
        assert sol.client.get("/phone/").status_code == 200
        assert sol.open().status_code == 403
        assert sol.client.get("/phone/look-up/").status_code == 403
