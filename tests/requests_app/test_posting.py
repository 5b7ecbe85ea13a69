"""Paper leaves the house soon, and ahead of the legal day that it serves."""

from datetime import UTC, date, datetime, timedelta

import pytest

from notifications.models import Letter
from requests_app.models import PrivacyRequest
from requests_app.services import extension, posting
from tests import cast
from tests.requests_app.test_letters_say import ask

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
NO_EMAIL = {**cast.NORA, "email": ""}

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(db) -> PrivacyRequest:
    cast.register(NOW)
    return ask("access", consumer=NO_EMAIL)


def sheet(request: PrivacyRequest, kind: str) -> Letter:
    return Letter.objects.get(request_ref=request.id, kind=kind)


def test_an_acknowledgment_on_paper_is_posted_before_its_own_legal_day(request_) -> None:
    assert request_.acknowledge_by == date(2026, 12, 8)
    assert sheet(request_, "acknowledgement").post_by == date(2026, 11, 27), "three business days, Thanksgiving skipped"
    late = NOW + timedelta(days=6)
    assert posting.post_by("acknowledgement", request_, now=late) == date(2026, 12, 1), "five ahead of 8 December"


def test_an_access_code_does_not_lie_about(request_) -> None:
    assert posting.post_by("access_code_letter", request_, now=NOW) == date(2026, 11, 24)


def test_the_notice_of_an_extension_leaves_before_the_day_that_it_moves(request_) -> None:
    now = NOW + timedelta(days=43)
    extension.extend(
        request_id=request_.id, reason="COMPLEXITY", explanation="Three archives.", by=cast.staff("olu"), now=now
    )
    request_.refresh_from_db()
    assert request_.respond_by == date(2027, 2, 21)
    assert sheet(request_, "extension").post_by == date(2027, 1, 5), "today: the old day is 7 January"


def test_no_letter_is_to_be_posted_in_the_past(request_) -> None:
    assert posting.post_by("denial", request_, now=NOW + timedelta(days=80)) == date(2027, 2, 11)
