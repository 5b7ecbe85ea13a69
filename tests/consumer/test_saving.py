"""A form put aside: the code on the screen opens it, the e-mail only leads back to it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from notifications.models import Letter
from requests_app.models import Draft
from requests_app.services import drafts
from tests import cast
from tests.consumer.conftest import errors

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NORA = "nora@example.org"


@pytest.fixture
def begun(client: Client) -> Client:
    client.post("/request/who/", {"capacity": "self"})
    return client


def code_on(page: str) -> str:
    return page.split('id="reference-code">')[1].split("<")[0]


def test_the_mail_leads_back_and_holds_no_key(begun: Client, now) -> None:
    page = begun.post("/request/save/", {"email": NORA}).text
    cast.work_off(now)
    (sent,) = mail.outbox
    assert f"We e-mail the link to {NORA}" in page
    assert (sent.to, "/request/return/" in str(sent.body)) == ([NORA], True)
    assert code_on(page) not in str(sent.body)
    assert NORA not in str(sent.subject)
    back = Client().post("/request/return/", {"code": code_on(page)})
    assert back.headers["Location"] == "/request/what/"


def test_nobody_has_to_give_an_address(begun: Client, now) -> None:
    page = begun.post("/request/save/", {"email": ""})
    assert code_on(page.text)
    assert Letter.objects.count() == 0


def test_a_mistyped_address_is_told_and_nothing_is_lost(begun: Client) -> None:
    page = begun.post("/request/save/", {"email": "nora@"})
    assert "It looks like name@example.com" in errors(page.text)[0]
    assert begun.get("/request/what/").status_code == 200


def test_no_mailbox_is_filled_from_here(client: Client) -> None:
    for _time in range(4):
        client.post("/request/who/", {"capacity": "self"})
        page = client.post("/request/save/", {"email": NORA}).text
    assert "We sent enough e-mails to this address today" in page
    assert code_on(page), "the form is saved all the same"
    assert Letter.objects.filter(kind="form_saved").count() == 3


@pytest.mark.parametrize("thrown_away", [True, False])
def test_the_words_of_the_mail_go_with_the_form(begun: Client, now, thrown_away: bool) -> None:
    code = code_on(begun.post("/request/save/", {"email": NORA}).text)
    begun.post("/request/return/", {"code": code})
    if thrown_away:
        begun.post("/request/again/")
        assert Client().post("/request/return/", {"code": code}).status_code == 200
    drafts.purge(now=now + timedelta(days=0 if thrown_away else 31))
    letter = Letter.objects.get(kind="form_saved")
    assert (letter.context, letter.recipient, Draft.objects.count()) == ({}, {}, 0)
