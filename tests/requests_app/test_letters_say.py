"""Each letter of an answer says what section 6 of the rules wants, drawn from what was found and done."""

from datetime import UTC, datetime, timedelta

import pytest

from fulfillment import selectors as held
from fulfillment import services as fulfillment
from notifications.models import Letter
from requests_app.decision import DecidedItem, Decision
from requests_app.models import PrivacyRequest
from requests_app.services import appeals, review
from tests import cast

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
PROVIDERS, NO_BUYER = "Contractors and service providers", "did not sell or share this data"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def ask(right, *, proved: bool = True, **more):
    filed = cast.ask(cast.body(right, **more), now=NOW)
    if proved:
        cast.prove(filed, now=NOW)
    cast.work_off(NOW)
    return PrivacyRequest.objects.get(id=filed.requests[0].id)


def finish_tasks(request, *, told=()) -> None:
    for task in held.tasks_for(request.id):
        if task.status == "open":
            whom = [one for one in told if one in task.may_be_told]
            fulfillment.complete_task(task_id=task.id, result="done", told=whom, by=cast.staff("dev"), now=LATER)


def answer(request, decision: Decision) -> None:
    if request.right in ("access", "deletion"):
        review.propose(request_id=request.id, decision=decision, by=cast.staff("olu"), now=LATER)
        review.approve(request_id=request.id, by=cast.staff("petra"), now=LATER)
    else:
        review.decide(request_id=request.id, decision=decision, by=cast.staff("olu"), now=LATER)


def items(request, outcome: str) -> tuple[DecidedItem, ...]:
    places = dict.fromkeys((item.category, item.system) for item in held.items_for(request.id))
    return tuple(DecidedItem(category, system, outcome) for category, system in places)


def letter(request, kind: str) -> dict:
    return Letter.objects.filter(request_ref=request.id, kind=kind).latest("created_at").context


class TestAccess:
    def test_the_letter_lists_who_gets_what(self) -> None:
        request = ask({"right": "access", "scope": "specific_pieces"})
        finish_tasks(request)
        answer(request, Decision("completed", "", items(request, "given")))
        said = letter(request, "completion_access")
        assert all(row["sources"] and row["purposes"] and row["recipients"] for row in said["categories"])
        assert any(line.startswith(f"{PROVIDERS}: Identifiers") for line in said["disclosed"])
        assert said["sold_or_shared"] == []
        assert "Reinsurers and other insurers" in said["third_parties"]
        assert PROVIDERS not in said["third_parties"]
        assert "Social Security number" in said["withheld_types"]

    def test_a_spanish_letter_lists_it_in_spanish(self) -> None:
        request = ask({"right": "access", "scope": "categories"}, language="es")
        finish_tasks(request)
        answer(request, Decision("completed", "", items(request, "given")))
        assert not any("providers" in line for line in letter(request, "completion_access")["disclosed"])

    def test_who_was_not_proved_is_pointed_to_the_policy(self) -> None:
        request = ask({"right": "access", "scope": "specific_pieces"}, proved=False)
        decision = Decision("denied", "Nobody answered our letter.", (), "ID-UNVERIFIED")
        review.decide(request_id=request.id, decision=decision, by=cast.staff("olu"), now=LATER)
        said = letter(request, "denial")
        assert said["identity_not_shown"]
        assert "/privacy-notice/" in said["done_instead"][0]
        assert said["regulator"] == {
            "name": "the attorney general (Wisconsin)", "url": "https://www.wisdoj.gov/",
        }  # fmt: skip
        assert said["items"][0]["ground_words"].startswith("We could not confirm")
        assert said["appeal_by"] == "2027-01-24"


class TestDeletion:
    def deleted(self, told=(), outcome="completed"):
        request = ask("deletion")
        finish_tasks(request)
        gone = items(request, "erased")
        if outcome != "completed":
            kept = DecidedItem(gone[0].category, gone[0].system, "kept", "DEL-LEGAL", "26 U.S.C. 6001", "2032-12-31")
            gone = (kept, *gone[1:])
        answer(request, Decision(outcome, "The tax file stays.", gone))
        finish_tasks(request, told=told)
        return request

    def test_whom_the_stewards_told_is_named(self) -> None:
        said = letter(self.deleted(told=("service_providers",)), "completion_deletion")
        assert [line.split(" (")[0] for line in said["recipients_told"]] == [PROVIDERS]
        assert "Marketing" in said["recipients_told"][0]
        assert NO_BUYER in said["not_told_because"]
        assert said["backups_deferred"]
        assert {row["outcome_words"] for row in said["items"]} == {"Erased"}

    def test_nobody_is_said_to_be_told_whom_no_steward_named(self) -> None:
        said = letter(self.deleted(), "completion_deletion")
        assert said["recipients_told"] == []
        assert "named nobody else" in said["not_told_because"]

    def test_an_answer_in_part_names_both_lists_the_day_and_who_was_told(self) -> None:
        said = letter(self.deleted(told=("group",), outcome="partly_completed"), "partial")
        assert {row["outcome"] for row in said["items"]} == {"kept", "erased"}
        assert said["review_on"] == "2032-12-31"
        assert said["recipients_told"][0].startswith("Companies of our group")
        assert said["opt_out_offer"]
        assert said["regulator"]["url"]


class TestCorrection:
    def test_old_and_new_whom_we_told_and_where_the_error_came_from(self) -> None:
        wish = {"field": "phone", "requested": "+19205550199", "current": "+19205550142"}
        request = ask({"right": "correction", "corrections": [wish]})
        finish_tasks(request, told=("service_providers", "agents"))
        done = (DecidedItem("credit", "policy-admin", "corrected"),)
        answer(request, Decision("completed", "", done))
        said = letter(request, "completion_correction")
        assert said["changes"] == [
            {"field": "Phone number", "system": "Policy administration", "described": "+19205550142 → +19205550199"}
        ]
        assert len(said["recipients_told"]) == 2
        assert said["sources"] == ["A consumer reporting agency"]

    def test_what_the_person_gave_us_has_no_other_source(self) -> None:
        request = ask({"right": "correction", "corrections": [{"field": "email", "requested": "n@example.org"}]})
        finish_tasks(request)
        answer(request, Decision("completed", "", (DecidedItem("contact", "policy-admin", "corrected"),)))
        assert letter(request, "completion_correction")["sources"] == []


def test_a_restriction_says_whom_we_told() -> None:
    request = ask("restriction")
    finish_tasks(request, told=("service_providers",))
    answer(request, Decision("completed", "Limited.", (DecidedItem("commercial", "marketing", "restricted"),)))
    assert letter(request, "completion_other")["recipients_told"][0].startswith(PROVIDERS)


def test_an_opt_out_says_which_systems_heard_of_it() -> None:
    raw = {"rights": [{"right": "opt_out", "kinds": ["marketing_email"]}], "consumer": {"email": "sam@example.org"}}
    filed = cast.ask(raw, now=NOW)
    said = Letter.objects.get(about=filed.submission.id, kind="opt_out_confirmation").context
    assert said["recipients_told"] == ["Our own system: Marketing", "Our own system: Website analytics"]
    assert NO_BUYER in said["not_told_because"]
    assert (said["effective_on"], said["not_asked_before"]) == ("2026-11-23", "2027-11-24")


def test_an_appeal_that_changes_something_says_what_was_done_and_where_to_complain() -> None:
    request = ask("restriction")
    finish_tasks(request)
    answer(request, Decision("denied", "We need it.", (), "DEL-CLAIMS"))
    nora = cast.Principal.consumer(request.submission_id, "s")
    filed, _receipt = appeals.appeal(request_id=request.id, explanation="Look again.", by=nora, now=LATER)
    decision = Decision("completed", "You are right.", (DecidedItem("commercial", "marketing", "restricted"),))
    review.propose(request_id=filed.id, decision=decision, by=cast.staff("petra"), now=LATER)
    review.approve(request_id=filed.id, by=cast.staff("lena"), now=LATER)
    said = letter(filed, "appeal_decision")
    assert said["outcome"] == "granted"
    assert said["action"] == "Commercial information (Marketing): Use limited."
    assert said["regulator"]["url"]


def test_a_steward_can_name_only_who_gets_data_of_that_system() -> None:
    request = ask("restriction", proved=False)
    task = next(one for one in held.tasks_for(request.id) if one.system == "web-analytics")
    assert task.may_be_told == ("service_providers",)
    with pytest.raises(ValueError, match="nobody of that kind"):
        fulfillment.complete_task(
            task_id=task.id, result="done", told=["reinsurers"], by=cast.staff("dev"), now=LATER
        )  # fmt: skip
