"""After twenty-four months nothing personal is left of a request; that it was asked and answered is still provable."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from audit import details
from audit import selectors as ledger
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from notifications.models import Letter
from requests_app.models import PrivacyRequest, SearchKey, Submission
from requests_app.services import duties, retention, work
from tests import cast

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DUE = datetime(2027, 1, 8, 18, 0, tzinfo=UTC)
LATER = DUE + timedelta(days=763)

pytestmark = pytest.mark.django_db


@pytest.fixture
def denied() -> PrivacyRequest:
    """Nora asked, Casey knew her, a message came, Dev looked, and the clock ended it."""
    cast.register(NOW)
    filed = cast.ask(cast.body("access"), now=NOW)
    work.add_note(request_id=filed.requests[0].id, body="Nora called.", by=cast.staff("olu"), now=NOW)
    duties.deny_unverified(now=DUE)
    return PrivacyRequest.objects.get(id=filed.requests[0].id)


def test_nothing_goes_before_its_time_or_while_a_request_is_open(denied: PrivacyRequest) -> None:
    assert retention.purge(now=LATER - timedelta(days=2)) == 0
    again = cast.ask(cast.body("deletion"), now=NOW)
    assert retention.purge(now=LATER) == 1
    with pytest.raises(retention.NotOver):
        retention.erase(submission_id=again.submission.id, by=cast.staff("lena"), now=LATER)


def test_everything_personal_goes_and_the_ledger_says_so(denied: PrivacyRequest) -> None:
    assert retention.purge(now=LATER) == 1
    request = PrivacyRequest.objects.select_related("submission").get(id=denied.id)
    submission = request.submission
    assert (submission.consumer, submission.requester, submission.identifiers) == ({}, {}, [])
    assert submission.purged_at == LATER
    assert not SearchKey.objects.filter(submission=submission).exists()
    assert {note.body for note in request.notes.all()} == {""}
    letters = Letter.objects.filter(about=submission.id)
    assert letters
    assert all(letter.recipient == {} and letter.body is None for letter in letters)
    assert details.kept_for(request.id) == []
    assert (request.status, request.right, request.primary_ground) == ("denied", "access", "ID-UNVERIFIED")
    purged = [entry.facts["kind"] for entry in ledger.entries_for(request.id) if entry.action == "retention.purged"]
    assert {"request", "note"} <= set(purged)


def test_one_that_fails_keeps_nobody_else_s_data(denied: PrivacyRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    other = cast.ask(cast.body("access"), now=NOW + timedelta(minutes=1))
    duties.deny_unverified(now=DUE + timedelta(minutes=1))
    erase = retention.erase

    def fails_on_the_first(*, submission_id: UUID, **more: object) -> int:
        if submission_id == denied.submission_id:
            raise RuntimeError
        return erase(submission_id=submission_id, **more)

    monkeypatch.setattr(retention, "erase", fails_on_the_first)
    with pytest.raises(RuntimeError):
        retention.purge(now=LATER + timedelta(days=1))
    assert Submission.objects.get(id=other.submission.id).purged_at is not None


def test_it_is_done_once(denied: PrivacyRequest) -> None:
    retention.purge(now=LATER)
    assert retention.purge(now=LATER) == 0
    assert retention.erase(submission_id=denied.submission_id, by=cast.staff("lena"), now=LATER) == 0


def test_what_was_found_goes_too() -> None:
    cast.register(NOW)
    filed = cast.ask(cast.body({"right": "access", "scope": "specific_pieces"}), now=NOW)
    cast.prove(filed, now=NOW)
    cast.work_off(NOW)
    request = PrivacyRequest.objects.get(id=filed.requests[0].id)
    for task in held.tasks_for(request.id):
        if task.status == "open":
            fulfillment.complete_task(task_id=task.id, result="done", by=cast.staff("dev"), now=NOW)
    assert any(item.content for item in held.items_for(request.id))
    work.withdraw(request_id=request.id, by=cast.staff("lena"), now=NOW)
    assert retention.purge(now=LATER) == 1
    assert all(not item.content for item in held.items_for(request.id))
