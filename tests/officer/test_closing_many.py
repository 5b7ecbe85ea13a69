"""Spam comes in heaps: shown first, then each closed by itself with its own entry, and what was closed opens again."""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape

import pytest
from django.test import Client

from audit.selectors import find_entries
from notifications.models import Letter
from requests_app.models import Inquiry, PrivacyRequest
from requests_app.services import correspondence, inquiry_closing, work
from tests import cast
from tests.officer.casework import fresh
from tests.officer.test_inquiries import LIST, ask

Desk = Callable[[str], Client]
REQUESTS, INQUIRIES = "/officer/queue/close/", "/officer/inquiries/close/"


def asked(now: datetime) -> PrivacyRequest:
    return fresh(cast.ask(cast.body("deletion"), now=now))


def chosen(page: str) -> list[str]:
    return [unescape(value) for value in re.findall(r'name="reference" value="([^"]*)"', page)]


def close(client: Client, url: str, *references: str, **more: str) -> str:
    """Choose rows, look at the page that shows what would be closed, and press its button."""
    shown = client.post(url, {"reference": references}).text
    return unescape(client.post(url, {"reference": chosen(shown), "step": "do", "reason": "spam", **more}).text)


def test_chosen_requests_are_shown_first_and_each_is_closed_by_itself(desk: Desk, now: datetime) -> None:
    first, second, done = asked(now), asked(now), asked(now)
    work.withdraw(request_id=done.id, by=cast.Principal.consumer(done.submission_id, "s"), now=now)
    olu, letters = desk("olu"), Letter.objects.count()
    page = olu.post(REQUESTS, {"reference": [first.reference, second.reference, done.reference]}).text
    assert "2 rows can be closed" in page
    assert "1 row cannot be closed" in page
    assert PrivacyRequest.objects.filter(status="closed").count() == 0
    page = close(olu, REQUESTS, first.reference, second.reference, done.reference)
    assert "2 rows are closed" in page
    assert "Not closed." in page
    assert len(find_entries(action="request.closed", limit=9)) == 2
    [bulk] = find_entries(action="bulk.done", limit=9)
    assert bulk.facts == {"verb": "close", "selected": 3, "done": 2, "skipped": 1}
    assert Letter.objects.count() == letters
    work.reopen(request_id=first.id, by=cast.staff("petra"), now=now)
    first.refresh_from_db()
    assert (first.status in {"closed", "withdrawn"}, first.close_reason) == (False, "")


def test_what_somebody_changed_since_the_look_is_left_alone_and_a_second_press_closes_nothing_twice(
    desk: Desk, now: datetime
) -> None:
    calm, busy = asked(now), asked(now)
    olu = desk("olu")
    shown = chosen(olu.post(REQUESTS, {"reference": [calm.reference, busy.reference]}).text)
    work.add_note(request_id=busy.id, body="It is a real one.", by=cast.staff("petra"), now=now)
    order = {"reference": shown, "step": "do", "reason": "spam"}
    assert "Somebody changed this request since you looked." in olu.post(REQUESTS, order).text
    assert "It was closed a moment ago by the same order." in olu.post(REQUESTS, order).text
    assert len(find_entries(action="request.closed", limit=9)) == 1


def test_chosen_questions_are_closed_and_one_opens_again(desk: Desk, now: datetime) -> None:
    spam, more, answered = (ask("question", now) for _one in range(3))
    child, olu = ask("child_data", now), desk("olu")
    correspondence.answer_inquiry(inquiry_id=answered.id, answer="Yes.", by=cast.staff("olu"), now=now)
    assert INQUIRIES in olu.get(LIST).text
    page = close(olu, INQUIRIES, *(one.reference for one in (spam, more, answered, child)))
    assert "2 rows are closed" in page
    assert "Say first that it is no child’s data." in page
    assert len(find_entries(action="inquiry.closed", limit=9)) == 2
    page = olu.post(f"{LIST}{spam.id}/", {"reopen": "1"}, follow=True).text
    assert "It waits for an answer again, by the same day." in page
    spam.refresh_from_db()
    assert (spam.answered_at, spam.answered_by, spam.close_reason) == (None, None, "")
    assert len(find_entries(action="inquiry.reopened", limit=9)) == 1
    refused = olu.post(f"{LIST}{answered.id}/", {"reopen": "1"}, follow=True)
    assert "Only what was closed without an answer opens again." in refused.text


@pytest.mark.parametrize("url", [REQUESTS, INQUIRIES])
def test_nothing_chosen_no_reason_and_others_close_nothing(desk: Desk, now: datetime, url: str) -> None:
    request, question = asked(now), ask("question", now)
    olu = desk("olu")
    assert "Choose at least one row first." in olu.post(url, {}, follow=True).text
    both = [request.reference, question.reference]
    assert "Choose why nobody waits for an answer" in close(olu, url, *both, reason="because")
    for name in ("casey", "ari", "dev"):
        sent = {"reference": both, "step": "do", "reason": "spam"}
        assert desk(name).post(url, sent).status_code == 403
    assert not PrivacyRequest.objects.filter(status="closed").exists()
    assert Inquiry.objects.get().answered_at is None


def test_an_old_order_closes_no_question_that_somebody_opened_again_since(desk: Desk, now: datetime) -> None:
    spam, olu = ask("question", now), desk("olu")
    shown = chosen(olu.post(INQUIRIES, {"reference": [spam.reference]}).text)
    order = {"reference": shown, "step": "do", "reason": "spam"}
    assert "1 row is closed" in olu.post(INQUIRIES, order).text
    assert "It was closed a moment ago by the same order." in olu.post(INQUIRIES, order).text
    inquiry_closing.reopen(inquiry_id=spam.id, by=cast.staff("petra"), now=now)
    assert "Somebody changed this" in olu.post(INQUIRIES, order).text
    assert Inquiry.objects.get().answered_at is None


@pytest.mark.parametrize("url", [REQUESTS, INQUIRIES])
@pytest.mark.parametrize(
    "typed", ["\x00", "<script>alert(1)</script>", "JM-2222-2222:99999999999999999999", ":", "é" * 5000]
)
def test_what_is_no_reference_is_told_and_closes_nothing(desk: Desk, url: str, typed: str) -> None:
    olu = desk("olu")
    for order in ({}, {"step": "do", "reason": "spam"}):
        page = olu.post(url, {"reference": [typed], **order})
        assert (page.status_code, "<script>alert" in page.text) == (200, False)
        assert "You see no " in page.text


def test_behind_a_company_wall_nothing_of_another_company_is_closed(desk: Desk, now: datetime) -> None:
    other = fresh(cast.ask(cast.body("deletion", companies=["jm-insurance"]), now=now))
    mina = desk("mina")
    for order in ({}, {"step": "do", "reason": "spam"}):
        page = mina.post(REQUESTS, {"reference": [f"{other.reference}:{other.rev}"], **order})
        assert "You see no request of this reference." in page.text
        assert mina.post(INQUIRIES, {"reference": [other.reference], **order}).status_code == 403
    other.refresh_from_db()
    assert other.status == "verifying"
