"""A question or a complaint has a clock of its own; whoever sent it reads the answer, with an address or without."""

from datetime import timedelta

import pytest
from django.test import Client

from requests_app.models import Inquiry
from requests_app.services import correspondence, inquiries
from tests import cast
from tests.consumer.conftest import shown

pytestmark = pytest.mark.django_db
WORDS = {"kind": "complaint", "body": "Nobody called me back."}


def answer(now) -> None:
    correspondence.answer_inquiry(
        inquiry_id=Inquiry.objects.get().id, answer="We are sorry. We call tomorrow.", by=cast.staff("olu"), now=now
    )


def test_without_an_address_the_answer_is_read_with_number_and_code(client: Client, clock, now) -> None:
    told = shown(client.post("/ask/", WORDS, follow=True).text)
    row = Inquiry.objects.get()
    assert told["references"] == [row.reference]
    assert f"{row.answer_by:%B} {row.answer_by.day}, {row.answer_by.year}" in told["text"]
    other = Client()
    typed = {"reference": row.reference.lower(), "code": told["code"].lower().replace("-", " ")}
    page = other.post("/status/", typed, follow=True).text
    assert "Nobody called me back." in page
    assert "We answer by:" in page
    answer(now)
    assert "We call tomorrow." in other.get("/status/question/").text
    other.post("/status/leave/")
    assert other.get("/status/question/").headers["Location"] == "/status/"


def test_a_wrong_code_and_a_visit_of_yesterday_open_nothing(client: Client, clock, now) -> None:
    told = shown(client.post("/ask/", WORDS, follow=True).text)
    typed = {"reference": told["references"][0], "code": told["code"]}
    wrong = client.post("/status/", {**typed, "code": "ABCD-ABCD-ABCD-ABCD"})
    assert "do not fit together" in wrong.text
    assert client.post("/status/", typed).headers["Location"] == "/status/question/"
    clock.shift(timedelta(hours=13))
    assert client.get("/status/question/").headers["Location"] == "/status/"


def test_what_was_asked_beside_a_request_is_answered_there(file, client: Client, now) -> None:
    address = f"/status/{file()['references'][0]}/"
    assert "You will see our answer on the page of your request" in client.get("/ask/").text
    told = client.post("/ask/", WORDS, follow=True).text
    assert 'id="access-code"' not in told
    assert "Nobody called me back." in client.get(address).text
    answer(now)
    assert "We call tomorrow." in client.get(address).text


def test_a_report_about_a_child_is_read_back_to_nobody(client: Client, now) -> None:
    row = correspondence.inquire(
        kind="child_data", body="My neighbour's child.", contact=None, language="en", channel="web",
        by=cast.anonymous(), now=now,
    )  # fmt: skip
    code = inquiries.code_of(row.id)
    page = client.post("/status/", {"reference": row.reference, "code": code})
    assert "do not fit together" in page.text
