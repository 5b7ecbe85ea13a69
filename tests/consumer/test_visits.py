"""A visit to the status pages: it ends with its day, and with the code that opened it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.consumer.test_lost_code import lose, new_codes

pytestmark = pytest.mark.django_db
ENDED = "Your visit to these pages has ended"


@pytest.fixture
def nora(clock, file) -> dict:
    """What Nora wrote down when she asked."""
    found = file()
    cast.work_off(cast.datetime.now(cast.UTC))
    mail.outbox.clear()
    return found


def come_in(ref: str, code: str) -> Client:
    browser = Client()
    assert browser.post("/status/", {"reference": ref, "code": code}).headers["Location"] == f"/status/{ref}/"
    return browser


def pages(ref: str) -> tuple[str, ...]:
    return (f"/status/{ref}/", "/status/requests/", "/status/identity/", f"/status/{ref}/answer/")


def test_who_came_in_with_a_stolen_code_is_out_once_the_new_one_was_used(nora: dict, clock) -> None:
    ref = nora["references"][0]
    thief = come_in(ref, nora["code"])
    lose(ref)
    (code,) = new_codes()
    clock.shift(timedelta(minutes=5))
    assert thief.get(f"/status/{ref}/").status_code == 200, "the old code holds while the new one was not used"
    owner = come_in(ref, code)
    for page in pages(ref):
        shut = thief.get(page, follow=True)
        assert shut.redirect_chain == [("/status/", 302)], page
    assert thief.post(f"/status/{ref}/withdraw/").headers["Location"] == "/status/"
    for page in pages(ref):
        assert owner.get(page, follow=True).redirect_chain[-1:] != [("/status/", 302)], page
    clock.shift(timedelta(minutes=5))
    again = come_in(ref, code)
    assert owner.get(f"/status/{ref}/").status_code == again.get(f"/status/{ref}/").status_code == 200


def test_the_browser_in_which_it_was_filed_is_out_as_well(client: Client, nora: dict, clock) -> None:
    ref = nora["references"][0]
    assert client.get(f"/status/{ref}/").status_code == 200
    clock.shift(timedelta(minutes=5))
    lose(ref)
    come_in(ref, new_codes()[0])
    told = client.get(f"/status/{ref}/", follow=True)
    assert ENDED in told.text
    assert ENDED not in client.get("/status/").text, "said once"


def test_a_visit_ends_after_twelve_hours_however_busy_it_is(nora: dict, clock) -> None:
    ref = nora["references"][0]
    browser = come_in(ref, nora["code"])
    for _turn in range(35):
        clock.shift(timedelta(minutes=20))
        assert browser.get(f"/status/{ref}/").status_code == 200
    clock.shift(timedelta(minutes=20))
    assert ENDED in browser.get(f"/status/{ref}/", follow=True).text
    assert come_in(ref, nora["code"]).get(f"/status/{ref}/").status_code == 200


@pytest.mark.parametrize("instant", [None, "", "yesterday", "2026-11-23T15:00:00"])
def test_a_visit_that_cannot_say_when_it_began_is_over(nora: dict, instant: str | None) -> None:
    ref = nora["references"][0]
    browser = come_in(ref, nora["code"])
    session = browser.session
    session["consumer_since"] = instant
    session.save()
    assert browser.get(f"/status/{ref}/").headers["Location"] == "/status/"


def test_whether_the_visit_holds_is_asked_once_a_page(nora: dict) -> None:
    ref = nora["references"][0]
    browser = come_in(ref, nora["code"])
    with CaptureQueriesContext(connection) as statements:
        browser.get(f"/status/{ref}/")
    asked = [one["sql"] for one in statements.captured_queries if '"code_since" >' in one["sql"]]
    assert len(asked) == 1
