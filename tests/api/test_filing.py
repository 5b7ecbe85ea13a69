"""Nora asks through a program."""

from uuid import UUID

import pytest

from requests_app.models import PrivacyRequest, Submission, Suppression
from requests_app.services.batch import MOST_ROWS
from tests.api.caller import Caller, is_problem, pointers
from tests.cast import NORA, body

FILED = {
    "reference", "right", "kinds", "status", "rev", "company", "received_at", "acknowledge_by", "respond_by", "regimes",
    "verification", "receipt", "links",
}  # fmt: skip


def test_nora_asks_and_gets_exactly_what_the_contract_says(website: Caller) -> None:
    answer = website.post(
        "submissions/", body({"right": "access", "scope": "specific_pieces", "look_back": "all"}, "opt_out")
    )
    assert answer.status_code == 201
    told = answer.json()
    assert set(told) == {"submission", "access_code", "requests"}
    access, opt_out = told["requests"]
    assert set(access) == set(opt_out) == FILED
    assert (access["status"], opt_out["status"]) == ("verifying", "in_progress")
    assert (access["received_at"], access["respond_by"]) == ("2026-11-23T15:00:00Z", "2027-01-07")
    assert access["regimes"][0] == {"regime": "jm_policy", "respond_by": "2027-01-07", "extendable": True}
    assert access["verification"] == {
        "required": "T2",
        "reached": "T0",
        "methods": ["email_code", "facts_on_file", "mailed_code", "call_back", "declaration"],
    }
    assert (access["kinds"], opt_out["kinds"]) == ([], ["marketing_email", "sale_sharing"])
    assert opt_out["verification"] == {"required": "T0", "reached": "T0", "methods": []}
    assert UUID(access["receipt"]["entry"])
    assert access["receipt"]["proof"] is None
    assert answer.headers["Location"] == access["links"]["self"]
    assert access["rev"] == PrivacyRequest.objects.get(reference=access["reference"]).rev
    assert Submission.objects.get(id=told["submission"]).channel == "api"


def test_an_opt_out_needs_one_contact_point(website: Caller) -> None:
    bare = {"rights": [{"right": "opt_out"}], "consumer": {"email": "nora@example.org"}}
    assert website.post("submissions/", bare).json()["requests"][0]["status"] == "in_progress"


def test_the_answer_tells_the_quota(website: Caller) -> None:
    answer = website.post("submissions/", body("access"))
    assert answer.headers["RateLimit-Policy"] == '"minute";q=6000;w=60'
    assert answer.headers["RateLimit"].startswith('"minute";r=5999;t=')


def test_beyond_the_quota_it_says_how_long_to_wait(website: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dsar_portal.api.throttles.LIMIT", 2)
    answers = [website.post("submissions/", body("opt_out")) for _ in range(3)]
    problem = is_problem(answers[2], 429)
    assert problem["type"].endswith("#quota-exceeded")
    assert problem["violated-policies"] == ["minute"]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 61
    assert PrivacyRequest.objects.count() == 2


def test_a_batch_files_what_is_sound_and_tells_the_rest(website: Caller) -> None:
    rows = [body("deletion"), {"rights": [{"right": "sing"}]}, "row", body("opt_out")]
    answer = website.post("submissions/batch/", {"submissions": rows})
    assert answer.status_code == 200
    told = answer.json()
    assert (told["filed"], told["refused"]) == (2, 2)
    assert [row["status"] for row in told["results"]] == [201, 422, 422, 201]
    assert told["results"][1]["errors"][0]["pointer"] == "#/rights/0/right"
    assert told["results"][0]["submission"]["access_code"]
    assert Submission.objects.count() == 2


def test_a_batch_has_an_end(website: Caller) -> None:
    is_problem(website.post("submissions/batch/", {"submissions": []}), 422)
    is_problem(website.post("submissions/batch/", {"submissions": [{}] * (MOST_ROWS + 1)}), 422)
    is_problem(website.post("submissions/batch/", {"rows": []}), 422)
    is_problem(website.post("submissions/batch/", raw=b" " * (10 * 1024 * 1024 + 1)), 413)


def test_a_browser_signal_is_an_opt_out_of_sale(website: Caller) -> None:
    answer = website.post("gpc/", {"consumer": {"email": "nora@example.org"}})
    assert answer.status_code == 201
    filed = PrivacyRequest.objects.get()
    assert (filed.channel, filed.kinds) == ("gpc", ["sale_sharing", "targeted_advertising"])
    assert filed.submission.gpc
    assert Suppression.objects.get().point == "email"


def test_a_signal_asks_for_nothing_else(website: Caller) -> None:
    assert pointers(website.post("gpc/", {"rights": [], "consumer": NORA})) == {"#/rights"}
    is_problem(website.post("gpc/", {}), 422)
    is_problem(website.post("gpc/", []), 422)
