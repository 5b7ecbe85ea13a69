"""One case at the desk: read, masked, worked, decided by two, and never by the wrong person or twice."""

from datetime import datetime, timedelta

import pytest

from audit import selectors as ledger
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from notifications.models import Letter
from requests_app.services import correspondence
from tests import cast
from tests.officer.casework import COPY, Desk, address, answers, do, fresh, fresh_rev, proved


class TestReading:
    def test_the_page_tells_the_case_and_masks_the_person(self, desk: Desk, now: datetime) -> None:
        request = fresh(cast.ask(cast.body(COPY), now=now))
        page = desk("olu").get(address(request))
        assert page.status_code == 200
        for words in (
            "Verifying identity",
            "45 days left",
            "Nora Q.",
            "Show identity",
            "Acknowledgment",
            "reasonably high",
        ):
            assert words in page.text, words
        assert "Quist" not in page.text
        assert "nora@example.org" not in page.text
        assert "no-store" in page["Cache-Control"]

    def test_the_arithmetic_of_each_date_is_there(self, desk: Desk, now: datetime) -> None:
        request = fresh(cast.ask(cast.body(COPY, residence={"country": "US", "state": "CA"}), now=now))
        page = desk("olu").get(address(request)).text
        assert "Day zero is Monday, November 23, 2026" in page
        assert "Weekends and these federal holidays are not counted: Thursday, November 26, 2026" in page
        assert "California" in page

    def test_opening_it_is_recorded(self, desk: Desk, now: datetime) -> None:
        request = fresh(cast.ask(cast.body(COPY), now=now))
        desk("olu").get(address(request))
        entry = ledger.entries_for(request.id)[-1]
        assert (entry.action, entry.actor_id) == ("case.viewed", str(cast.staff("olu").user_id))

    def test_a_reveal_is_a_deed_of_its_own(self, desk: Desk, now: datetime) -> None:
        request = fresh(cast.ask(cast.body(COPY), now=now))
        olu = desk("olu")
        page = olu.post(address(request, "reveal"))
        assert "Quist" in page.text
        assert "55-102938" in page.text
        assert ledger.entries_for(request.id)[-1].action == "data.revealed"
        alone = olu.get(address(request, "reveal"))
        assert (alone.status_code, alone.headers["Allow"]) == (405, "POST")
        assert "Go back" in alone.text, "an address bar that opens a deed by itself shows more than nothing"

    def test_the_auditor_reads_masked_and_changes_nothing(self, desk: Desk, now: datetime) -> None:
        request = fresh(cast.ask(cast.body(COPY), now=now))
        correspondence.receive(request_id=request.id, body="My ring is gold", by=cast.staff("olu"), now=now)
        ari = desk("ari")
        page = ari.get(address(request))
        assert page.status_code == 200
        assert "My ring is gold" not in page.text
        assert 'name="body"' not in page.text
        assert ari.post(address(request, "reveal")).status_code == 403
        assert ari.post(address(request, "note"), {"body": "x"}).status_code == 403

    @pytest.mark.parametrize("name", ["casey", "mo", "dev", "ada"])
    def test_other_roles_get_no_case(self, desk: Desk, now: datetime, name: str) -> None:
        request = fresh(cast.ask(cast.body(COPY), now=now))
        assert desk(name).get(address(request)).status_code == 403

    @pytest.mark.parametrize("reference", ["JM-2222-2222", "nonsense", "JM-7K3F-92Q0", "%00"])
    def test_what_is_not_there_is_not_found(self, desk: Desk, reference: str) -> None:
        assert desk("olu").get(f"/officer/case/{reference}/").status_code == 404

    def test_mina_does_not_learn_that_it_exists(self, desk: Desk, now: datetime) -> None:
        request = fresh(cast.ask(cast.body(COPY, companies=["jm-insurance"]), now=now))
        mina = desk("mina")
        assert mina.get(address(request)).status_code == 404
        assert mina.post(address(request, "note"), {"body": "hello", "rev": 1}).status_code == 404
        assert mina.post(address(request, "reveal")).status_code == 404


class TestWorking:
    def test_assign_note_message_and_question(self, desk: Desk, now: datetime) -> None:
        request, olu = proved(now, "restriction"), desk("olu")
        do(olu, request, "assign", me="1")
        do(olu, request, "note", body="Called the agent.\nWaiting.")
        page = do(olu, request, "message", body="Which year do you mean?", question="on")
        request.refresh_from_db()
        assert request.assignee == cast.staff("olu").user_id
        assert request.status == "awaiting_requester"
        assert "Called the agent.<br>Waiting." in page.text
        assert "Which year do you mean?" in page.text
        assert Letter.objects.filter(kind="message_waiting").count() == 1

    def test_new_messages_are_marked_as_read(self, desk: Desk, now: datetime) -> None:
        request, olu = proved(now, "restriction"), desk("olu")
        correspondence.receive(request_id=request.id, body="Any news?", by=cast.staff("olu"), now=now)
        assert "1 new message" in olu.get(address(request)).text
        do(olu, request, "read")
        request.refresh_from_db()
        assert request.unread_messages == 0

    def test_extending_shows_the_notice_first_and_works_once(self, desk: Desk, now: datetime) -> None:
        request, olu = proved(now, COPY), desk("olu")
        typed = {"reason": "VOLUME", "explanation": "Your file has twelve claims."}
        preview = do(olu, request, "extend", preview="1", **typed)
        assert "Your file has twelve claims." in preview.context["preview"].text
        assert fresh_rev(request) == request.rev
        assert "data.revealed" in [entry.action for entry in ledger.entries_for(request.id)]
        before = request.respond_by
        do(olu, request, "extend", **typed)
        request.refresh_from_db()
        assert request.respond_by == before + timedelta(days=45)
        assert Letter.objects.filter(kind="extension").count() == 1
        assert "no second extension" in do(olu, request, "extend", **typed).text

    def test_a_late_request_is_not_extended(self, desk: Desk, now: datetime) -> None:
        request = proved(now - timedelta(days=60), COPY)
        page = do(desk("olu"), request, "extend", reason="OTHER", explanation="We are slow.")
        assert "late already" in page.text
        assert "We are slow." in page.text

    def test_evidence_by_staff_starts_the_work(self, desk: Desk, now: datetime) -> None:
        request = fresh(cast.ask(cast.body({"right": "access", "scope": "categories"}), now=now))
        page = do(
            desk("olu"), request, "evidence", method="phone", points=["call_back", "customer_number", "date_of_birth"],
            reason="Called back on the number on file",
        )  # fmt: skip
        request.refresh_from_db()
        assert request.status == "in_progress"
        assert "Called back on the number on file" in page.text

    def test_a_copy_that_cannot_be_verified_is_narrowed(self, desk: Desk, now: datetime) -> None:
        request = fresh(cast.ask(cast.body(COPY), now=now))
        olu = desk("olu")
        do(olu, request, "narrow")
        request.refresh_from_db()
        assert (request.scope, request.required_tier) == ("categories", 1)
        assert "Only a request for a full copy" in do(olu, request, "narrow").text

    def test_a_check_that_failed_leads_to_a_denial_for_that_reason_only(self, desk: Desk, now: datetime) -> None:
        request, olu = fresh(cast.ask(cast.body("deletion"), now=now)), desk("olu")
        do(olu, request, "fail", reason="not_matched")
        grant = do(olu, request, "decide", outcome="completed", summary="", now="1")
        assert "Identity is not shown yet" in grant.text
        facts = "We could not match what you sent with our records."
        do(olu, request, "decide", outcome="denied", ground="ID-UNVERIFIED", summary=facts, now="1")
        request.refresh_from_db()
        assert (request.status, request.primary_ground) == ("denied", "ID-UNVERIFIED")
        do(olu, request, "reopen")
        request.refresh_from_db()
        assert request.status == "verifying"

    def test_withdraw_and_close(self, desk: Desk, now: datetime) -> None:
        filed = cast.ask(cast.body("deletion", "restriction"), now=now)
        olu = desk("olu")
        do(olu, fresh(filed), "withdraw")
        assert "Choose" in do(olu, fresh(filed, 1), "close", reason="").text
        do(olu, fresh(filed, 1), "close", reason="spam")
        assert [fresh(filed, number).status for number in range(2)] == ["withdrawn", "closed"]
        assert Letter.objects.filter(kind="withdrawal").count() == 1


class TestDeciding:
    def test_a_deletion_takes_two_people(self, desk: Desk, now: datetime) -> None:
        request, olu, petra = proved(now, "deletion"), desk("olu"), desk("petra")
        typed = {"outcome": "completed", "summary": "", **answers(olu, request, "erased")}
        preview = do(olu, request, "decide", preview="1", **typed)
        assert preview.context["preview"].kind == "completion_deletion"
        do(olu, request, "decide", review="1", **typed)
        request.refresh_from_db()
        assert request.status == "in_review"
        own = do(olu, request, "approve")
        assert own.status_code == 403
        assert "second person" in own.text
        assert "Approve and send" in petra.get(address(request)).text
        do(petra, request, "approve")
        request.refresh_from_db()
        assert request.decided_by == cast.staff("petra").user_id

    def test_the_second_person_may_send_it_back(self, desk: Desk, now: datetime) -> None:
        request, olu, petra = proved(now, "deletion"), desk("olu"), desk("petra")
        do(olu, request, "decide", review="1", outcome="completed", summary="", **answers(olu, request, "erased"))
        empty = do(petra, request, "return", reason="  ")
        assert "required" in empty.text
        do(petra, request, "return", reason="The open claim must stay.")
        request.refresh_from_db()
        assert request.status == "in_progress"
        page = olu.get(address(request))
        assert "The open claim must stay." in page.text
        assert page.context["forms"]["decide"].initial["outcome"] == "completed"

    def test_what_is_kept_needs_a_ground_and_the_typed_text_stays(self, desk: Desk, now: datetime) -> None:
        request, olu = proved(now, "deletion"), desk("olu")
        typed = {"outcome": "partly_completed", "summary": "Some records stay.", **answers(olu, request, "erased")}
        typed |= {"outcome_0": "kept", "until_0": "2020-02-31"}
        page = do(olu, request, "decide", review="1", **typed)
        assert "Choose the ground on which this is refused or kept." in page.text
        assert "Give a date that exists" in page.text
        assert "Some records stay." in page.text
        assert page.context["form"]["outcome_0"].value() == "kept"
        request.refresh_from_db()
        assert request.status == "in_progress"
        typed |= {"ground_0": "DEL-LEGAL", "cite_0": "Wis. Admin. Code", "until_0": "2032-12-31"}
        do(olu, request, "decide", review="1", **typed)
        request.refresh_from_db()
        assert request.proposal["items"][0]["until"] == "2032-12-31"

    def test_only_fitting_grounds_are_offered(self, desk: Desk, now: datetime) -> None:
        request = proved(now, "deletion")
        form = desk("olu").get(address(request)).context["forms"]["decide"]
        codes = {code for code, _words in form.fields["ground"].choices}
        assert "DEL-LEGAL" in codes
        assert "COR-ACCURATE" not in codes

    def test_one_person_is_enough_for_a_restriction(self, desk: Desk, now: datetime) -> None:
        request, olu = proved(now, "restriction"), desk("olu")
        do(olu, request, "decide", now="1", outcome="completed", summary="Done.", **answers(olu, request, "restricted"))
        request.refresh_from_db()
        assert request.status == "completed"

    def test_who_typed_it_in_does_not_decide_it(self, desk: Desk, now: datetime) -> None:
        filed = cast.ask(cast.body("restriction"), now=now, by=cast.staff("olu"))
        cast.work_off(now)
        request, olu = fresh(filed), desk("olu")
        for task in held.tasks_for(request.id):
            if task.status == "open":
                fulfillment.complete_task(task_id=task.id, result="done", by=cast.staff("dev"), now=now)
        typed = answers(olu, request, "restricted")
        page = do(olu, request, "decide", now="1", outcome="completed", summary="Done.", **typed)
        assert page.status_code == 403
        assert "You typed this request in" in page.text
        assert "Done." in page.text
