"""Olu and Petra work on Nora's requests with their own tools."""

from datetime import datetime, timedelta
from typing import Any

from fulfillment.services.tasks import complete_task
from requests_app.models import PrivacyRequest
from tests.api.caller import Caller, is_problem, key_of, pointers
from tests.cast import body, staff, wait_out, work_off

EVIDENCE = {
    "method": "phone",
    "points": ["call_back", "customer_number", "document_check", "declaration", "on_file_contact"],
    "reason": "called back on the number on file",
}
REASONS = {"reason": "COMPLEXITY", "explanation": "The records lie in an archive."}


def filed(caller: Caller, *rights: Any) -> str:
    return str(caller.post("submissions/", body(*rights)).json()["requests"][0]["reference"])


def at_work(caller: Caller, right: str, now: datetime) -> str:
    """A request of Nora's whose proof is given and whose systems have answered."""
    reference = filed(caller, right)
    caller.post(f"requests/{reference}/verification/", EVIDENCE)
    wait_out(now)
    settle(reference, now)
    return reference


def settle(reference: str, now: datetime) -> None:
    from fulfillment.selectors import tasks_for

    work_off(now)
    request = PrivacyRequest.objects.get(reference=reference)
    for task in tasks_for(request.id):
        if task.status == "open":
            complete_task(task_id=task.id, result="nothing_found", by=staff("dev"), now=now)
    work_off(now)


def decision(outcome: str = "completed", **more: Any) -> dict[str, Any]:
    return {"outcome": outcome, "summary": "See the list.", **more}


ERASED = {"category": "commercial", "system": "marketing", "outcome": "erased"}
KEPT = {
    "category": "commercial", "system": "policy-admin", "outcome": "kept", "ground": "DEL-LEGAL", "cite": "Wis. Adm.",
    "until": "2032-12-31",
}  # fmt: skip


def rest_of(caller: Caller, reference: str) -> list[dict[str, str]]:
    """Everything else that was found, erased."""
    found = caller.get(f"requests/{reference}/items/").json()["results"]
    named = {(one["category"], one["system"]) for one in (ERASED, KEPT)}
    places = dict.fromkeys((item["category"], item["system"]) for item in found)
    return [{"category": place[0], "system": place[1], "outcome": "erased"} for place in places if place not in named]


def test_proof_is_weighed_and_never_set(olu: Caller, now: datetime) -> None:
    reference = filed(olu, "access")
    for attempt in ({"tier": "T3"}, {"reached": 3}):
        answer = olu.post(f"requests/{reference}/verification/", {**EVIDENCE, **attempt})
        assert pointers(answer) == {f"#/{next(iter(attempt))}"}
    weak = olu.post(f"requests/{reference}/verification/", {**EVIDENCE, "points": ["postal_code"]})
    assert weak.status_code in {200, 422}
    assert PrivacyRequest.objects.get(reference=reference).status == "verifying"
    assert pointers(olu.post(f"requests/{reference}/verification/", {**EVIDENCE, "points": ["a nice voice"]}))
    answer = olu.post(f"requests/{reference}/verification/", EVIDENCE)
    assert (answer.status_code, answer.json()["status"]) == (200, "in_progress")
    assert answer.json()["verification"]["reached"] >= "T2"


def test_an_opt_out_takes_no_proof(olu: Caller) -> None:
    reference = filed(olu, "opt_out")
    is_problem(olu.post(f"requests/{reference}/verification/", EVIDENCE), 409)


def test_access_is_proposed_by_one_and_approved_by_another(
    lena: Caller, olu: Caller, petra: Caller, now: datetime
) -> None:
    reference = at_work(lena, "access", now)
    given = decision(items=[{"category": "commercial", "system": "policy-admin", "outcome": "given"}])
    is_problem(olu.post(f"requests/{reference}/decide/", given), 409)
    proposed = olu.post(f"requests/{reference}/review/", given)
    assert (proposed.status_code, proposed.json()["status"]) == (200, "in_review")
    assert "proposed" in is_problem(olu.post(f"requests/{reference}/approve/"), 403)["detail"]
    approved = petra.post(f"requests/{reference}/approve/")
    assert (approved.status_code, approved.json()["status"]) == (200, "completed")
    work_off(now)
    there = petra.get(f"requests/{reference}/package/")
    assert there.status_code == 200
    assert "json" in there.json()["sizes"]
    part = petra.get(f"requests/{reference}/package/?part=json")
    assert part.headers["Content-Disposition"].startswith("attachment")
    assert part.json()


def test_a_deletion_in_part_with_its_grounds(olu: Caller, petra: Caller, now: datetime) -> None:
    reference = at_work(olu, "deletion", now)
    rest = rest_of(olu, reference)
    assert rest
    left_out = olu.post(f"requests/{reference}/review/", decision("partly_completed", items=[ERASED, KEPT]))
    assert pointers(left_out) == {"#/items"}
    faults = olu.post(
        f"requests/{reference}/review/", decision("partly_completed", items=[ERASED, {**KEPT, "ground": ""}, *rest])
    )
    assert pointers(faults) == {"#/items/1/ground"}
    is_problem(faults, 422)
    for bad, where in (
        ({**KEPT, "until": "2032-02-31"}, "#/items/1/until"),
        ({**KEPT, "until": "2020-01-01"}, "#/items/1/until"),
        ({**KEPT, "system": "attic"}, "#/items/1/system"),
        ({**KEPT, "category": "gossip"}, "#/items/1/category"),
        ({**KEPT, "colour": "red"}, "#/items/1/colour"),
        ({**KEPT, "outcome": 1}, "#/items/1/outcome"),
    ):
        assert pointers(
            olu.post(f"requests/{reference}/review/", decision("partly_completed", items=[ERASED, bad, *rest]))
        ) == {where}
    sound = decision("partly_completed", items=[ERASED, KEPT, *rest])
    assert olu.post(f"requests/{reference}/review/", sound).status_code == 200
    returned = petra.post(f"requests/{reference}/return/", {"reason": "Look at billing as well."})
    assert returned.json()["status"] == "in_progress"
    olu.post(f"requests/{reference}/review/", sound)
    assert petra.post(f"requests/{reference}/approve/").status_code == 200
    settle(reference, now)
    items = petra.get(f"requests/{reference}/items/").json()["results"]
    assert {("policy-admin", "kept", "DEL-LEGAL", "2032-12-31")} <= {
        (item["system"], item["outcome"], item["ground"], item["until"]) for item in items
    }
    assert petra.get(f"requests/{reference}/").json()["status"] == "partly_completed"


def test_one_may_decide_what_needs_one_but_not_what_their_key_filed(lena: Caller, olu: Caller, now: datetime) -> None:
    reference = filed(lena, "objection")
    settle(reference, now)
    stopped = {"category": "commercial", "system": "marketing", "outcome": "stopped"}
    assert "typed" in is_problem(lena.post(f"requests/{reference}/decide/", decision(items=[stopped])), 403)["detail"]
    answer = olu.post(f"requests/{reference}/decide/", decision(items=[stopped]))
    assert (answer.status_code, answer.json()["status"]) == (200, "completed")
    is_problem(olu.post(f"requests/{reference}/decide/", decision(items=[stopped])), 409)


def test_more_time_once_in_time_and_with_a_reason(olu: Caller) -> None:
    reference = filed(olu, "access")
    is_problem(olu.post(f"requests/{reference}/extend/", {"reason": "TIRED", "explanation": "x"}), 422)
    is_problem(olu.post(f"requests/{reference}/extend/", {"reason": "VOLUME", "explanation": "  "}), 422)
    is_problem(olu.post(f"requests/{reference}/extend/", {**REASONS, "days": "45"}), 422)
    is_problem(olu.post(f"requests/{reference}/extend/", {**REASONS, "days": 44}), 409)
    answer = olu.post(f"requests/{reference}/extend/", {**REASONS, "days": 45})
    assert (answer.status_code, answer.json()["respond_by"]) == (200, "2027-02-21")
    problem = is_problem(olu.post(f"requests/{reference}/extend/", REASONS), 409)
    assert problem["type"].endswith("/problems/wrong-moment/")
    assert "once" in problem["detail"]
    opt_out = filed(olu, "opt_out")
    is_problem(olu.post(f"requests/{opt_out}/extend/", REASONS), 409)


def test_too_late_to_extend(olu: Caller, clock: Any) -> None:
    reference = filed(olu, "access")
    clock.shift(timedelta(days=60))
    assert "late" in is_problem(olu.post(f"requests/{reference}/extend/", REASONS), 409)["detail"]


def test_somebody_becomes_responsible(olu: Caller, petra: Caller) -> None:
    reference = filed(olu, "access")
    petra_id = str(staff("petra").user_id)
    for name in ("petra", petra_id):
        assert olu.post(f"requests/{reference}/assign/", {"assignee": name}).json()["assignee"] == petra_id
    assert len(olu.get("requests/?assignee=" + petra_id).json()["results"]) == 1
    assert len(petra.get("requests/?assignee=me").json()["results"]) == 1
    staff("dev")
    for stranger in ("dev", "nobody", "01920000-0000-7000-8000-000000000000", "пetra"):
        assert pointers(olu.post(f"requests/{reference}/assign/", {"assignee": stranger})) == {"#/assignee"}
    assert olu.post(f"requests/{reference}/assign/", {"assignee": None}).json()["assignee"] is None
    is_problem(olu.post(f"requests/{reference}/assign/", {}), 422)


def test_a_question_waits_and_an_answer_ends_the_wait(olu: Caller, now: datetime) -> None:
    reference = filed(olu, "restriction")
    asked = olu.post(f"requests/{reference}/messages/", {"body": "Which item?", "question": True})
    assert (asked.status_code, asked.json()["status"]) == (201, "awaiting_requester")
    heard = olu.post(f"requests/{reference}/messages/", {"body": "The ring.", "direction": "in"})
    assert (heard.json()["status"], heard.json()["unread_messages"]) == ("in_progress", 1)
    is_problem(olu.post(f"requests/{reference}/messages/", {"body": ""}), 422)
    is_problem(olu.post(f"requests/{reference}/messages/", {"body": "a\u202eb"}), 422)


def test_the_person_withdraws_through_the_program_that_filed(website: Caller) -> None:
    reference = filed(website, "deletion")
    answer = website.post(f"requests/{reference}/withdraw/")
    assert (answer.status_code, answer.json()["status"]) == (200, "withdrawn")
    is_problem(website.post(f"requests/{reference}/withdraw/"), 409)
    is_problem(website.post(f"requests/{reference}/appeal/", {"explanation": "No."}), 409)


def test_spam_is_closed_with_a_reason(olu: Caller) -> None:
    reference = filed(olu, "access")
    is_problem(olu.post(f"requests/{reference}/close/", {"reason": "boring"}), 422)
    assert olu.post(f"requests/{reference}/close/", {"reason": "spam"}).json()["status"] == "closed"


def test_an_appeal_is_a_request_of_its_own(lena: Caller, olu: Caller, petra: Caller, now: datetime) -> None:
    reference = filed(lena, "objection")
    settle(reference, now)
    is_problem(olu.post(f"requests/{reference}/decide/", decision("denied", ground="BECAUSE")), 422)
    denied = decision("denied", ground="EXCESSIVE", summary="You asked three times.")
    assert pointers(olu.post(f"requests/{reference}/decide/", denied)) == {"#/evidence"}
    denied["evidence"] = "Three letters of this month."
    assert olu.post(f"requests/{reference}/decide/", denied).json()["status"] == "denied"
    appealed = olu.post(f"requests/{reference}/appeal/", {"explanation": "I disagree."})
    assert appealed.status_code == 201
    told = appealed.json()
    assert (told["right"], told["appeal_of"]) == ("appeal", reference)
    is_problem(olu.post(f"requests/{reference}/appeal/", {}), 409)
    is_problem(olu.post(f"requests/{told['reference']}/decide/", decision("denied", ground="OTHER")), 403)


def test_the_revision_guards_against_two_at_once(olu: Caller, petra: Caller) -> None:
    reference = filed(olu, "access")
    rev = olu.get(f"requests/{reference}/").headers["ETag"]
    assert petra.post(f"requests/{reference}/assign/", {"assignee": "petra"}, If_Match=rev).status_code == 200
    for path, sent in (
        ("assign", {"assignee": "olu"}), ("notes", {"body": "x"}), ("messages", {"body": "x"}), ("extend", REASONS),
        ("verification", EVIDENCE), ("withdraw", {}), ("close", {"reason": "spam"}),
    ):  # fmt: skip
        problem = is_problem(olu.post(f"requests/{reference}/{path}/", sent, If_Match=rev), 412)
        assert problem["type"].endswith("/problems/changed-meanwhile/")
    now_rev = olu.get(f"requests/{reference}/").headers["ETag"]
    is_problem(olu.post(f"requests/{reference}/notes/", {"body": "x"}, If_Match=f"W/{now_rev}"), 412)
    assert olu.post(f"requests/{reference}/notes/", {"body": "x"}, If_Match="*").status_code == 201


def test_a_reader_cannot_work_and_a_worker_cannot_decide(olu: Caller, now: datetime) -> None:
    reference = filed(olu, "access")
    worker = key_of("petra", "requests:read_all", "requests:work", now=now)
    assert worker.post(f"requests/{reference}/notes/", {"body": "x"}).status_code == 201
    is_problem(worker.post(f"requests/{reference}/approve/"), 403)
