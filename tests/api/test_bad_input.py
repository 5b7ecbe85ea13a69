"""Whatever is sent, the answer is a problem that says what to do, and nothing is half-written."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from audit.selectors import counts
from jobs.models import Job
from notifications.models import Letter
from requests_app.models import PrivacyRequest, Submission
from tests.api.caller import Caller, is_problem, pointers
from tests.cast import NORA, body
from tests.conftest import NOW

TOMORROW = (NOW + timedelta(days=2)).date().isoformat()


@pytest.fixture(autouse=True)
def nothing_written(website: Caller) -> Iterator[None]:
    """However the call ends, the database is as before, the day's note of the key's first use aside."""
    website.get("taxonomy/")
    before = counts().entries
    yield
    assert not Submission.objects.exists()
    assert not PrivacyRequest.objects.exists()
    assert not Letter.objects.exists()
    assert not Job.objects.exists()
    assert counts().entries == before


UNREADABLE = {
    "no JSON": b"{",
    "two values": b"{} {}",
    "not UTF-8": b'{"details": "\xff"}',
    "UTF-16": '{"rights": []}'.encode("utf-16"),
    "a member twice": b'{"rights": [], "rights": []}',
    "a member twice inside": b'{"consumer": {"email": "a@b.example", "email": "c@d.example"}}',
    "NaN": b'{"gpc": NaN}',
    "Infinity": b'{"gpc": -Infinity}',
    "an endless number": b'{"gpc": 1e999}',
    "a number of 5,000 digits": b'{"gpc": ' + b"9" * 5000 + b"}",
    "too deep": b'{"details": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a bit too deep": b'{"details": ' + b"[" * 40 + b"]" * 40 + b"}",
    "half a pair": b'{"details": "\\ud800"}',
    "half a pair as a name": b'{"\\udfff": 1}',
    "NUL": b'{"details": "a\\u0000b"}',
}


@pytest.mark.parametrize("raw", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_400(website: Caller, raw: bytes) -> None:
    is_problem(website.post("submissions/", raw=raw), 400)


def consumer(**changed: Any) -> dict[str, Any]:
    return body("access", consumer={**NORA, **changed})


REFUSED: dict[str, tuple[Any, str]] = {
    "an empty object": ({}, "#/rights"),
    "a list": ([], "#"),
    "null": (None, "#"),
    "a text": ("rights", "#"),
    "a number": (7, "#"),
    "an unknown field": (body("access", urgent=True), "#/urgent"),
    "an unknown field inside": (consumer(ssn="078-05-1120"), "#/consumer/ssn"),
    "a prototype": (body("access", __proto__={}), "#/__proto__"),
    "rights as text": (body("access", rights="access"), "#/rights"),
    "a right as text": (body("access", rights=["access"]), "#/rights/0"),
    "ten thousand rights": (body(*["access"] * 10_000), "#/rights"),
    "a right twice": (body("access", "access"), "#/rights/1/right"),
    "an unknown right": (body("forget"), "#/rights/0/right"),
    "an appeal": (body("appeal"), "#/rights/0/right"),
    "a look-alike right": (body("аccess"), "#/rights/0/right"),
    "a name as number": (consumer(given_name=7), "#/consumer/given_name"),
    "a name as list": (consumer(given_name=["Nora"]), "#/consumer/given_name"),
    "a long name": (consumer(family_name="Q" * 101), "#/consumer/family_name"),
    "long details": (body("access", details="x" * 200_000), "#/details"),
    "control characters": (consumer(given_name="No\x07ra"), "#/consumer/given_name"),
    "right-to-left override": (consumer(given_name="No\u202era"), "#/consumer/given_name"),
    "a hidden sign": (consumer(email="no\u200bra@example.org"), "#/consumer/email"),
    "a look-alike address": (consumer(email="nora@ехample.org"), "#/consumer/email"),
    "two addresses": (consumer(email="a@example.org\nbcc: b@example.org"), "#/consumer/email"),
    "31 February": (consumer(date_of_birth="1961-02-31"), "#/consumer/date_of_birth"),
    "the year 1": (consumer(date_of_birth="0001-01-01"), "#/consumer/date_of_birth"),
    "the future": (consumer(date_of_birth=TOMORROW), "#/consumer/date_of_birth"),
    "a date as number": (consumer(date_of_birth=19610409), "#/consumer/date_of_birth"),
    "another form of date": (consumer(date_of_birth="04/09/1961"), "#/consumer/date_of_birth"),
    "Arabic digits": (consumer(date_of_birth="١٩٦١-٠٤-٠٩"), "#/consumer/date_of_birth"),
    "a phone of words": (consumer(phone="call me"), "#/consumer/phone"),
    "a strange country": (body("access", residence={"country": "XX"}), "#/residence/country"),
    "a strange state": (body("access", residence={"country": "US", "state": "ZZ"}), "#/residence/state"),
    "a look-alike number": (
        body("access", identifiers=[{"kind": "policy_number", "value": "55-1О2938"}]),
        "#/identifiers/0/value",
    ),
    "a hundred identifiers": (
        body("access", identifiers=[{"kind": "other", "value": str(n)} for n in range(100)]),
        "#/identifiers",
    ),
    "yes as text": (body("access", gpc="yes"), "#/gpc"),
    "one as yes": (body("access", gpc=1), "#/gpc"),
    "an unknown company": (body("access", companies=["acme"]), "#/companies"),
    "an agent without a name": (body("access", requester={"capacity": "authorized_agent"}), "#/requester/name"),
    "nobody": (body("access", consumer={}, identifiers=[]), "#/consumer/family_name"),
}


@pytest.mark.parametrize(("raw", "pointer"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_422_and_names_the_field(website: Caller, raw: Any, pointer: str) -> None:
    answer = website.post("submissions/", raw=b"null") if raw is None else website.post("submissions/", raw)
    problem = is_problem(answer, 422)
    assert pointer in pointers(answer), problem
    assert all(error["detail"].strip() for error in problem["errors"])


def test_256_kib_of_text_are_too_much(website: Caller) -> None:
    is_problem(website.post("submissions/", body("access", details="x" * 256 * 1024)), 413)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "application/xml", "nonsense"])
def test_only_json(website: Caller, kind: str) -> None:
    answer = website._call("post", "submissions/", headers={}, data=b"rights=access", content_type=kind)
    is_problem(answer, 415)


def test_only_answers_in_json(website: Caller) -> None:
    is_problem(website.get("requests/", Accept="text/html"), 406)
    assert website.get("requests/", Accept="application/problem+json").status_code == 200


def test_only_the_verbs_that_exist(website: Caller) -> None:
    answer = website.get("submissions/")
    is_problem(answer, 405)
    assert "POST" in answer.headers["Allow"]
    is_problem(website._call("put", "submissions/", headers={}), 405)
    is_problem(website._call("options", "submissions/", headers={}), 405)


BAD_LISTS = (
    "status=lost", "right=all", "channel=fax", "company=acme", "regime=law", "assignee=olu", "due_before=2026-02-31",
    "due_after=soon", "received_after=2026-11-23T15:00:00", "received_before=0", "overdue=perhaps", "ordering=name",
    "page_size=0", "page_size=101", "page_size=ten", "page_size=-1", "colour=red", "q=%00",
)  # fmt: skip


@pytest.mark.parametrize("query", BAD_LISTS)
def test_a_list_refuses_what_it_does_not_know(website: Caller, query: str) -> None:
    answer = website.get(f"requests/?{query}")
    is_problem(answer, 422)
    assert pointers(answer) - {"#"} == {f"#/{query.split('=')[0]}"} or query == "q=%00"


@pytest.mark.parametrize("cursor", ["x", "e30", "bnVsbA", "%F0%9F%98%80", "eyJ2IjogMX0"])
def test_a_made_up_cursor_is_400(website: Caller, cursor: str) -> None:
    is_problem(website.get(f"requests/?cursor={cursor}"), 400)
