"""The public pages against what no person types: each ends in a sentence, the words kept, nothing half-written."""

import re
from html import unescape

import pytest
from django.test import Client

from requests_app.models import Draft, PrivacyRequest, Submission
from tests.consumer.conftest import errors
from tests.untouched import HIDDEN, RUNNABLE, nothing_written

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
ASK = {"kind": "question", "body": "Why?", "email": "nora@example.org"}


@pytest.fixture
def begun(client: Client) -> Client:
    client.post("/request/who/", {"capacity": "self"})
    client.post("/request/what/", {"rights": ["access", "restriction"]})
    return client


@pytest.fixture
def nora(file) -> str:
    """The address of Nora's request."""
    return f"/status/{file()['references'][0]}/"


def test_an_unknown_field_changes_nothing(begun: Client) -> None:
    typed = {"given_name": "Nora", "family_name": "Quist", "status": "completed", "is_staff": "1", "rev": "9"}
    assert begun.post("/request/name/", typed).status_code == 302
    assert set(Draft.objects.get().answers["name"]) == {
        "given_name", "middle_name", "family_name", "suffix", "former_names",
    } & set(Draft.objects.get().answers["name"])  # fmt: skip
    assert "completed" not in str(Draft.objects.get().answers)


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/request/name/", "given_name=Nora&given_name=Sam&family_name=Quist"),
        ("/request/who/", "capacity=self&capacity=executor"),
        ("/request/birth/", "date_of_birth_0=4&date_of_birth_0=5&date_of_birth_1=9&date_of_birth_2=1961"),
        ("/opt-out/", "contact=a%40example.org&contact=b%40example.org"),
        ("/status/", "reference=JM-2222-2222&reference=JM-3333-3333&code=x"),
        ("/ask/", "kind=question&kind=complaint&body=Why%3F"),
    ],
)
def test_a_field_that_comes_twice_is_not_guessed(begun: Client, address: str, body: str) -> None:
    with nothing_written():
        page = begun.post(address, body, content_type=FORM)
        assert "This was sent more than once. Enter it once" in page.text
        assert "<title>Error: " in page.text


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
@pytest.mark.parametrize(
    ("address", "field", "more"),
    [
        ("/request/restriction/", "text", {}),
        ("/request/contact/", "city", {"email": "nora@example.org", "country": "US"}),
        ("/request/identifiers/", "policy_number", {}),
        ("/ask/", "body", ASK),
        ("/child/", "body", {}),
    ],
)
def test_hidden_signs_in_any_text(begun: Client, address: str, field: str, more: dict, text: str) -> None:
    with nothing_written():
        page = begun.post(address, {**more, field: text})
        assert "hidden or control characters" in unescape(page.text)
        assert all(value in page.text for name, value in more.items() if name == "email")


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_hidden_signs_in_a_message_and_an_appeal(nora: str, client: Client, text: str) -> None:
    with nothing_written():
        for address, field in ((nora, "body"), (f"{nora}appeal/", "explanation")):
            assert "hidden or control characters" in client.post(address, {field: text}).text


@pytest.mark.parametrize("text", RUNNABLE)
def test_what_other_programs_would_run_is_shown_as_typed(nora: str, client: Client, text: str) -> None:
    page = client.post(nora, {"body": text}, follow=True).text
    assert text in unescape(page)
    assert "<script>alert" not in page
    assert "14" not in re.findall(r"app-message[^<]*<[^>]*>([^<]*)", page)


@pytest.mark.parametrize(("typed", "says"), [("55-1О2938", "plain letters"), ("x" * 300, "characters or fewer")])
def test_look_alike_letters_in_a_number(begun: Client, typed: str, says: str) -> None:
    page = begun.post("/request/identifiers/", {"policy_number": typed})
    assert says in errors(page.text)[0]
    assert typed in page.text


def test_look_alike_letters_in_an_address(begun: Client) -> None:
    page = begun.post("/request/contact/", {"email": "nora@ехample.org", "country": "US"})
    assert "Check the e-mail address" in errors(page.text)[0]
    assert "nora@ехample.org" in page.text


@pytest.mark.parametrize("address", ["/request/restriction/", "/opt-out/", "/ask/", "/child/", "/status/", "/receipt/"])
def test_256_kib_are_refused_with_what_to_do(begun: Client, address: str) -> None:
    with nothing_written():
        page = begun.post(address, "body=" + "a" * 300_000, content_type=FORM)
        assert page.status_code == 413
        assert "Shorten the text" in page.text


@pytest.mark.parametrize("address", ["/request/restriction/", "/opt-out/", "/ask/", "/status/"])
def test_ten_thousand_fields_are_refused_with_what_to_do(begun: Client, address: str) -> None:
    with nothing_written():
        page = begun.post(address, "&".join(f"f{number}=1" for number in range(10_000)), content_type=FORM)
        assert page.status_code == 400
        assert "Go back, check what you entered, and try again" in page.text


@pytest.mark.parametrize(
    ("content_type", "body"),
    [("application/json", '{"rights": ["access"]}'), ("text/plain", "rights=access"), (FORM, b"rights=\xff\xfe")],
)
def test_another_kind_of_body_is_an_empty_answer(begun: Client, content_type: str, body: str) -> None:
    with nothing_written():
        page = begun.post("/request/what/", body, content_type=content_type)
        assert page.status_code == 200
        assert "<title>Error: " in page.text
    assert Draft.objects.get().answers["what"]["rights"] == ["access", "restriction"]


def test_a_message_in_the_wrong_form_is_refused(nora: str, client: Client) -> None:
    with nothing_written():
        assert "Write your message" in client.post(nora, "[1]", content_type="application/json").text
        assert client.post(nora, {"body": "x" * 10_001}).status_code == 200


def plain(page: str, reference: str) -> str:
    """The page without what differs on each call: the token against forgeries, and what the address itself says."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(reference, "")


def test_nobody_elses_request_opens_under_my_session(nora: str, client: Client) -> None:
    other = Client()
    other.post("/opt-out/", {"contact": "sam@example.com", "kinds": ["sale_sharing"]})
    theirs = PrivacyRequest.objects.get(right="opt_out").reference
    with nothing_written():
        for page in ("", "withdraw/", "appeal/", "answer/", "answer/pdf/", "answer/json/"):
            there = client.get(f"/status/{theirs}/{page}")
            unknown = client.get(f"/status/JM-2222-2222/{page}")
            assert there.status_code == unknown.status_code == 404, page
            assert plain(there.text, theirs) == plain(unknown.text, "JM-2222-2222")
        for page in ("", "withdraw/", "appeal/", "answer/"):
            assert client.post(f"/status/{theirs}/{page}", {"body": "x", "explanation": "x"}).status_code == 404
    assert Submission.objects.count() == 2
