"""What Nora gave to show who she is goes a month after the last day to appeal; that she was checked stays known."""

from datetime import UTC, datetime, timedelta

import pytest

from audit import selectors as ledger
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from jobs.sweeps import all_sweeps
from requests_app.decision import DecidedItem, Decision
from requests_app.models import PrivacyRequest
from requests_app.services import appeals, delivery, duties, evidence, forgetting_proof, retention, review, work
from tests import cast
from verification import selectors as checks
from verification import services as verification
from verification.methods.declaration import CURRENT
from verification.models import Check, Code, Declaration, Evidence

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DUE = datetime(2027, 1, 8, 18, 0, tzinfo=UTC)
LATER = DUE + timedelta(days=91)

pytestmark = pytest.mark.django_db


@pytest.fixture
def denied() -> PrivacyRequest:
    """Nora gave facts and signed, Casey noted what he saw, and it was not enough for a copy."""
    cast.register(NOW)
    moved = {**cast.NORA, "given_name": "Norah", "email": "norah@example.org", "date_of_birth": "1971-01-01"}
    asked = cast.body({"right": "access", "scope": "specific_pieces"}, consumer=moved, identifiers=[])
    filed = cast.ask(asked, now=NOW)
    about, by = filed.submission.id, cast.anonymous().actor
    verification.send_code(subject_ref=about, by=by, now=NOW)
    verification.give_facts(subject_ref=about, facts={"phone": "9205550142"}, by=by, now=NOW)
    verification.sign_declaration(subject_ref=about, typed_name="Nora Quist", text_version=CURRENT, by=by, now=NOW)
    seen = {"method": "phone", "points": ["call_back"], "reason": "called her daughter's number"}
    verification.record_staff_evidence(subject_ref=about, **seen, by=cast.staff("casey").actor, now=NOW)
    request = filed.requests[0]
    duties.deny_unverified(now=DUE)
    return PrivacyRequest.objects.get(id=request.id)


def check_of(request: PrivacyRequest) -> Check:
    return Check.objects.get(subject_ref=request.submission_id)


def test_nothing_goes_before_the_time_to_appeal_and_a_month_have_passed(denied: PrivacyRequest) -> None:
    assert denied.status == "denied"
    assert forgetting_proof.forget_due(now=DUE + timedelta(days=89)) == 0
    assert check_of(denied).claims
    assert forgetting_proof.forget_due(now=LATER) == 1


def test_what_was_given_goes_and_what_came_of_it_stays(denied: PrivacyRequest) -> None:
    before = check_of(denied)
    kinds = [point["kind"] for point in before.points]
    forgetting_proof.forget_due(now=LATER)
    check = check_of(denied)
    assert (check.claims, check.contact, check.on_file, check.person_key) == ({}, {}, [], "")
    assert {seen.reason for seen in Evidence.objects.filter(check_row=check)} == {""}
    assert {bytes(code.contact_index) for code in Code.objects.filter(subject_ref=check.subject_ref)} == {b""}
    assert (check.reached, check.required, check.forgotten_at) == (before.reached, before.required, LATER)
    assert kinds
    assert [point["kind"] for point in check.points] == kinds
    # 11 CCR 7062(c): a signed declaration is kept as long as the record.
    signed = Declaration.objects.get(check_row=check)
    assert (signed.typed_name, signed.text_version, signed.at) == ("Nora Quist", CURRENT, NOW)


def test_it_is_on_record_and_done_once(denied: PrivacyRequest) -> None:
    assert forgetting_proof.forget_due(now=LATER) == 1
    assert forgetting_proof.forget_due(now=LATER) == 0
    purged = [one for one in ledger.entries_for(denied.submission_id) if one.action == "retention.purged"]
    assert sorted(str(one.facts["kind"]) for one in purged) == ["check", "code"]
    assert {one.facts["rule"] for one in purged} == {"11_ccr_7060"}


def test_the_end_of_the_record_takes_the_rest(denied: PrivacyRequest) -> None:
    forgetting_proof.forget_due(now=LATER)
    assert retention.purge(now=DUE + timedelta(days=763)) == 1
    assert Declaration.objects.get(check_row=check_of(denied)).typed_name == ""
    assert check_of(denied).points == []
    assert check_of(denied).forgotten_at == LATER


def test_an_appeal_keeps_it_and_its_end_starts_the_time_anew(denied: PrivacyRequest) -> None:
    appealed, _ = appeals.appeal(request_id=denied.id, explanation="It is me.", by=cast.staff("lena"), now=LATER)
    assert forgetting_proof.forget_due(now=LATER) == 0
    work.withdraw(request_id=appealed.id, by=cast.staff("lena"), now=LATER)
    assert forgetting_proof.forget_due(now=LATER) == 0
    ended = PrivacyRequest.objects.get(id=appealed.id).respond_at
    assert forgetting_proof.forget_due(now=ended + timedelta(days=91)) == 1


def test_a_package_that_can_be_opened_keeps_it() -> None:
    cast.register(NOW)
    filed = cast.ask(cast.body({"right": "access", "scope": "specific_pieces"}), now=NOW)
    cast.prove(filed, now=NOW)
    cast.work_off(NOW)
    request_id = filed.requests[0].id
    for task in held.tasks_for(request_id):
        if task.status == "open":
            fulfillment.complete_task(task_id=task.id, result="done", by=cast.staff("dev"), now=NOW)
    items = tuple(dict.fromkeys(DecidedItem(one.category, one.system, "given") for one in held.items_for(request_id)))
    review.propose(request_id=request_id, decision=Decision("completed", "", items), by=cast.staff("olu"), now=NOW)
    review.approve(request_id=request_id, by=cast.staff("petra"), now=NOW)
    cast.work_off(NOW)
    delivery.send_code(request_id=request_id, by=cast.staff("lena"), now=NOW)
    assert forgetting_proof.forget_due(now=LATER) == 0
    assert Check.objects.get(subject_ref=filed.submission.id).on_file
    fulfillment.expire_packages(now=LATER)
    assert forgetting_proof.forget_due(now=LATER) == 1
    check = Check.objects.get(subject_ref=filed.submission.id)
    assert (check.on_file, check.person_key, check.status, check.reached) == ([], "", "passed", 3)
    assert bytes(Code.objects.get(subject_ref=request_id).contact_index) == b""


def test_afterwards_an_appeal_still_works_and_a_reopening_says_why_not(denied: PrivacyRequest) -> None:
    forgetting_proof.forget_due(now=LATER)
    with pytest.raises(work.NotPossible, match="Ask them for a new request"):
        work.reopen(request_id=denied.id, by=cast.staff("olu"), now=LATER)
    with pytest.raises(work.NotPossible, match="nothing to download"):
        delivery.send_code(request_id=denied.id, by=cast.staff("lena"), now=LATER)
    proof = {"method": "phone", "points": ["call_back"], "reason": "She called."}
    with pytest.raises(work.NotPossible, match="deleted"):
        evidence.record(request_id=denied.id, **proof, by=cast.staff("olu"), now=LATER)
    with pytest.raises(verification.NotOpen):
        verification.record_staff_evidence(
            subject_ref=denied.submission_id, **proof, by=cast.staff("casey").actor, now=LATER
        )
    appealed, _ = appeals.appeal(request_id=denied.id, explanation="It is me.", by=cast.staff("lena"), now=LATER)
    assert appealed.status == "in_progress"


def test_staff_see_that_it_was_deleted(denied: PrivacyRequest) -> None:
    forgetting_proof.forget_due(now=LATER)
    state = checks.state_of(denied.submission_id)
    assert state is not None
    assert (state.forgotten_at, state.status) == (LATER, "failed")


def test_the_clock_does_it() -> None:
    assert "forget_proof" in {one.name for one in all_sweeps()}
