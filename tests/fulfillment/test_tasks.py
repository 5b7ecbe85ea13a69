"""Which systems get work, who does it, and when the request hears that all is done."""

from dataclasses import replace

import pytest

from audit.actors import Actor
from audit.selectors import entries_for
from fulfillment import selectors, taxonomy
from fulfillment.models import DataSystem
from fulfillment.services import Found, NotOpen, NotYours, complete_task, plan_deed, reopen_task, set_item_outcome
from fulfillment.services.items import UnknownPlace
from tests.conftest import NOW
from tests.fulfillment.conftest import collect

pytestmark = pytest.mark.django_db


def _by_system(request_id):
    return {task.system: task for task in selectors.tasks_for(request_id)}


class TestAccess:
    def test_connected_systems_answer_by_themselves(self, nora, heard):
        request_id = collect("access")
        tasks = _by_system(request_id)
        assert tasks["policy-admin"].status == "done"
        assert tasks["claims"].status == "not_applicable"
        assert "hr" not in tasks, "nobody is asked by hand where the index says that nothing lies there"
        assert heard == [request_id]
        assert not selectors.has_open_tasks(request_id)

    def test_what_was_found_is_kept_with_its_place(self, collected):
        found = {(item.system, item.category): item for item in selectors.items_for(collected)}
        assert found["policy-admin", "contact"].content["name"] == "Nora Quist"
        assert str(found["policy-admin", "contact"].collected_on) == "2026-01-02"

    def test_of_an_unknown_person_the_steward_is_asked(self, nora, heard):
        request_id = collect("access", person_key=None)
        assert _by_system(request_id)["hr"].status == "open"
        assert heard == []

    def test_only_the_systems_of_the_company_asked(self, nora):
        assert "policy-admin" not in _by_system(collect("access", companies=["jm-facets"]))

    def test_planning_twice_gives_no_second_task(self, nora):
        from fulfillment.services import plan_tasks

        request_id = collect("access")
        again = plan_tasks(
            request_id=request_id, right="access", companies=["group"], scope="categories", person_key="nora",
            by=Actor.system("test"), now=NOW,
        )  # fmt: skip
        assert again == []

    def test_every_step_is_in_the_ledger(self, collected):
        actions = [entry.action for entry in entries_for(collected)]
        assert actions.count("task.opened") == 7
        assert actions.count("item.found") == 4
        assert actions.count("task.completed") + actions.count("task.not_applicable") == 7


class TestOptOut:
    def test_marketing_systems_confirm_without_a_person(self, nora, heard):
        request_id = collect("opt_out", person_key=None, scope="")
        tasks = _by_system(request_id)
        assert set(tasks) == {"marketing", "web-analytics"}
        assert {task.status for task in tasks.values()} == {"done"}
        assert heard == [request_id]


class TestByHand:
    @pytest.fixture
    def request_id(self, nora):
        return collect("correction", details={"corrections": [{"field": "email", "requested": "new@example.org"}]})

    def test_the_steward_sees_what_to_do(self, request_id, dev):
        mine = [task for task in selectors.tasks_of_steward("dev") if task.subject_ref == request_id]
        assert {task.system for task in mine} == {"policy-admin", "shipping", "marketing"}
        assert mine[0].details["corrections"][0]["field"] == "email"
        assert selectors.person_on_file(mine[0])["policy_number"] == "55-102938"
        assert selectors.task_of_steward(mine[0].id, "dora") is None
        elsewhere = replace(mine[0], details={"person_key": "customer:7"})
        assert selectors.person_on_file(elsewhere) == {"key_in_the_directory": "customer:7"}

    def test_the_last_task_done_tells_the_request(self, request_id, dev, heard):
        for task in selectors.tasks_for(request_id):
            assert heard == []
            complete_task(task_id=task.id, result="done", note="Changed.", by=dev, now=NOW)
        assert heard == [request_id]
        assert {task.note for task in selectors.tasks_for(request_id)} == {"Changed."}

    def test_a_task_of_another_steward_does_not_exist(self, request_id, other_steward):
        task = selectors.tasks_for(request_id)[0]
        with pytest.raises(NotYours):
            complete_task(task_id=task.id, result="done", by=other_steward, now=NOW)

    def test_done_is_done_until_it_is_reopened(self, request_id, dev):
        task = selectors.tasks_for(request_id)[0]
        complete_task(task_id=task.id, result="done", by=dev, now=NOW)
        with pytest.raises(NotOpen):
            complete_task(task_id=task.id, result="done", by=dev, now=NOW)
        reopen_task(task_id=task.id, by=dev, now=NOW)
        assert selectors.has_open_tasks(request_id)

    def test_what_a_steward_brings_is_kept(self, request_id, dev):
        task = selectors.tasks_for(request_id)[0]
        found = [Found("employment", "Application", {"role": "bench jeweler"})]
        complete_task(task_id=task.id, result="done", by=dev, now=NOW, found=found)
        assert [item.title for item in selectors.items_for(request_id)] == ["Application"]

    def test_an_unknown_result_is_refused(self, request_id, dev):
        task = selectors.tasks_for(request_id)[0]
        with pytest.raises(ValueError, match="ends as one of"):
            complete_task(task_id=task.id, result="perhaps", by=dev, now=NOW)


class TestOutcomes:
    def test_every_thing_of_a_category_gets_the_outcome(self, collected):
        count = set_item_outcome(
            request_id=collected, category="sensitive", system="policy-admin", outcome="kept", ground="DEL-LEGAL",
            cite="Wis. Adm. Code Ins 6.80", until="2032-12-31", by=Actor.system("test"), now=NOW,
        )  # fmt: skip
        kept = [item for item in selectors.items_for(collected) if item.outcome == "kept"]
        assert count == len(kept) == 1
        assert str(kept[0].until) == "2032-12-31"

    def test_a_decision_about_what_was_not_collected_is_kept_too(self, nora):
        request_id = collect("opt_out", person_key=None)
        set_item_outcome(
            request_id=request_id, category="contact", system="marketing", outcome="suppressed",
            by=Actor.system("test"), now=NOW,
        )  # fmt: skip
        assert [item.outcome for item in selectors.items_for(request_id)] == ["suppressed"]

    def test_what_does_not_exist_is_refused(self, collected):
        for wrong in ({"category": "Nora Quist"}, {"system": "attic"}, {"outcome": "lost"}):
            asked = {"category": "contact", "system": "marketing", "outcome": "given"} | wrong
            with pytest.raises(UnknownPlace):
                set_item_outcome(request_id=collected, by=Actor.system("test"), now=NOW, **asked)

    def test_what_a_system_erased_is_forgotten_here_as_well(self, nora, dev):
        request_id = collect("deletion")
        set_item_outcome(
            request_id=request_id, category="commercial", system="marketing", outcome="erased",
            by=Actor.system("test"), now=NOW,
        )  # fmt: skip
        [task_id] = plan_deed(
            request_id=request_id, deed="erase", systems=["marketing"], by=Actor.system("test"), now=NOW
        )
        complete_task(task_id=task_id, result="done", by=dev, now=NOW)
        [erased] = [item for item in selectors.items_for(request_id) if item.outcome == "erased"]
        assert erased.content == {}
        assert erased.title == ""


def test_the_data_map_and_the_policys_table_agree():
    rows = {row.slug: row for row in DataSystem.objects.all()}
    assert set(rows) == set(taxonomy.SYSTEMS)
    for slug, system in taxonomy.SYSTEMS.items():
        assert rows[slug].companies == list(system.companies)
        assert rows[slug].handling == system.handling
        assert set(system.categories) <= set(taxonomy.CATEGORIES)
    assert taxonomy.category_label("contact") == "Identifiers and contact details"
    assert taxonomy.category_label("all") == "Everything you asked for"
    assert taxonomy.system_label("attic") == "attic"
