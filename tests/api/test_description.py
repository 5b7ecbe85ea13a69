"""The API describes itself, and every failure under /api/ is a problem."""

import re
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.validation import validate_schema

from dsar_portal.api.errors import KINDS
from dsar_portal.api.urls import urlpatterns
from dsar_portal.api.views.description import description
from dsar_portal.api.views.filing import Submissions
from tests.api.caller import Caller, is_problem
from tests.cast import body


def test_the_description_is_valid_openapi_and_names_every_call() -> None:
    schema = description()
    assert schema["openapi"].startswith("3.1")
    validate_schema(schema)
    described = set(schema["paths"])
    routes = {"/api/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern)) for pattern in urlpatterns}
    hidden = {"/api/v1/schema/", "/api/v1/docs/", "/api/v1/problems/{slug}/", "/api/"}
    assert described == routes - hidden
    for path, verbs in schema["paths"].items():
        for verb, call in verbs.items():
            assert call["security"] == [{"key": []}], (path, verb)
            assert {"4XX", "5XX"} < set(call["responses"]), (path, verb)
            assert "application/problem+json" in call["responses"]["4XX"]["content"]


def test_bodies_and_answers_are_described() -> None:
    filing = description()["paths"]["/api/v1/submissions/"]["post"]
    assert filing["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/SubmissionIn"
    }
    assert filing["responses"]["201"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/FiledOut"
    }
    members = description()["components"]["schemas"]["SubmissionIn"]["properties"]
    from requests_app.submission_input import MEMBERS

    assert set(members) == MEMBERS


def test_schema_and_docs_are_open_and_self_hosted(db: None) -> None:
    schema = Client().get("/api/v1/schema/")
    assert schema.status_code == 200
    assert schema.json()["openapi"].startswith("3.1")
    page = Client().get("/api/v1/docs/")
    assert page.status_code == 200
    html = page.content.decode()
    assert "http://" not in html
    assert "https://" not in html
    assert "<style" not in html
    assert all(match.strip() == "" for match in re.findall(r"<script[^>]*>(.*?)</script>", html, re.S))
    script = Client().get("/api/v1/docs/?script=")
    assert script.headers["Content-Type"].startswith("application/javascript")
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/", "/api/v1/nothing/", "/api/v1/submissions", "/api/v2/x", "/api/v1/webhooks/"]
)
@pytest.mark.parametrize("verb", ["get", "post", "put", "patch", "delete", "head", "options"])
def test_an_unknown_address_is_a_problem(db: None, path: str, verb: str) -> None:
    answer = getattr(Client(), verb)(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_wrong_host_is_a_problem(db: None) -> None:
    is_problem(Client(headers={"Host": "evil.example"}).get("/api/v1/schema/"), 400)


def test_our_own_failure_is_a_problem_without_details(website: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("nora@example.org")

    monkeypatch.setattr(Submissions, "file", broken)
    client = Client(headers={"Authorization": f"Bearer {website.key}"}, raise_request_exception=False)
    answer = client.post("/api/v1/submissions/", body("access"), content_type="application/json")
    problem = is_problem(answer, 500)
    assert "nora" not in str(problem)


def test_every_type_of_problem_has_its_page(db: None) -> None:
    for slug, kind in KINDS.items():
        told = Client().get(f"/api/v1/problems/{slug}/").json()
        assert told == {"title": kind.title, "status": kind.status, "meaning": kind.meaning}
    is_problem(Client().get("/api/v1/problems/none/"), 404)
