"""What happens around a request at the desk: secrets, helpers, dropped calls, claims, complaints."""

from datetime import datetime
from html import unescape

import pytest

from audit import selectors as ledger
from requests_app.models import Draft, Inquiry, PrivacyRequest, Submission
from requests_app.profile import PROFILE
from tests.callcenter.desk import NORA, Caller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SSN, CARD = "123 45-6789", "4111 1111 1111 1111"


class TestVolunteered:
    def test_an_autosave_keeps_no_secret_in_any_field_and_tells_the_agent(self, casey: Caller) -> None:
        texts = ("details", "given_name", "street", "safe_instructions", "passphrase", "requester_name", "identifier")
        casey.save({**NORA, "rights": ["access"], **dict.fromkeys(texts, f"it is {SSN}")})
        kept = str(Draft.objects.get().answers)
        assert "6789" not in kept
        assert kept.count("[Social Security number removed]") >= len(texts)
        live = unescape(casey.live())
        assert "A number was taken out" in live
        assert 'data-removed-from="details" data-text="it is [Social Security number removed]"' in live
        [entry] = ledger.find_entries(action="call.secret_removed")
        assert entry.facts == {"call": casey.call, "kinds": ["ssn"], "fields": sorted(texts)}

    def test_neither_does_a_request_a_note_or_a_complaint(self, casey: Caller) -> None:
        casey.file({**NORA, "rights": ["access"], "details": f"My card is {CARD}."})
        submission = Submission.objects.get()
        assert submission.details == "My card is [card number removed]."
        request = PrivacyRequest.objects.get()
        casey.client.post(f"/phone/requests/{request.id}/note/", {"body": f"She said {SSN}."})
        assert request.notes.get().body.endswith("She said [Social Security number removed].")
        page = casey.client.post(
            "/phone/complaint/", {"kind": "complaint", "language": "en", "body": CARD}, follow=True
        )
        assert Inquiry.objects.get().body == "[card number removed]"
        assert "is not kept. Do not repeat it." in page.content.decode()

    def test_a_page_with_mistakes_comes_back_without_it(self, casey: Caller) -> None:
        page = casey.send({**NORA, "rights": ["access"], "details": SSN}).content.decode()
        assert "<title>Error:" in page
        assert SSN not in page


class TestHelpers:
    def test_a_helper_hears_nothing_without_the_callers_consent(self, casey: Caller) -> None:
        asked = {**NORA, "rights": ["access"], "assistance": ["interpreter", "helper"], "helper_name": "Rae"}
        page = unescape(casey.send(casey.confirmed({"consent": "yes", **asked})).content.decode())
        assert "Ask the caller if the helper may hear this" in page
        assert not Submission.objects.exists()
        casey.file({**asked, "helper_consent": "on"})
        assert Submission.objects.get().details == "[On the line: interpreter, helper Rae]"
        [call] = ledger.find_entries(action="call.recorded")
        assert (call.facts["assistance"], call.facts["helper_consent"]) == (["interpreter", "helper"], True)


class TestDeletion:
    def test_takes_a_second_yes_that_is_recorded(self, casey: Caller) -> None:
        once = casey.confirmed({**NORA, "rights": ["deletion"], "consent": "yes", "delete_yes": ""})
        page = unescape(casey.send(once).content.decode())
        assert "Read what deleting means, wait for “confirm yes”" in page
        assert not Submission.objects.exists()
        casey.file({**NORA, "rights": ["deletion"]})
        [entry] = ledger.find_entries(action="call.deletion_confirmed", request=Submission.objects.get().id)
        assert entry.facts == {"call": casey.call, "script_version": "2026-11"}


class TestClaimQuestions:
    def test_go_to_the_claims_team_and_leave_only_that_there_was_a_call(
        self, casey: Caller, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(PROFILE.desk, "claims", "555-010-6411")
        casey.save({**NORA, "details": "When is my ring back?"})
        page = casey.client.post("/phone/new/", casey._sent({**NORA, "action": "claim"}), follow=True).content.decode()
        assert "555-010-6411" in page
        casey.save({**NORA, "details": "a save that was under way"})
        assert Draft.objects.get().answers == {"over": True}
        assert "Nora" not in casey.client.get("/phone/").content.decode()
        assert not Submission.objects.exists()
        [call] = ledger.find_entries(action="call.recorded")
        assert call.facts["outcome"] == "claim_question"
        monkeypatch.setitem(PROFILE.desk, "claims", "")
        assert "transfer list" in casey.client.get("/phone/passed-on/").content.decode()


class TestCallBacks:
    @pytest.fixture
    def dropped(self, casey: Caller) -> Caller:
        casey.send({**NORA, "rights": ["access"], "call_back_when": "evening", "action": "dropped"})
        return casey

    def tried(self, casey: Caller, outcome: str) -> str:
        answer = casey.client.post(f"/phone/calls/{casey.call}/tried/", {"outcome": outcome}, follow=True)
        return unescape(answer.content.decode())

    def test_a_save_that_was_under_way_does_not_undo_it(self, dropped: Caller) -> None:
        dropped.save({**NORA, "rights": ["access"]})
        assert "Dropped" in dropped.client.get("/phone/").content.decode()

    def test_three_tries_are_noted_and_no_more(self, dropped: Caller) -> None:
        assert "Evening" in dropped.client.get("/phone/").content.decode()
        assert "Choose how the try went." in self.tried(dropped, "shouted")
        for _try in range(3):
            page = self.tried(dropped, "no_answer")
        assert page.count("No answer") >= 3
        assert "There were enough tries." in self.tried(dropped, "no_answer")
        assert [entry.facts["tries"] for entry in ledger.find_entries(action="call.back_tried")] == [3, 2, 1]

    def test_who_was_reached_goes_on_where_the_call_dropped(self, dropped: Caller) -> None:
        assert 'value="Quist"' in self.tried(dropped, "reached")
        assert "Nobody. A call that drops is kept here." in dropped.client.get("/phone/").content.decode()

    def test_a_colleague_sees_when_to_call_and_takes_over_on_record(self, dropped: Caller, now: datetime) -> None:
        cora = Caller(now, "cora")
        home = cora.client.get("/phone/").content.decode()
        assert "A colleague" in home
        assert "Evening" in home
        assert "Nora" not in home
        assert "0142" not in home
        cora.client.post(f"/phone/calls/{dropped.call}/take-over/")
        assert "Nora Q." in cora.client.get("/phone/").content.decode()
        assert dropped.client.get(f"/phone/calls/{dropped.call}/").status_code == 404
        [entry] = ledger.find_entries(action="call.taken_over")
        assert entry.facts == {"call": dropped.call, "previous": str(dropped.user.id)}

    def test_a_call_that_did_not_drop_cannot_be_taken(self, casey: Caller, now: datetime) -> None:
        casey.save({**NORA})
        assert Caller(now, "cora").client.post(f"/phone/calls/{casey.call}/take-over/").status_code == 404


def test_a_complaint_gets_a_number_and_wrong_contacts_a_sentence(casey: Caller) -> None:
    sent = {"kind": "complaint", "language": "es", "body": "Nadie contesta.", "email": "nora at example"}
    assert "Check the e-mail address" in casey.client.post("/phone/complaint/", sent).content.decode()
    page = casey.client.post("/phone/complaint/", {**sent, "email": "nora@example.org"}, follow=True).content.decode()
    inquiry = Inquiry.objects.get()
    assert inquiry.reference in page
    assert (inquiry.kind, inquiry.channel, inquiry.language) == ("complaint", "phone", "es")
    assert not PrivacyRequest.objects.exists()
