"""The status pages: who gets in, what they see, what they can do."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from audit.selectors import entries_for
from dsar_portal.consumer.views import status
from requests_app.models import Inquiry, Message, PrivacyRequest
from requests_app.reference import ALPHABET
from requests_app.services.codes import CODE_LENGTH

pytestmark = pytest.mark.django_db


@pytest.fixture
def nora(file) -> dict:
    """What Nora wrote down when she asked for a copy and for a review."""
    return file(what={"rights": ["access", "automated_decision"]})


def enter(browser: Client, reference: str, code: str):
    return browser.post("/status/", {"reference": reference, "code": code})


def test_reference_and_code_open_it_however_they_are_typed(nora: dict) -> None:
    browser = Client()
    typed = nora["references"][0].lower().replace("-", " ")
    assert enter(browser, typed, nora["code"].lower().replace("-", "")).status_code == 302
    page = browser.get(f"/status/{nora['references'][0]}/").text
    assert "We need to know that it is really you" in page
    assert "Show who you are" in page
    assert "We registered your request. The clock started." in page


def test_the_page_shows_the_arithmetic_of_every_date(nora: dict, client: Client) -> None:
    page = client.get(f"/status/{nora['references'][0]}/").text
    assert "Day zero is" in page
    assert "45 days after" in page
    assert not re.search(r"\b\d{1,2}/\d{1,2}/\d{2,4}\b", page)


def test_wrong_code_and_unknown_reference_get_one_answer(nora: dict) -> None:
    browser = Client()
    wrong_code = enter(browser, nora["references"][0], "AAAA-AAAA-AAAA-AAAA").text
    unknown = enter(browser, "JM-2222-222A", nora["code"]).text
    says = "do not fit together"
    assert says in wrong_code
    assert says in unknown or "A character is wrong" in unknown


def test_a_mistyped_reference_is_told_apart_without_looking(nora: dict) -> None:
    reference = nora["references"][0]
    twisted = reference[:-1] + ("2" if reference[-1] != "2" else "3")
    assert "A character is wrong or missing" in enter(Client(), twisted, nora["code"]).text


def test_another_persons_reference_does_not_open_with_my_code(nora: dict, client: Client) -> None:
    client.post("/opt-out/", {"contact": "sam@example.com", "kinds": ["sale_sharing"]})
    other = PrivacyRequest.objects.get(right="opt_out").reference
    browser = Client()
    enter(browser, nora["references"][0], nora["code"])
    assert browser.get(f"/status/{other}/").status_code == 404
    assert "do not fit together" in enter(Client(), other, nora["code"]).text


def test_tries_are_limited_and_the_limit_ends(nora: dict, clock) -> None:
    browser = Client()
    for _try in range(10):
        enter(browser, nora["references"][0], "AAAA-AAAA-AAAA-AAAA")
    locked = enter(browser, nora["references"][0], nora["code"])
    assert locked.status_code == 429
    assert "Wait 15 minutes" in locked.text
    clock.shift(timedelta(minutes=16))
    assert enter(browser, nora["references"][0], nora["code"]).status_code == 302


def test_a_stranger_locks_out_only_themselves(nora: dict) -> None:
    stranger, owner = Client(REMOTE_ADDR="198.51.100.7"), Client(REMOTE_ADDR="203.0.113.9")
    for _try in range(11):
        last = enter(stranger, nora["references"][0], "AAAA-AAAA-AAAA-AAAA")
    assert last.status_code == 429
    assert enter(owner, nora["references"][0], nora["code"]).status_code == 302


def test_all_strangers_together_are_limited_too(nora: dict, monkeypatch) -> None:
    monkeypatch.setitem(status.PER_REFERENCE, "limit", 6)
    for number in range(6):
        enter(Client(REMOTE_ADDR=f"198.51.100.{number}"), nora["references"][0], "AAAA-AAAA-AAAA-AAAA")
    late = enter(Client(REMOTE_ADDR="198.51.100.99"), nora["references"][0], "AAAA-AAAA-AAAA-AAAA")
    assert late.status_code == 429


def test_guessing_an_access_code_is_hopeless_at_the_highest_rate() -> None:
    codes = len(ALPHABET) ** CODE_LENGTH
    a_day = status.PER_REFERENCE["limit"] * 86_400 // status.PER_REFERENCE["per_seconds"]
    assert status.PER_PAIR["limit"] < status.PER_ADDRESS["limit"] < status.PER_REFERENCE["limit"]
    assert codes // (a_day * 731) > 10**16


def test_a_message_reaches_the_officers(nora: dict, client: Client) -> None:
    address = f"/status/{nora['references'][0]}/"
    page = client.post(address, {"body": "I moved in May.\nPlease look at both addresses."}, follow=True)
    assert "I moved in May." in page.text
    assert Message.objects.get().inbound is True
    empty = client.post(address, {"body": "  "})
    assert "Write your message" in empty.text
    assert "<title>Error: " in empty.text


def test_taking_a_request_back_after_a_page_that_asks(nora: dict, client: Client) -> None:
    address = f"/status/{nora['references'][0]}/withdraw/"
    assert "Take it back" in client.get(address).text
    assert PrivacyRequest.objects.filter(status="withdrawn").count() == 0
    assert "You took this request back" in client.post(address, follow=True).text
    assert "cannot be taken back any more" in client.post(address, follow=True).text
    assert PrivacyRequest.objects.filter(status="withdrawn").count() == 1


def test_an_appeal_before_the_answer_is_refused_in_words(nora: dict, client: Client) -> None:
    page = client.post(f"/status/{nora['references'][0]}/appeal/", {"explanation": ""}, follow=True)
    assert "You can appeal once we have answered" in page.text


def test_leaving_closes_the_pages(nora: dict, client: Client) -> None:
    client.post("/status/leave/")
    assert client.get(f"/status/{nora['references'][0]}/").headers["Location"] == "/status/"
    assert client.get("/request/done/").headers["Location"] == "/status/"


def test_no_personal_data_in_title_and_opening_is_recorded(nora: dict) -> None:
    browser = Client()
    enter(browser, nora["references"][0], nora["code"])
    page = browser.get(f"/status/{nora['references'][0]}/").text
    title = page.split("<title>")[1].split("</title>")[0]
    assert "Quist" not in title
    assert "JM-" not in title
    submission = PrivacyRequest.objects.first().submission_id
    assert "status.viewed" in {entry.action for entry in entries_for(submission)}


def test_a_receipt_is_found_by_number_and_by_check_value(nora: dict, client: Client) -> None:
    entry, value = re.search(r"([0-9a-f-]{36})", nora["text"])[1], re.search(r">([0-9a-f]{64})<", nora["text"])[1]
    for typed in (entry, value, f" {value.upper()} "):
        assert "The ledger holds this entry" in client.post("/receipt/", {"receipt": typed}).text
    for typed in ("0" * 64, "hello", "\x00", entry[:-1]):
        assert "The ledger holds no such entry" in client.post("/receipt/", {"receipt": typed}).text


@pytest.mark.parametrize("kind", ["question", "complaint"])
def test_questions_and_complaints_have_their_own_type(client: Client, kind: str) -> None:
    page = client.post("/ask/", {"kind": kind, "body": "Why?", "email": "nora@example.org"}, follow=True)
    assert "We have your message" in page.text
    assert "We answer by:" in page.text
    assert Inquiry.objects.get().kind == kind
    assert PrivacyRequest.objects.count() == 0


def test_a_childs_data_can_be_reported_by_anyone(client: Client) -> None:
    page = client.post("/child/", {"body": "My neighbor's son, 12, filled in your contest."}, follow=True)
    assert "A person looks at it by:" in page.text
    row = Inquiry.objects.get()
    assert (row.kind, row.contact) == ("child_data", None)


def test_a_question_with_bad_input_keeps_the_text(client: Client) -> None:
    page = client.post("/ask/", {"body": "Why \u202e?", "email": "nora"})
    for says in ("Choose a question or a complaint", "hidden or control characters", "Check the e-mail address"):
        assert says in page.text
    assert Inquiry.objects.count() == 0
