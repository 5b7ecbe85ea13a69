"""A question has its end too: after twenty-four months only its kind and its days are left, and what proves them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from audit import details, ledger
from audit.models import Detail
from audit.selectors import entries_for
from notifications.models import Letter
from requests_app.models import Inquiry
from requests_app.services import correspondence, retention, work
from tests import cast

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LATER = NOW + retention.KEPT + timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Inquiry:
    """Sam complains and gives his address."""
    contact = {"name": "Sam Reed", "email": "sam@example.org"}
    return correspondence.inquire(
        kind="complaint", body="You wrote to me.", contact=contact, language="en", channel="web", by=cast.anonymous(),
        now=NOW,
    )  # fmt: skip


@pytest.fixture
def answered(asked: Inquiry) -> Inquiry:
    return correspondence.answer_inquiry(inquiry_id=asked.id, answer="Sorry, Sam.", by=cast.staff("olu"), now=NOW)


def test_the_words_the_letter_and_the_key_go_and_the_ledger_says_so(answered: Inquiry) -> None:
    assert len(details.kept_for(answered.id)) == 2
    assert retention.purge(now=LATER) == 1
    left = Inquiry.objects.get(id=answered.id)
    assert (left.body, left.contact, left.answer, left.purged_at) == ("", None, "", LATER)
    assert (left.kind, left.answered_at, left.reference) == ("complaint", NOW, answered.reference)
    letter = Letter.objects.get(about=answered.id)
    assert (letter.context, letter.recipient, letter.body) == ({}, {}, None)
    assert details.kept_for(answered.id) == []
    told = [entry for entry in entries_for(answered.id) if entry.action == "retention.purged"]
    assert [(one.facts["kind"], one.facts["age_days"], one.subject_id) for one in told] == [
        ("inquiry", (LATER - NOW).days, answered.id)
    ]


def test_what_a_backup_kept_of_its_words_cannot_be_opened(answered: Inquiry) -> None:
    kept = Detail.objects.get(entry__request_id=answered.id, entry__action="inquiry.received")
    assert details.open_text(kept.entry_id, bytes(kept.body), kept.key_id) == '{"body":"You wrote to me."}'
    retention.purge(now=LATER)
    assert details.open_text(kept.entry_id, bytes(kept.body), kept.key_id) is None
    assert details.read(kept.entry_id).state is details.State.ERASED


def test_it_is_done_once_and_not_before_its_time(answered: Inquiry) -> None:
    assert retention.purge(now=NOW + retention.KEPT) == 0
    assert retention.purge(now=LATER) == 1
    assert retention.purge(now=LATER) == 0


def test_what_nobody_answered_still_waits_for_an_answer(asked: Inquiry) -> None:
    assert retention.purge(now=LATER) == 0
    assert Inquiry.objects.get(id=asked.id).body == "You wrote to me."


def test_one_about_a_submission_goes_with_it_and_is_not_met_again(answered: Inquiry) -> None:
    cast.register(NOW)
    filed = cast.ask(cast.body("access"), now=NOW)
    with transaction.atomic():
        answered.about = filed.submission
        subject = answered.next_subject()
        ledger.record("inquiry.viewed", actor=cast.staff("olu").actor, subject=subject, at=NOW, request=answered.id)
        answered.save()
    work.withdraw(request_id=filed.requests[0].id, by=cast.staff("lena"), now=NOW)
    retention.erase(submission_id=filed.submission.id, by=cast.staff("lena"), now=NOW + timedelta(days=1))
    left = Inquiry.objects.get(id=answered.id)
    assert (left.body, left.purged_at) == ("", NOW + timedelta(days=1))
    assert Letter.objects.get(about=answered.id).body is None
    assert details.kept_for(answered.id) == []
    assert retention.purge(now=LATER) == 0
