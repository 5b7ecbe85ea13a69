"""Old codes, old pages and second clicks: nothing happens twice, and the page says how to go on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from audit.selectors import find_entries
from notifications.models import Letter
from requests_app.models import Inquiry, Message, PrivacyRequest, Submission
from tests.consumer.conftest import NORA_PAGES, mailed
from tests.consumer.test_answer import answered as answered
from tests.consumer.test_answer import proved as proved
from tests.untouched import nothing_written

pytestmark = pytest.mark.django_db
CODE = "/status/identity/code/"


@pytest.fixture
def asked(register, file, client: Client, clock) -> str:
    """Nora asked and was sent a code."""
    file()
    client.post(CODE, {"send": "1"})
    return str(mailed("verification_code")["code"])


def half_an_hour_and_a_minute(client: Client, clock) -> None:
    """Long enough for a code to die; a click in between keeps the visit alive."""
    clock.shift(timedelta(minutes=20))
    client.get("/status/requests/", follow=True)
    clock.shift(timedelta(minutes=11))


def test_an_identity_code_that_is_too_old(asked: str, client: Client, clock) -> None:
    half_an_hour_and_a_minute(client, clock)
    page = client.post(CODE, {"code": asked})
    assert "does not work any more" in page.text
    assert PrivacyRequest.objects.get().status == "verifying"


@pytest.mark.parametrize("typed", ["", " ", "12", "abcdefgh", "１２３４５６７８", "1" * 5_000, "\x00", "<b>"])
def test_what_cannot_be_an_identity_code(asked: str, client: Client, typed: str) -> None:
    with nothing_written("identity.code_failed", "identity.code_tried"):
        page = client.post(CODE, {"code": typed})
        assert page.status_code == 200
        assert "<title>Error: " in page.text


def test_a_package_code_that_was_used_opens_no_second_browser(answered: str, client: Client) -> None:
    client.post(answered, {"send": "1"})
    code = str(mailed("package_code")["code"])
    assert client.post(answered, {"code": code}).status_code == 302
    second = Client()
    second.cookies = client.cookies.copy()
    client.session.pop("consumer_opened", None)
    session = client.session
    session["consumer_opened"] = {}
    session.save()
    page = client.post(answered, {"code": code})
    assert "does not work any more" in page.text
    assert client.get(f"{answered}pdf/").headers["Location"] == answered


def test_a_package_code_that_is_too_old(answered: str, client: Client, clock) -> None:
    client.post(answered, {"send": "1"})
    half_an_hour_and_a_minute(client, clock)
    assert "does not work any more" in client.post(answered, {"code": str(mailed("package_code")["code"])}).text
    assert client.get(f"{answered}json/").headers["Location"] == answered


def test_the_identity_code_does_not_open_the_answer(answered: str, client: Client) -> None:
    with nothing_written("package.code_failed", "identity.code_failed"):
        page = client.post(answered, {"code": "12345678"})
        assert "<title>Error: " in page.text


def test_the_back_button_after_filing_leads_to_what_was_filed(file, client: Client) -> None:
    reference = file()["references"][0]
    with nothing_written("status.viewed"):
        for slug in ("who", "what", "name", "contact"):
            assert client.get(f"/request/{slug}/", follow=True).status_code == 200
        page = client.post("/request/name/", NORA_PAGES["name"], follow=True)
        assert page.redirect_chain
        again = client.post("/request/check/", follow=True)
        assert again.redirect_chain[-1][0] == "/request/done/"
        assert reference in again.text


def test_an_answer_that_comes_after_the_decision(answered: str, client: Client) -> None:
    status = answered.removesuffix("answer/")
    page = client.post(f"{status}withdraw/", follow=True)
    assert "cannot be taken back any more" in page.text
    written = client.post(status, {"body": "One more thing."}, follow=True)
    assert written.status_code == 200
    assert Message.objects.filter(body__isnull=False).count() == 1
    assert PrivacyRequest.objects.get().status == "completed"


def test_facts_and_codes_after_the_check_is_over(asked: str, client: Client) -> None:
    PrivacyRequest.objects.get()
    client.post(f"/status/{PrivacyRequest.objects.get().reference}/withdraw/")
    before = PrivacyRequest.objects.get().rev
    for address, typed in ((CODE, {"send": "1"}), ("/status/identity/facts/", {"policy_number": "1"})):
        page = client.post(address, typed, follow=True)
        assert page.status_code == 200
    assert PrivacyRequest.objects.get().rev == before
    assert PrivacyRequest.objects.get().status == "withdrawn"


def test_a_question_sent_twice_is_two_questions_and_no_request(client: Client) -> None:
    typed = {"kind": "question", "body": "Why?", "email": "nora@example.org"}
    for _turn in range(2):
        assert "We have your message" in client.post("/ask/", typed, follow=True).text
    assert (Inquiry.objects.count(), Submission.objects.count()) == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_in_the_same_moment_file_once(committed_db: str) -> None:
    browser = Client()
    address = "/request/who/"
    while address != "/request/check/":
        slug = address.strip("/").split("/")[-1]
        address = browser.post(address, NORA_PAGES[slug]).headers["Location"]

    def click(_number: int) -> str:
        second = Client()
        second.cookies = browser.cookies.copy()
        try:
            return second.post("/request/check/").headers["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(click, range(6))) == {"/request/done/"}
    assert Submission.objects.count() == PrivacyRequest.objects.count() == 1
    assert len(find_entries(action="submission.filed")) == 1
    assert Letter.objects.filter(kind="acknowledgement").count() == 1
