"""The days that an access answer covers are those that were asked for, and the letter says so."""

from datetime import UTC, date, datetime, timedelta

import pytest

from notifications import selectors as outbox
from notifications.models import Letter
from outbound.models import RegisterRecord
from requests_app.decision import Decision
from requests_app.models import PrivacyRequest
from requests_app.services.answers import look_back_days
from tests import cast
from tests.requests_app.test_letters_say import answer, ask, finish_tasks, items, letter

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=2)


@pytest.mark.parametrize(
    ("wish", "received", "first", "last"),
    [
        ("12_months", "2026-11-23", "2025-11-23", "2026-11-23"),
        ("12_months", "2024-11-23", "2023-11-23", "2024-11-23"),
        ("12_months", "2028-02-29", "2027-02-28", "2028-02-29"),
        ("all", "2026-11-23", None, None),
        ("", "2026-11-23", None, None),
        ({"from": "2026-01-05", "to": "2026-02-05"}, "2026-11-23", "2026-01-05", "2026-02-05"),
        ({"from": "2026-01-05", "to": None}, "2026-11-23", "2026-01-05", "2026-11-23"),
        ({"from": None, "to": "2026-02-05"}, "2026-11-23", None, "2026-02-05"),
        ({"from": None, "to": None}, "2026-11-23", None, None),
    ],
)
def test_the_days(wish, received: str, first: str | None, last: str | None) -> None:
    period = look_back_days(PrivacyRequest(look_back=wish, day_zero=date.fromisoformat(received)))
    assert [day and day.isoformat() for day in (period.first, period.last)] == [first, last]


def answered(wish: object) -> PrivacyRequest:
    cast.register(NOW)
    RegisterRecord.objects.update(collected_on="2019-03-01")
    request = ask({"right": "access", "scope": "specific_pieces", "look_back": wish})
    finish_tasks(request)
    given = items(request, "given")
    answer(request, Decision("completed", "", given))
    cast.work_off(LATER)
    return request


@pytest.mark.django_db
def test_a_year_in_which_nothing_was_collected() -> None:
    request = answered("12_months")
    said = letter(request, "completion_access")
    assert (said["period_from"], said["period_to"], said["categories"]) == ("2025-11-23", "2026-11-23", [])
    assert said["third_parties"] == said["withheld_types"] == []
    words = outbox.words_of(Letter.objects.get(request_ref=request.id, kind="completion_access").id).text
    words = " ".join(words.split())
    assert "no data about you" in words
    assert "November 23, 2025 to Monday, November 23, 2026" in words


@pytest.mark.django_db
def test_everything_means_however_old() -> None:
    request = answered("all")
    assert letter(request, "completion_access")["categories"]
    words = outbox.words_of(Letter.objects.get(request_ref=request.id, kind="completion_access").id).text
    assert "however old" in words
