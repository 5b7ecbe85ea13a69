"""The date was missed: Olu writes why, and by when the answer comes. The missed date stays missed."""

from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from audit.selectors import find_entries
from notifications import selectors as outbox
from notifications.models import Letter
from requests_app.models import PrivacyRequest
from tests import cast
from tests.accounts.cast import hire, signed_in
from tests.officer.casework import Desk, address, do
from tests.untouched import nothing_written

LOOKS = ("case.viewed",)
SORRY = {"cause": "The archive was closed after a fire.", "new_due": "2027-02-01", "owner": "claims"}


@pytest.fixture
def late(now: datetime, clock) -> PrivacyRequest:
    """A request of Nora's whose day passed yesterday."""
    request = PrivacyRequest.objects.get(id=cast.ask(cast.body("restriction"), now=now).requests[0].id)
    clock.move_to(request.respond_at + timedelta(days=1))
    return request


@pytest.fixture
def olu(late: PrivacyRequest) -> Client:
    """Olu signs in on the day after."""
    today = timezone.now()
    return signed_in(hire("olu", "officer", now=today), now=today)


def test_the_form_is_there_only_when_the_date_is_missed(desk: Desk, now: datetime) -> None:
    request = PrivacyRequest.objects.get(id=cast.ask(cast.body("restriction"), now=now).requests[0].id)
    olu = desk("olu")
    assert "Send a delay letter" not in olu.get(address(request)).text
    with nothing_written(*LOOKS):
        page = unescape(do(olu, request, "delay", **SORRY).text)
    assert "The date is not missed. Extend it in time, or answer." in page
    assert SORRY["cause"] in page


def test_the_letter_goes_out_and_the_legal_date_stays(late: PrivacyRequest, olu: Client) -> None:
    page = olu.get(address(late)).text
    assert "Send a delay letter" in page
    assert "Extend the date" not in page
    due = late.respond_by
    done = do(olu, late, "delay", **SORRY)
    assert "The delay letter is on its way." in done.text
    late.refresh_from_db()
    assert (late.respond_by, late.delay_cause) == (due, SORRY["cause"])
    letter = Letter.objects.get(kind="delay")
    assert (letter.context["cause"], letter.context["new_due"]) == (SORRY["cause"], "2027-02-01")
    assert letter.context["regulator"]["name"] == "the attorney general (Wisconsin)"
    assert not letter.context["court_remedy"]
    [entry] = find_entries(action="request.delay_letter_sent", request=late.id)
    assert entry.facts == {"letter": "delay", "duty": "respond", "days_late": 1}
    assert "archive" not in entry.leaf


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"cause": ""}, "Write this first: Why we are late."),
        ({"new_due": ""}, "Give a coming day by which we answer"),
        ({"owner": ""}, "Choose one: Who owns the cause."),
        ({"new_due": "2027-02-31"}, "Give a date that exists"),
        ({"new_due": "0001-01-01"}, "Give a coming day by which we answer"),
        ({"new_due": "2026-11-23"}, "Give a coming day by which we answer"),
        ({"new_due": "9999-12-31"}, "within a year"),
        ({"cause": "a\u202eb"}, "hidden or control"),
    ],
)
def test_what_does_not_fit_is_said_and_the_words_stay(
    late: PrivacyRequest, olu: Client, typed: dict[str, str], says: str
) -> None:
    with nothing_written(*LOOKS):
        page = unescape(do(olu, late, "delay", **{**SORRY, **typed}).text)
    assert says in page
    assert "There is a problem" in page
    assert '<details class="govuk-details" id="delay" open>' in page
    assert typed.get("cause", SORRY["cause"]).split("\u202e")[0] in page


def test_a_second_click_meets_a_changed_case(late: PrivacyRequest, olu: Client) -> None:
    seen = PrivacyRequest.objects.get(id=late.id).rev
    for status in (302, 409):
        assert olu.post(address(late, "delay"), {"rev": seen, **SORRY}).status_code == status
    assert Letter.objects.filter(kind="delay").count() == 1


def test_only_who_has_an_attorney_general_is_sent_to_one(now: datetime, clock) -> None:
    abroad = cast.body("restriction", residence={"country": "DE"})
    request = PrivacyRequest.objects.get(id=cast.ask(abroad, now=now).requests[0].id)
    clock.move_to(request.respond_at + timedelta(days=1))
    today = timezone.now()
    do(signed_in(hire("olu", "officer", now=today), now=today), request, "delay", **SORRY)
    letter = Letter.objects.get(kind="delay")
    assert letter.context["court_remedy"]
    words = outbox.words_of(letter.id).text
    assert "attorney general" not in words
    assert "data protection authority" in words


def test_cause_and_owner_are_recorded_and_shown_and_the_leads_hear_of_it_once(
    late: PrivacyRequest, olu: Client
) -> None:
    lena = hire("lena", "lead", now=timezone.now(), email="lena@example.com")
    for turn in range(2):
        do(olu, late, "delay", **{**SORRY, "owner": str(lena.id) if turn else "claims"})
    cast.work_off(timezone.now())
    [first, second] = sorted(find_entries(action="request.breach_explained", request=late.id), key=lambda one: one.at)
    assert {first.facts["owner"], second.facts["owner"]} == {"claims", str(lena.id)}
    late.refresh_from_db()
    assert (late.delay_owner, late.delay_department) == (lena.id, "")
    page = olu.get(address(late)).text
    assert "Owner of the cause:" in page
    assert lena.display_name in page
    [told] = Letter.objects.filter(kind="staff_alert", about=late.id)
    assert told.context["path"] == f"/officer/case/{late.reference}/"
    words = outbox.words_of(told.id).text
    assert "Nora" not in words
    assert SORRY["cause"] not in words


def test_nobody_owns_what_nobody_of_us_is_named_for(late: PrivacyRequest, olu: Client) -> None:
    with nothing_written(*LOOKS):
        page = do(olu, late, "delay", **{**SORRY, "owner": "the-moon"}).text
    assert "There is a problem" in page
