"""A child's data: reported by anybody it is not used any more; seen only by a parent; at thirteen one asks alone."""

from datetime import date, datetime

import pytest
from django.test import TestCase

from audit.selectors import entries_for
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from fulfillment.signals import Held
from requests_app.choices import Capacity
from requests_app.input_child import validate_report
from requests_app.input_fields import Invalid
from requests_app.models import Inquiry, Suppression
from requests_app.permissions import NotAllowed
from requests_app.services import child_holds, children, correspondence, holds, retention
from requests_app.services.work import NotPossible
from tests.cast import NORA, anonymous, ask, body, register, staff, work_off
from tests.conftest import NOW
from verification import selectors as checks
from verification import services as verification
from verification.assurance import CHILD, age_on, capacity_on

REPORT = {
    "child": {"given_name": "Kit", "family_name": "Lane", "email": "kit@example.org"},
    "details": "He filled in the contest at the fair.",
}


@pytest.mark.parametrize(
    ("born", "day", "asks_as"),
    [
        (date(2013, 11, 23), date(2026, 11, 23), "self"),  # thirteen today
        (date(2013, 11, 24), date(2026, 11, 23), CHILD),  # tomorrow
        (date(2012, 2, 29), date(2025, 2, 28), CHILD),
        (date(2012, 2, 29), date(2025, 3, 1), "self"),
        (None, date(2026, 11, 23), "self"),
    ],
)
def test_thirteen_on_the_day_of_receipt_asks_alone(born: date | None, day: date, asks_as: str) -> None:
    assert capacity_on(capacity="self", born=born, day=day) == asks_as
    assert capacity_on(capacity="parent_or_guardian", born=born, day=day) == "parent_or_guardian"
    assert age_on(born=date(2000, 1, 1), day=date(2026, 12, 31)) == 26


def test_a_report_needs_one_thing_to_look_for() -> None:
    for empty in ({}, {"child": {}}, {"contact": {"email": "a@example.org"}}):
        with pytest.raises(Invalid):
            validate_report(empty, today=NOW.date())
    with pytest.raises(Invalid) as wrong:
        validate_report({"child": {"email": "no", "parent": "x"}}, today=NOW.date())
    assert {error.pointer for error in wrong.value.errors} == {"#/child/email", "#/child/parent"}


def test_whoever_is_grown_up_by_the_report_itself_is_no_child() -> None:
    for born, taken in (("2008-11-24", True), ("2008-11-23", False), ("1961-04-09", False)):
        report = {"child": {"email": "nora@example.org", "date_of_birth": born}}
        if taken:
            assert validate_report(report, today=date(2026, 11, 23)).child["date_of_birth"] == born
        else:
            with pytest.raises(Invalid, match="adult"):
                validate_report(report, today=date(2026, 11, 23))


class TestReported(TestCase):
    def reported(self, now: datetime = NOW) -> Inquiry:
        said = validate_report(REPORT, today=now.date())
        inquiry = children.report(said=said, channel="web", by=anonymous(), now=now)
        work_off(now)
        inquiry.refresh_from_db()
        return inquiry

    def test_the_use_stops_at_once_and_web_and_marketing_data_goes(self) -> None:
        inquiry = self.reported()
        assert inquiry.frozen_at is not None
        tasks = held.tasks_for(inquiry.id)
        asked = {
            deed: {task.system for task in tasks if task.deed == deed} for deed in ("restrict", "erase", "suppress")
        }
        assert asked["restrict"] == {system.slug for system in held.systems()}
        assert asked["erase"] == asked["suppress"] == set(held.marketing_systems()) != set()
        (kept,) = Suppression.objects.all()
        assert (kept.point, kept.value, kept.request) == ("email", "kit@example.org", None)
        shown = held.person_on_file(tasks[0])
        assert shown["given_name"] == "Kit"
        assert children.protect(inquiry_id=inquiry.id, now=NOW) == 0

    def test_a_steward_finishes_the_last_task_and_nothing_breaks(self) -> None:
        inquiry = self.reported()
        system = held.marketing_systems()[0]
        (task,) = [one for one in held.tasks_for(inquiry.id) if (one.system, one.deed) == (system, "erase")]
        steward = staff("dev")
        done = fulfillment.complete_task(task_id=task.id, result="done", by=steward, now=NOW)
        assert done.status == "done"

    def test_a_report_is_no_way_around_a_legal_hold(self) -> None:
        register(NOW)
        request = ask(body({"right": "deletion"}), now=NOW).requests[0].request
        holds.place(request_id=request.id, reason="litigation", matter="2026-CV-1", by=staff("olu"), now=NOW)
        by_mail, by_name = {"email": NORA["email"]}, {"given_name": "Nora", "family_name": "Quist"}
        for child in (by_mail, by_name, {**by_mail, "given_name": "Norah", "family_name": "Quist"}):
            said = validate_report({"child": child}, today=NOW.date())
            inquiry = children.report(said=said, channel="web", by=anonymous(), now=NOW)
            work_off(NOW)
            for task in (one for one in held.tasks_for(inquiry.id) if one.deed == "erase"):
                with pytest.raises(Held):
                    fulfillment.complete_task(task_id=task.id, result="done", by=staff("dev"), now=NOW)
        nothing = fulfillment.complete_task(task_id=task.id, result="nothing_found", by=staff("dev"), now=NOW)
        assert nothing.status == "not_applicable"

    def test_a_hold_on_a_namesake_ends_for_the_child_when_two_people_say_so(self) -> None:
        register(NOW)
        namesake = ask(body("deletion"), now=NOW).requests[0].request
        holds.place(request_id=namesake.id, reason="litigation", matter="CV-1", by=staff("olu"), now=NOW)
        said = validate_report({"child": {"given_name": "Nora", "family_name": "Quist"}}, today=NOW.date())
        inquiry = children.report(said=said, channel="web", by=anonymous(), now=NOW)
        work_off(NOW)
        assert "child.kept_by_hold" in {one.action for one in entries_for(inquiry.id)}
        olu, petra = ({"inquiry_id": inquiry.id, "by": staff(name), "now": NOW} for name in ("olu", "petra"))
        task = next(one for one in held.tasks_for(inquiry.id) if one.deed == "erase")
        for agreed in (False, True):
            with pytest.raises(NotPossible, match="Nobody has asked"):
                child_holds.settle_apart(agreed=agreed, **petra)
            child_holds.ask_apart(why="She is nine.", **olu)
            with pytest.raises(NotAllowed, match="second person"):
                child_holds.settle_apart(agreed=True, **olu)
            with pytest.raises(Held, match="somebody else"):
                fulfillment.complete_task(task_id=task.id, result="done", by=staff("dev"), now=NOW)
            child_holds.settle_apart(agreed=agreed, **petra)
        assert fulfillment.complete_task(task_id=task.id, result="done", by=staff("dev"), now=NOW).status == "done"
        holds.place(request_id=namesake.id, reason="litigation", matter="CV-2", by=staff("olu"), now=NOW)
        inquiry.refresh_from_db()
        assert [hold.matter for hold in child_holds.may_bind(inquiry)] == ["CV-2"]

    def test_an_officer_ends_it_with_a_reason_and_nobody_else(self) -> None:
        inquiry = self.reported()
        with pytest.raises(NotAllowed):
            children.free(inquiry_id=inquiry.id, reason="grown up", by=staff("casey"), now=NOW)
        assert children.free(inquiry_id=inquiry.id, reason="she is 30", by=staff("olu"), now=NOW) > 0
        assert {one.deed for one in held.tasks_for(inquiry.id)} >= {"restrict", "lift"}

    def test_when_its_time_is_up_nothing_of_the_child_is_left(self) -> None:
        inquiry = self.reported()
        correspondence.answer_inquiry(inquiry_id=inquiry.id, answer="Thank you.", by=staff("olu"), now=NOW)
        retention.erase_inquiry(inquiry_id=inquiry.id, by=staff("olu"), now=NOW)
        inquiry.refresh_from_db()
        assert (inquiry.child, inquiry.body) == (None, "")
        assert all(not task.details for task in held.tasks_for(inquiry.id))


class TestAsking(TestCase):
    def asked(self, born: str, **more: object) -> checks.CheckView:
        register(NOW)
        who = {**NORA, "date_of_birth": born}
        filed = ask(body({"right": "access", "scope": "categories"}, consumer=who, **more), now=NOW)
        self.ref = filed.submission.id
        found = checks.state_of(self.ref)
        assert found is not None
        return found

    def shows(self, *points: str) -> None:
        verification.record_staff_evidence(
            subject_ref=self.ref, method="paper", points=points, reason="seen", by=staff("olu").actor, now=NOW
        )

    def test_a_child_of_twelve_needs_a_parent_one_of_thirteen_does_not(self) -> None:
        assert self.asked("2013-11-23").authority_accepted == frozenset()
        assert self.asked("2013-11-24").authority_accepted == {"parent", "court_paper"}

    def test_a_parent_sees_nothing_before_staff_looked_for_court_orders(self) -> None:
        parent = {"capacity": Capacity.PARENT_OR_GUARDIAN, "name": "Pat Quist", "email": "pat@example.org"}
        self.asked("2016-05-05", requester={**parent, "authority": "parent"})
        self.shows("parent", "email_control", "customer_number")
        before = checks.state_of(self.ref)
        assert before is not None
        assert (before.authority_shown, before.status) == (True, "open")
        self.shows("court_orders_checked")
        after = checks.state_of(self.ref)
        assert after is not None
        assert after.status == "passed"
