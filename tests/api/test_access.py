"""Who gets in, and what they may know of."""

from datetime import datetime
from typing import Any

import pytest
from django.urls import URLPattern

from accounts.access import access_of
from accounts.services import deactivate
from dsar_portal.api.urls import urlpatterns
from requests_app.services import reading
from tests.api.caller import Caller, is_problem, key_of
from tests.cast import ask, body, staff

READS, WORKS, DECIDES, CREATES = "requests:read", "requests:work", "requests:decide", "requests:create"
READS_ALL = "requests:read_all"
SCOPES: dict[str, tuple[str, set[str]]] = {
    "submissions": ("post", {CREATES}),
    "batch": ("post", {CREATES}),
    "gpc": ("post", {CREATES}),
    "requests": ("get", {READS, READS_ALL}),
    "request": ("get", {READS, READS_ALL}),
    "timeline": ("get", {READS, READS_ALL}),
    "deadlines": ("get", {READS, READS_ALL}),
    "items": ("get", {READS, READS_ALL}),
    "receipt": ("get", {READS, READS_ALL}),
    "package": ("get", {READS_ALL}),
    "extend": ("post", {WORKS}),
    "assign": ("post", {WORKS}),
    "notes": ("post", {WORKS}),
    "messages": ("post", {WORKS, CREATES}),
    "verification": ("post", {WORKS}),
    "verification-letter": ("post", {WORKS, CREATES}),
    "verification-letter-code": ("post", {WORKS, CREATES}),
    "verification-call": ("post", {WORKS, CREATES}),
    "contact": ("post", {WORKS}),
    "papers": ("post", {WORKS, CREATES}),
    "child-reports": ("post", {CREATES}),
    "review": ("post", {WORKS}),
    "return": ("post", {DECIDES}),
    "approve": ("post", {DECIDES}),
    "decide": ("post", {DECIDES}),
    "withdraw": ("post", {WORKS, CREATES}),
    "appeal": ("post", {WORKS, CREATES}),
    "close": ("post", {WORKS}),
    "uploads": ("post", {CREATES, WORKS}),
    "suppressions": ("get", {"suppressions:read"}),
    "unsubscribe-links": ("post", {"suppressions:read"}),
    "taxonomy": ("get", set()),
    "metrics": ("get", {"metrics:read"}),
    "entries": ("get", {"audit:read"}),
    "checkpoint": ("get", {"audit:read"}),
    "inclusion": ("get", {"audit:read"}),
    "consistency": ("get", {"audit:read"}),
}
OPEN_TO_ALL = {"schema", "docs", "problem", "unknown"}
ADDRESSES = {str(pattern.name): pattern for pattern in urlpatterns}


def address(name: str) -> str:
    route = str(ADDRESSES[name].pattern)
    return "/api/" + route.replace("<str:reference>", "JM-2222-2222").replace("<int:year>", "2026")


def test_every_address_is_in_the_table() -> None:
    assert set(ADDRESSES) == set(SCOPES) | OPEN_TO_ALL


@pytest.mark.parametrize("name", SCOPES)
def test_the_view_declares_the_scopes_of_the_table(name: str) -> None:
    pattern: URLPattern = ADDRESSES[name]
    declared = access_of(pattern.callback)
    assert declared is not None
    assert {str(scope) for scope in declared.scopes} == SCOPES[name][1]


@pytest.mark.parametrize("name", SCOPES)
def test_without_a_key_nothing(name: str, db: None) -> None:
    verb, _ = SCOPES[name]
    for key in ("", "dsr_abc", "x" * 5000, "Basic b2x1Om9sdQ=="):
        answer = getattr(Caller(key), verb)(address(name))
        is_problem(answer, 401)
        assert "Bearer" in answer.headers["WWW-Authenticate"]


def test_with_a_key_of_another_scope_nothing(db: None, clock: Any, now: datetime) -> None:
    scopes = {one for _, wanted in SCOPES.values() for one in wanted}
    keys = {scope: key_of("ari" if scope == "audit:read" else "lena", scope, now=now) for scope in scopes}
    for name, (verb, wanted) in SCOPES.items():
        for scope, caller in keys.items():
            answer = getattr(caller, verb)(address(name))
            if wanted and scope not in wanted:
                is_problem(answer, 403)
            else:
                assert answer.status_code not in {401, 403}, (name, scope, answer.content)


def test_a_program_sees_what_it_filed_itself(website: Caller, now: datetime) -> None:
    other = key_of("petra", "requests:create", "requests:read", "requests:work", now=now)
    mine = website.post("submissions/", body("access")).json()["requests"][0]["reference"]
    theirs = other.post("submissions/", body("deletion")).json()["requests"][0]["reference"]
    assert [row["reference"] for row in website.get("requests/").json()["results"]] == [mine]
    for name, (verb, wanted) in SCOPES.items():
        if "<str:reference>" not in str(ADDRESSES[name].pattern) or not wanted & {READS, CREATES}:
            continue
        there = getattr(website, verb)(address(name).replace("JM-2222-2222", theirs))
        unknown = getattr(website, verb)(address(name).replace("JM-2222-2222", "JM-2222-2222"))
        assert is_problem(there, 404) | {"instance": ""} == is_problem(unknown, 404) | {"instance": ""}
        assert theirs not in there.content.decode()
    is_problem(other.post(f"requests/{mine}/notes/", {"body": "x"}), 404)


def test_a_mistyped_reference_is_told_apart_without_a_look_up(
    website: Caller, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    mine = website.post("submissions/", body("access")).json()["requests"][0]["reference"]
    assert website.get(f"requests/{mine.lower().replace('-', ' ')}/").status_code == 200
    wrong = mine[:-1] + ("2" if mine[-1] != "2" else "3")
    for text in (wrong, "hello", "JM-0OI1-LU22", "%00", "%F0%9F%98%80", "a" * 3000, "%E2%80%AE"):
        problem = is_problem(website.get(f"requests/{text}/"), 404)
        assert problem["type"].endswith("/problems/mistyped-reference/")
        assert "Check the reference" in problem["detail"]
    monkeypatch.setattr(reading.PrivacyRequest, "objects", None)
    is_problem(website.get(f"requests/{wrong}/"), 404)


def test_the_wall_between_companies_holds_for_keys(db: None, clock: Any, now: datetime) -> None:
    mina = key_of("mina", "requests:read_all", "suppressions:read", now=now)
    ours = ask(body("access", companies=["jm-care-plan"]), now=now).requests[0].reference
    group = ask(body("access", "opt_out"), now=now).requests[0].reference
    ask(body("opt_out", companies=["jm-insurance"]), now=now)
    assert [row["reference"] for row in mina.get("requests/").json()["results"]] == [ours]
    is_problem(mina.get(f"requests/{group}/"), 404)
    assert {row["company"] for row in mina.get("suppressions/").json()["results"]} == {"group"}


def test_a_key_ends_with_its_owner(website: Caller, now: datetime) -> None:
    deactivate(user_id=staff("olu").user_id, by=staff("ada"), now=now)
    is_problem(website.get("requests/"), 401)


def test_before_the_answer_a_program_learns_nothing_about_the_person(website: Caller, olu: Caller) -> None:
    from tests.api.test_deeds import EVIDENCE

    reference = website.post("submissions/", body("access")).json()["requests"][0]["reference"]
    olu.post(f"requests/{reference}/verification/", {**EVIDENCE, "points": ["call_back", "customer_number"]})
    seen, whole = website.get(f"requests/{reference}/").json(), olu.get(f"requests/{reference}/").json()
    assert (seen["verification"]["reached"], whole["verification"]["reached"]) == ("T0", "T1")
    assert website.get(f"requests/{reference}/items/").json()["results"] == []
    assert {line["actor_id"] for line in website.get(f"requests/{reference}/timeline/").json()["results"]} == {""}
