"""Casey answers the phone: from the first sentence to the reference that is read aloud."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from audit import selectors as ledger
from notifications.models import Letter
from requests_app.models import Draft, PrivacyRequest, Submission, Suppression
from tests import cast
from tests.callcenter.desk import NORA, Caller
from tests.callcenter.filed import STOP, filed_code, filed_request
from verification import selectors as checks
from verification import services as verification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


class TestTheScreen:
    def test_says_the_recording_notice_before_it_asks_anything(self, casey: Caller) -> None:
        page = casey.open().content.decode()
        assert page.index("This call may be recorded") < page.index("What do they want?")
        assert "Esta llamada puede ser grabada" in page

    def test_enter_presses_a_button_that_does_nothing(self, casey: Caller) -> None:
        page = casey.open().content.decode()
        form = page[page.index('id="call"') :]
        assert form.index("disabled") < form.index('value="file"')

    def test_offers_all_eight_rights_and_says_what_not_to_ask(self, casey: Caller) -> None:
        page = casey.open().content.decode()
        assert page.count('name="rights"') == 8
        assert "Social Security number" in page

    def test_keeps_nothing_until_something_is_saved(self, casey: Caller) -> None:
        casey.open()
        assert not Draft.objects.exists()


class TestOptOut:
    def test_is_done_before_the_caller_hangs_up(self, casey: Caller) -> None:
        page = casey.file(STOP)
        request = filed_request()
        assert (request.status, request.required_tier, request.channel) == ("in_progress", 0, "phone")
        assert Suppression.objects.get().kinds == ["marketing_phone"]
        assert "It is in force now" in page
        assert "Confirmation number" in page
        assert request.reference in page

    def test_asks_for_no_proof_even_if_some_was_noted(self, casey: Caller) -> None:
        casey.file({**STOP, "answer_policy_number": "55-102938"})
        assert checks.state_of(filed_request().submission_id) is None

    def test_says_what_shall_stop_and_guesses_nothing(self, casey: Caller) -> None:
        page = casey.send(casey.confirmed({**STOP, "kinds": [], "consent": "yes"})).content.decode()
        assert "Ask what shall stop, and tick it." in page
        assert not Suppression.objects.exists()
        casey.save(STOP)
        assert "stop marketing, selling or sharing (advertising by phone)" in casey.live()


class TestFiling:
    def test_a_caller_without_email_gets_letters(self, casey: Caller) -> None:
        page = casey.file({**NORA, "rights": ["access"], "delivery": "post"})
        letters = dict(Letter.objects.values_list("kind", "channel"))
        assert letters == {"acknowledgement": "post", "access_code_letter": "post"}
        assert "The access code goes out by mail as well." in page

    def test_a_caller_with_email_gets_no_code_on_paper(self, casey: Caller) -> None:
        casey.file({**NORA, "rights": ["access"], "email": "nora@example.org"})
        assert not Letter.objects.filter(kind="access_code_letter").exists()

    def test_without_any_safe_address_nothing_is_sent(self, casey: Caller) -> None:
        page = casey.file({**NORA, "rights": ["access"], "safe": "none"})
        assert set(Letter.objects.values_list("status", flat=True)) == {"held"}
        assert "There is no safe address" in page
        assert "we can do that now, or when you call us again" in page

    def test_what_is_not_safe_of_what_we_had_is_asked_read_back_and_obeyed(self, casey: Caller, now: datetime) -> None:
        cast.register(cast.STAGE)
        said = {**NORA, "rights": ["access"], "unsafe": ["email", "phone"], "answer_policy_number": "55-102938"}
        casey.save(said)
        assert "we do not use <strong>the e-mail address</strong>; and <strong>the phone number" in casey.live()
        casey.file({**said, "answer_customer_number": "C-100001"})
        submission = Submission.objects.get()
        assert submission.safe_contact == {"unsafe": ["email", "phone"]}
        verification.ask_for_call_back(
            subject_ref=submission.id, window="", channel="phone", by=casey.principal.actor, now=now
        )
        cast.work_off(now)
        [wish] = verification.waiting_call_backs()
        told = [letter.channel for letter in Letter.objects.filter(kind="request_seen_notice")]
        assert (wish.finding, told) == ("no_number", [])

    def test_several_rights_become_several_requests(self, casey: Caller) -> None:
        page = casey.file(
            {
                **NORA,
                "rights": ["access", "correction", "opt_out"],
                "scope": "categories",
                "kinds": ["sale_sharing"],
                "fix_1_field": "phone",
                "fix_1_requested": "920-555-0199",
            }
        )
        rights = {request.right: request for request in PrivacyRequest.objects.all()}
        assert set(rights) == {"access", "correction", "opt_out"}
        assert all(request.reference in page for request in rights.values())
        assert rights["access"].scope == "categories"
        assert rights["correction"].corrections[0]["requested"] == "920-555-0199"

    def test_an_agent_calls_for_somebody(self, casey: Caller) -> None:
        casey.file(
            {
                **NORA,
                "rights": ["deletion"],
                "capacity": "authorized_agent",
                "requester_name": "Rae Stone",
                "requester_phone": "414-555-0111",
                "authority": "signed_permission",
            }
        )
        submission = Submission.objects.get()
        assert (submission.capacity, submission.requester["name"]) == ("authorized_agent", "Rae Stone")
        assert checks.state_of(submission.id).authority_accepted

    def test_reads_reference_and_code_aloud_in_words(self, casey: Caller) -> None:
        page = casey.file({**NORA, "rights": ["access"]})
        assert "app-phonetic" in page
        assert "We answer by Thursday, January 7, 2027" in page
        assert "apple bridge cedar dragon" in page

    def test_a_second_click_files_nothing_and_shows_the_same(self, casey: Caller) -> None:
        first = casey.file({**NORA, "rights": ["access"]})
        again = casey.click()
        assert Submission.objects.count() == 1
        code = filed_code(first)
        assert code
        assert filed_code(again) == code

    def test_a_voicemail_counts_from_the_message(self, casey: Caller, now: datetime) -> None:
        casey.file({**NORA, "rights": ["access"], "received_at": "2026-11-20T18:30"})
        assert filed_request().received_at == datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
        assert filed_request().submission.filed_at == now

    def test_says_in_the_ledger_that_there_was_a_call(self, casey: Caller) -> None:
        casey.file({**NORA, "rights": ["access"], "consent": "no"})
        submission = Submission.objects.get()
        [recorded] = ledger.find_entries(action="call.recorded")
        assert recorded.request == submission.id
        assert recorded.facts["outcome"] == "filed"
        assert recorded.facts["consent"] is False
        assert ledger.find_entries(action="call.started")
        assert ledger.find_entries(action="passphrase.set", request=submission.id)

    def test_in_spanish_too(self, casey: Caller) -> None:
        page = casey.file({**NORA, "rights": ["access"], "language": "es"})
        assert filed_request().submission.language == "es"
        assert "Le respondemos a más tardar el" in page


class TestIdentity:
    def test_answers_go_to_the_check_and_pass_or_fail_without_their_words(self, casey: Caller, now: datetime) -> None:
        cast.register(cast.STAGE)
        answers = {"answer_customer_number": "C-100001", "answer_policy_number": "55-102938",
                   "answer_item_type": "a watch", "answer_claim_number": "never had one"}  # fmt: skip
        page = casey.file({**NORA, "rights": ["access"], "scope": "categories", **answers})
        submission = Submission.objects.get()
        cast.work_off(now)
        [compared] = ledger.find_entries(action="identity.facts_matched", request=submission.id)
        assert compared.facts == {"passed": ["customer_number", "policy_number"], "failed": ["item_type"], "count": 3}
        assert filed_request().status == "in_progress"
        assert "watch" not in page + str([entry.facts for entry in ledger.entries_for(submission.id)])

    def test_no_answer_lies_in_a_draft(self, casey: Caller) -> None:
        casey.save({**NORA, "rights": ["access"], "answer_policy_number": "55-102938"})
        assert "55-102938" not in str(Draft.objects.get().answers)

    def test_protective_rights_ask_for_nothing(self, casey: Caller) -> None:
        casey.file({**NORA, "rights": ["restriction"], "answer_customer_number": "C-100001"})
        assert not ledger.find_entries(action="identity.facts_given")


class TestReadBack:
    def test_must_be_ticked(self, casey: Caller) -> None:
        page = casey.send({**NORA, "rights": ["access"], "confirmed": ""}).content.decode()
        assert "Read the text back, wait for a yes, then tick the box." in page
        assert not Submission.objects.exists()

    def test_counts_only_for_the_text_that_was_shown(self, casey: Caller) -> None:
        shown = casey.mark({**NORA, "rights": ["access"]})
        page = casey.send({**NORA, "rights": ["deletion"], "shown": shown, "confirmed": "on"}).content.decode()
        assert "Something changed after the read-back." in page
        assert not Submission.objects.exists()

    def test_speaks_digits_apart_dates_in_words_and_names_accents(self, casey: Caller) -> None:
        fields = {**NORA, "rights": ["deletion"], "given_name": "Carlos", "family_name": "Herrera-Díaz"}
        casey.save(fields)
        text = unescape(casey.live())
        assert "delete your personal information" in text
        assert "H-E-R-R-E-R-A-hyphen-D-I with an accent-A-Z" in text
        assert "9-2-0, 5-5-5, 0-1-4-2" in text
        assert "5-4-9-5-6" in text
        assert "Thursday, January 7, 2027" in text

    def test_needs_the_answer_to_the_recording_notice(self, casey: Caller) -> None:
        page = casey.send(casey.confirmed({**NORA, "rights": ["access"], "consent": ""})).content.decode()
        assert "Say the recording notice and note the answer." in page
        assert not Submission.objects.exists()


class TestDrafts:
    def test_a_dropped_call_waits_on_the_desk_of_who_took_it(self, casey: Caller, now: datetime) -> None:
        casey.send({**NORA, "rights": ["access"], "action": "dropped"})
        home = casey.client.get("/phone/").content.decode()
        assert "Nora Q." in home
        assert "Quist" not in home
        assert "Dropped" in home
        other = Caller(now, "cora")
        assert "Nora Q." not in other.client.get("/phone/").content.decode()
        assert other.client.get(f"/phone/calls/{casey.call}/").status_code == 404
        assert other.client.get(f"/phone/calls/{casey.call}/live/").status_code == 404

    def test_comes_back_as_it_was_left(self, casey: Caller) -> None:
        casey.save({**NORA, "rights": ["access", "deletion"], "details": "I want it all gone"})
        page = casey.client.get(f"/phone/calls/{casey.call}/").content.decode()
        assert "I want it all gone" in page
        assert 'value="Quist"' in page
        assert page.count('name="rights" value="access"') == 1

    def test_an_earlier_request_shows_before_filing_without_its_content(self, casey: Caller, now: datetime) -> None:
        earlier = cast.ask(cast.body("deletion"), now=now - timedelta(days=3))
        casey.save({**NORA, "rights": ["access"]})
        live = casey.live()
        reference = earlier.requests[0].reference
        assert f"{reference[:-4]}••••" in live
        assert reference not in live
        assert "nora@example.org" not in live
        [search] = ledger.find_entries(action="queue.searched")
        assert search.facts == {"fields": ["name", "phone"], "results": 1}

    def test_saving_the_same_contact_again_is_no_new_search(self, casey: Caller) -> None:
        casey.save({**NORA, "rights": ["access"]})
        casey.save({**NORA, "rights": ["access"], "details": "more words"})
        assert len(ledger.find_entries(action="queue.searched")) == 1

    def test_can_be_thrown_away(self, casey: Caller) -> None:
        casey.save({**NORA})
        casey.client.post(f"/phone/calls/{casey.call}/discard/")
        assert not Draft.objects.exists()
        [recorded] = ledger.find_entries(action="call.recorded")
        assert recorded.facts["outcome"] == "no_request"
