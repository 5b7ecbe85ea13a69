"""Questions, complaints and reports about a child: no request of a right, but never left without an answer."""

from datetime import UTC, datetime

import pytest

from audit import selectors as ledger
from notifications.models import Letter
from requests_app.services import correspondence
from requests_app.services.work import NotPossible
from tests import cast

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def inquire(kind: str, contact: dict[str, object] | None):
    return correspondence.inquire(
        kind=kind, body="What do you keep?", contact=contact, language="es", channel="web", by=cast.anonymous(), now=NOW
    )


def test_the_answer_is_sent_to_where_it_was_asked_for_in_the_language_of_the_question() -> None:
    asked = inquire("question", {"email": "sam@example.org"})
    correspondence.answer_inquiry(inquiry_id=asked.id, answer="Web logs, one year.", by=cast.staff("olu"), now=NOW)
    letter = Letter.objects.get(about=asked.id)
    assert (letter.kind, letter.language, letter.channel) == ("inquiry_answer", "es", "email")
    recorded = [entry.action for entry in ledger.entries_for(asked.id)]
    assert recorded == ["inquiry.received", "inquiry.answered", "letter.queued"]


def test_a_report_about_a_child_is_due_the_next_business_day_and_needs_no_name() -> None:
    asked = inquire("child_data", None)
    assert str(asked.answer_by) == "2026-11-24"
    correspondence.answer_inquiry(inquiry_id=asked.id, answer="Frozen.", by=cast.staff("olu"), now=NOW)
    assert not Letter.objects.filter(about=asked.id).exists()


def test_is_answered_once_and_with_words() -> None:
    asked = inquire("complaint", None)
    with pytest.raises(NotPossible):
        correspondence.answer_inquiry(inquiry_id=asked.id, answer=" ", by=cast.staff("olu"), now=NOW)
    correspondence.answer_inquiry(inquiry_id=asked.id, answer="Sorry.", by=cast.staff("olu"), now=NOW)
    with pytest.raises(NotPossible):
        correspondence.answer_inquiry(inquiry_id=asked.id, answer="Again.", by=cast.staff("petra"), now=NOW)
