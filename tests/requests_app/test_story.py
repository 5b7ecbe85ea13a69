"""One request, end to end: asked, proved, worked, decided, answered, every step in the ledger."""

from datetime import UTC, datetime, timedelta

import pytest

from audit import selectors as ledger
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from notifications.models import Letter
from requests_app import permissions
from requests_app.decision import DecidedItem, Decision, Unsound
from requests_app.lifecycle import WrongMoment
from requests_app.models import PrivacyRequest, Suppression
from requests_app.services import appeals, delay, duties, extension, identity, review, work
from requests_app.submission_input import Invalid
from tests import cast

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=2)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def fresh(filed, index: int = 0) -> PrivacyRequest:
    return PrivacyRequest.objects.select_related("submission", "appeal_of").get(id=filed.requests[index].id)


def kinds_of_letters(filed) -> list[str]:
    return list(
        Letter.objects.filter(about=filed.submission.id).order_by("created_at", "id").values_list("kind", flat=True)
    )


def actions(request: PrivacyRequest) -> list[str]:
    return [entry.action for entry in ledger.entries_for(request.id)]


def finish_tasks(request: PrivacyRequest, now: datetime) -> None:
    for task in held.tasks_for(request.id):
        if task.status == "open":
            fulfillment.complete_task(task_id=task.id, result="done", by=cast.staff("dev"), now=now)


class TestAccess:
    def test_waits_for_the_check_and_is_acknowledged_at_once(self) -> None:
        filed = cast.ask(cast.body({"right": "access", "scope": "specific_pieces"}), now=NOW)
        request = fresh(filed)
        assert request.status == "verifying"
        assert request.required_tier == 2
        assert str(request.respond_by) == "2027-01-07"
        assert str(request.acknowledge_by) == "2026-12-08"
        assert request.acknowledged_at == NOW
        assert kinds_of_letters(filed) == ["acknowledgement"]
        assert actions(request)[:2] == ["request.filed", "request.verifying"]

    def test_needs_proof_two_people_and_gives_a_package(self) -> None:
        filed = cast.ask(cast.body({"right": "access", "scope": "specific_pieces"}), now=NOW)
        cast.prove(filed, now=NOW)
        cast.work_off(NOW)
        request = fresh(filed)
        assert request.status == "in_progress"
        finish_tasks(request, LATER)
        items = tuple(DecidedItem(item.category, item.system, "given") for item in held.items_for(request.id))
        assert items
        decision = Decision("completed", "", tuple(dict.fromkeys(items)))
        with pytest.raises(work.NotPossible):
            review.decide(request_id=request.id, decision=decision, by=cast.staff("olu"), now=LATER)
        review.propose(request_id=request.id, decision=decision, by=cast.staff("olu"), now=LATER)
        with pytest.raises(permissions.NotAllowed):
            review.approve(request_id=request.id, by=cast.staff("olu"), now=LATER)
        review.approve(request_id=request.id, by=cast.staff("petra"), now=LATER)
        cast.work_off(LATER)
        request = fresh(filed)
        assert request.status == "completed"
        assert "package_ready" in kinds_of_letters(filed)
        assert held.package_for(request.id) is not None


class TestDeletion:
    def test_erases_first_and_answers_when_the_systems_have_confirmed(self) -> None:
        filed = cast.ask(cast.body("deletion"), now=NOW)
        cast.prove(filed, now=NOW)
        cast.work_off(NOW)
        request = fresh(filed)
        finish_tasks(request, LATER)
        found = list(dict.fromkeys((item.category, item.system) for item in held.items_for(request.id)))
        assert len(found) > 1
        kept, *gone = found
        decision = Decision(
            "partly_completed",
            "Your claim file stays until the law lets us erase it.",
            (
                DecidedItem(kept[0], kept[1], "kept", "DEL-LEGAL", "Wis. Adm. Code Ins 6.80", "2032-12-31"),
                *(DecidedItem(category, system, "erased") for category, system in gone),
            ),
        )
        review.propose(request_id=request.id, decision=decision, by=cast.staff("olu"), now=LATER)
        review.approve(request_id=request.id, by=cast.staff("petra"), now=LATER)
        request = fresh(filed)
        assert (request.status, request.next_step) == ("in_progress", "carry_out")
        finish_tasks(request, LATER)
        request = fresh(filed)
        assert request.status == "partly_completed"
        assert request.primary_ground == "DEL-LEGAL"
        assert kinds_of_letters(filed)[-1] == "partial"

    def test_a_kept_item_needs_a_ground_that_fits(self) -> None:
        filed = cast.ask(cast.body("deletion"), now=NOW)
        cast.prove(filed, now=NOW)
        request = fresh(filed)
        decision = Decision("denied", "facts", (DecidedItem("contact", "claims", "kept", "COR-ACCURATE"),))
        with pytest.raises(Unsound):
            review.propose(request_id=request.id, decision=decision, by=cast.staff("olu"), now=NOW)


class TestOptOut:
    def test_takes_effect_at_once_without_check_and_ends_by_itself(self) -> None:
        raw = {
            "rights": [{"right": "opt_out", "kinds": ["marketing_email", "sale_sharing"]}],
            "consumer": {"email": "sam@example.org"},
        }
        filed = cast.ask(raw, now=NOW)
        request = fresh(filed)
        assert request.status == "in_progress"
        assert request.required_tier == 0
        assert Suppression.objects.filter(request=request, point="email").count() == 1
        assert kinds_of_letters(filed) == ["opt_out_confirmation"]
        cast.work_off(NOW)
        assert fresh(filed).status == "completed"

    def test_one_contact_point_is_enough_and_none_is_too_little(self) -> None:
        with pytest.raises(Invalid):
            cast.ask({"rights": [{"right": "opt_out"}], "consumer": {}}, now=NOW)


@pytest.mark.parametrize("right", ["restriction", "objection", "consent_withdrawal"])
def test_protective_rights_start_without_a_check(right: str) -> None:
    filed = cast.ask(cast.body(right), now=NOW)
    request = fresh(filed)
    assert request.status == "in_progress"
    finish_tasks(request, LATER)
    outcome = {"restriction": "restricted"}.get(right, "stopped")
    decision = Decision("completed", "Done as you asked.", (DecidedItem("commercial", "marketing", outcome),))
    review.decide(request_id=request.id, decision=decision, by=cast.staff("olu"), now=LATER)
    assert fresh(filed).status == "completed"
    assert kinds_of_letters(filed)[-1] == "completion_other"


def test_correction_is_decided_by_one_officer() -> None:
    raw = cast.body(
        {"right": "correction", "corrections": [{"field": "item_details", "requested": "Gold, not silver"}]}
    )
    filed = cast.ask(raw, now=NOW)
    cast.prove(filed, now=NOW)
    request = fresh(filed)
    finish_tasks(request, LATER)
    decision = Decision("completed", "", (DecidedItem("commercial", "policy-admin", "corrected"),))
    review.decide(request_id=request.id, decision=decision, by=cast.staff("olu"), now=LATER)
    assert kinds_of_letters(filed)[-1] == "completion_correction"


class TestExtension:
    def test_once_in_time_with_a_reason_and_its_letter(self) -> None:
        filed = cast.ask(cast.body("access"), now=NOW)
        extension.extend(
            request_id=filed.requests[0].id,
            reason="COMPLEXITY",
            explanation="Many systems.",
            by=cast.staff("olu"),
            now=LATER,
        )
        request = fresh(filed)
        assert str(request.respond_by) == "2027-02-21"
        assert kinds_of_letters(filed)[-1] == "extension"
        with pytest.raises(extension.Refused):
            extension.extend(
                request_id=request.id, reason="VOLUME", explanation="Again.", by=cast.staff("olu"), now=LATER
            )

    def test_refused_when_late_and_for_opt_outs(self) -> None:
        filed = cast.ask(cast.body("access", "opt_out"), now=NOW)
        late = NOW + timedelta(days=60)
        with pytest.raises(extension.Refused, match="late"):
            extension.extend(
                request_id=filed.requests[0].id, reason="OTHER", explanation="x", by=cast.staff("olu"), now=late
            )
        with pytest.raises(extension.Refused):
            extension.extend(
                request_id=filed.requests[1].id, reason="OTHER", explanation="x", by=cast.staff("olu"), now=LATER
            )


class TestTheClock:
    def test_denies_the_unverified_on_the_due_day_and_can_be_reopened(self) -> None:
        filed = cast.ask(cast.body("access"), now=NOW)
        due = datetime(2027, 1, 7, 18, 0, tzinfo=UTC)
        assert duties.propose_denials(now=due) == 1
        assert duties.deny_unverified(now=due) == 1
        assert duties.deny_unverified(now=due) == 0
        request = fresh(filed)
        assert (request.status, request.primary_ground) == ("denied", "ID-UNVERIFIED")
        assert kinds_of_letters(filed)[-1] == "denial"
        work.reopen(request_id=request.id, by=cast.staff("olu"), now=due)
        assert fresh(filed).status == "verifying"

    def test_reminds_escalates_and_flags_each_exactly_once(self) -> None:
        filed = cast.ask(cast.body("restriction"), now=NOW)
        weeks_later = datetime(2027, 1, 6, 18, 0, tzinfo=UTC)
        assert [duties.remind(now=weeks_later) for _ in range(2)] == [1, 0]
        assert [duties.escalate(now=weeks_later) for _ in range(2)] == [1, 0]
        too_late = datetime(2027, 1, 8, 6, 0, tzinfo=UTC)
        assert [duties.flag_breaches(now=too_late) for _ in range(2)] == [1, 0]
        assert fresh(filed).breached_at == too_late

    def test_acknowledges_what_nobody_did(self) -> None:
        filed = cast.ask(cast.body("restriction"), now=NOW)
        request = fresh(filed)
        assert duties.acknowledge_due(now=NOW) == 0
        assert request.acknowledged_at == NOW


class TestThePerson:
    def test_withdraws_at_any_time_before_the_answer(self) -> None:
        filed = cast.ask(cast.body("access"), now=NOW)
        nora = cast.Principal.consumer(filed.submission.id, "s")
        work.withdraw(request_id=filed.requests[0].id, by=nora, now=LATER)
        assert fresh(filed).status == "withdrawn"
        assert kinds_of_letters(filed)[-1] == "withdrawal"
        with pytest.raises(WrongMoment):
            work.withdraw(request_id=filed.requests[0].id, by=nora, now=LATER)

    def test_a_stranger_does_not_even_learn_that_it_exists(self) -> None:
        filed = cast.ask(cast.body("access"), now=NOW)
        other = cast.ask(cast.body("access"), now=NOW)
        sam = cast.Principal.consumer(other.submission.id, "s")
        with pytest.raises(permissions.NotFound):
            work.withdraw(request_id=filed.requests[0].id, by=sam, now=LATER)

    def test_appeals_a_denial_and_somebody_else_decides(self) -> None:
        filed = cast.ask(cast.body("restriction"), now=NOW)
        denied = Decision("denied", "We need the data for your open claim.", (), "DEL-CLAIMS")
        cast.prove(filed, now=NOW)
        request = fresh(filed)
        finish_tasks(request, LATER)
        review.decide(request_id=request.id, decision=denied, by=cast.staff("olu"), now=LATER)
        nora = cast.Principal.consumer(filed.submission.id, "s")
        row, _receipt = appeals.appeal(request_id=request.id, explanation="The claim is closed.", by=nora, now=LATER)
        answer = Decision("completed", "You are right.", (DecidedItem("commercial", "claims", "restricted"),))
        with pytest.raises(permissions.NotAllowed):
            review.decide(request_id=row.id, decision=answer, by=cast.staff("olu"), now=LATER)
        review.decide(request_id=row.id, decision=answer, by=cast.staff("petra"), now=LATER)
        assert kinds_of_letters(filed)[-1] == "appeal_decision"


def test_a_copy_that_cannot_be_verified_becomes_categories() -> None:
    filed = cast.ask(cast.body({"right": "access", "scope": "specific_pieces"}), now=NOW)
    request = identity.narrow(request_id=filed.requests[0].id, by=cast.staff("olu"), now=LATER)
    assert (request.scope, request.required_tier, request.status) == ("categories", 1, "verifying")


def test_officer_of_care_plans_does_not_see_the_group() -> None:
    filed = cast.ask(cast.body("access", companies=["jm-insurance", "jm-care-plan"]), now=NOW)
    mina = cast.staff("mina")
    seen = [permissions.can_see(mina, fresh(filed, index)) for index in range(2)]
    assert seen == [False, True]


def test_who_did_not_go_on_is_asked_for_identity_in_writing_once() -> None:
    raw = cast.body({"right": "access", "scope": "specific_pieces"}, language="es")
    raw["consumer"] = {key: value for key, value in cast.NORA.items() if key != "email"}
    filed = cast.ask(raw, now=NOW)
    assert duties.ask_for_identity(now=NOW + timedelta(hours=2)) == 0
    assert [duties.ask_for_identity(now=LATER) for _turn in range(2)] == [1, 0]
    letter = Letter.objects.get(about=filed.submission.id, kind="identity_request")
    assert (letter.channel, letter.language, letter.context["points_needed"]) == ("post", "es", 3)
    assert letter.context["declaration"] is True


def test_after_a_missed_date_there_is_a_delay_letter_and_the_date_stays_missed() -> None:
    filed = cast.ask(cast.body("restriction"), now=NOW)
    request_id = filed.requests[0].id
    late = NOW + timedelta(days=50)
    tell = {"request_id": request_id, "by": cast.staff("olu"), "owner": "vendor"}
    with pytest.raises(work.NotPossible):
        delay.apologise(cause="Flood.", new_due=cast.day("2027-01-20"), now=LATER, **tell)
    with pytest.raises(work.NotPossible):
        delay.apologise(cause=" ", new_due=cast.day("2027-01-20"), now=late, **tell)
    with pytest.raises(work.NotPossible):
        delay.apologise(cause="Flood.", new_due=cast.day("2027-01-02"), now=late, **tell)
    delay.apologise(cause="A flood closed our archive.", new_due=cast.day("2027-01-20"), now=late, **tell)
    assert kinds_of_letters(filed)[-1] == "delay"
    assert str(fresh(filed).respond_by) == "2027-01-07"
    assert fresh(filed).delay_cause == "A flood closed our archive."
