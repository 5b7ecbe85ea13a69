"""Spam among the questions: one deed closes it, on record; nobody is written to, and nothing is owed."""

import re
from datetime import datetime

import pytest
from django.test import Client

from audit.selectors import find_entries
from notifications.models import Letter
from requests_app.models import Inquiry
from requests_app.selectors import open_inquiries
from requests_app.services import correspondence, inquiries, inquiry_closing, retention
from requests_app.services.work import NotPossible
from tests import cast
from tests.officer.test_inquiries import LIST, Desk, ask


def test_an_officer_closes_spam_in_one_deed(desk: Desk, now: datetime) -> None:
    asked, olu = ask("question", now), desk("olu")
    page = olu.get(f"{LIST}{asked.id}/").text
    assert re.search(r'value="spam"\s+(selected|checked)', page), "the usual reason is chosen"
    done = olu.post(f"{LIST}{asked.id}/", {"close": "1", "reason": "spam"}, follow=True)
    assert "Closed. No answer is owed" in done.text
    assert (open_inquiries(), Letter.objects.count()) == ([], 0)
    assert olu.get("/officer/").context["counts"].inquiries == 0
    [entry] = find_entries(action="inquiry.closed", limit=5)
    assert (entry.reason, entry.subject_id) == ("spam", asked.id)
    page = olu.get(f"{LIST}{asked.id}/").text
    assert "Closed without an answer" in page
    assert "Send the answer" not in page


def test_whoever_sent_it_reads_that_it_was_closed_in_both_languages(desk: Desk, now: datetime) -> None:
    asked, client = ask("complaint", now), Client()
    inquiry_closing.close(inquiry_id=asked.id, reason="test", by=cast.staff("olu"), now=now)
    slip = {"reference": asked.reference, "code": inquiries.code_of(asked.id)}
    page = client.post("/status/", slip, follow=True).text
    assert "We closed it without an answer." in page
    assert "We answer by:" not in page
    client.cookies["django_language"] = "es"
    assert "La cerramos sin respuesta." in client.get("/status/question/").text


@pytest.mark.parametrize("reason", ["", "not_a_privacy_request", "Spam"])
def test_there_is_no_other_reason(desk: Desk, now: datetime, reason: str) -> None:
    asked = ask("question", now)
    said = desk("olu").post(f"{LIST}{asked.id}/", {"close": "1", "reason": reason}, follow=True).text
    assert "Choose why nobody waits for an answer" in said
    assert Inquiry.objects.get().answered_at is None


def test_it_is_closed_or_answered_once(now: datetime, db: None) -> None:
    olu, closed, answered = cast.staff("olu"), ask("question", now), ask("question", now)
    inquiry_closing.close(inquiry_id=closed.id, reason="spam", by=olu, now=now)
    correspondence.answer_inquiry(inquiry_id=answered.id, answer="Yes.", by=olu, now=now)
    for one in (closed, answered):
        with pytest.raises(NotPossible, match="already"):
            inquiry_closing.close(inquiry_id=one.id, reason="spam", by=olu, now=now)
    with pytest.raises(NotPossible, match="already"):
        correspondence.answer_inquiry(inquiry_id=closed.id, answer="No.", by=olu, now=now)


def test_it_is_erased_like_one_that_was_answered(now: datetime, db: None) -> None:
    asked = ask("question", now)
    inquiry_closing.close(inquiry_id=asked.id, reason="spam", by=cast.staff("olu"), now=now)
    later = now + retention.KEPT
    assert retention.erase_inquiry(inquiry_id=asked.id, by=cast.Principal.system("sweep"), now=later)
    assert Inquiry.objects.get().body == ""


def test_a_report_about_a_child_is_not_waved_away_while_its_data_is_stopped(desk: Desk, now: datetime) -> None:
    asked = ask("child_data", now)
    said = desk("olu").post(f"{LIST}{asked.id}/", {"close": "1", "reason": "spam"}, follow=True).text
    assert "Say first that it is no child’s data." in said
    assert Inquiry.objects.get().answered_at is None


@pytest.mark.parametrize("name", ["casey", "ari", "dev"])
def test_others_close_nothing(desk: Desk, now: datetime, name: str) -> None:
    asked = ask("question", now)
    assert desk(name).post(f"{LIST}{asked.id}/", {"close": "1", "reason": "spam"}).status_code == 403
    assert Inquiry.objects.get().answered_at is None
