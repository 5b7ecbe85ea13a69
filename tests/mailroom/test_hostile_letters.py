"""The mail room against slips: the words stay where they were typed, and nothing is recorded."""

from datetime import datetime
from html import unescape

import pytest

from notifications.models import Letter
from requests_app.models import Inquiry
from tests.mailroom.test_mailroom import ROOM, Desk
from tests.mailroom.test_mailroom import letter as letter
from tests.untouched import HIDDEN, RUNNABLE, nothing_written

FORM = "application/x-www-form-urlencoded"
ARRIVED = {"kind": "question", "reference": "", "sender": "N. Q., Neenah", "body": "keep me", "language": "en"}


@pytest.mark.parametrize("typed", ["=cmd|x", "9400\x00", "x" * 41, "<b>", "９４００"])
def test_a_wrong_tracking_number_stays_in_its_box(desk: Desk, letter: Letter, typed: str) -> None:
    with nothing_written():
        page = desk("mo").post(f"{ROOM}letter/{letter.id}/posted/", {"tracking": typed})
    assert "<title>Error:" in page.text
    assert "There is a problem" in page.text
    assert f'value="{typed}"' in unescape(page.text)
    letter.refresh_from_db()
    assert letter.status == "to_print"


def test_a_tracking_number_that_comes_twice(desk: Desk, letter: Letter) -> None:
    with nothing_written():
        page = desk("mo").post(f"{ROOM}letter/{letter.id}/posted/", "tracking=1&tracking=2", content_type=FORM)
    assert "This was sent more than once" in page.text


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_hidden_signs(desk: Desk, now: datetime, text: str) -> None:
    mo = desk("mo")
    with nothing_written():
        for field in ("sender", "body"):
            page = mo.post(f"{ROOM}arrived/", {**ARRIVED, field: text})
            assert "hidden or control characters" in page.text
            assert ("keep me" in page.text) is (field == "sender")


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("reference", "JM-2222-2223", "Check the reference"), ("body", "x" * 20_001, "characters or fewer"),
        ("kind", "bomb", "bomb"), ("language", "xx", "xx"), ("body", " ", "required"),
    ],
)  # fmt: skip
def test_what_does_not_fit(desk: Desk, field: str, typed: str, says: str) -> None:
    with nothing_written():
        page = unescape(desk("mo").post(f"{ROOM}arrived/", {**ARRIVED, field: typed}).text)
    assert says in page
    assert "N. Q., Neenah" in page


def test_floods_and_repetitions(desk: Desk) -> None:
    mo = desk("mo")
    with nothing_written():
        many = mo.post(f"{ROOM}arrived/", "&".join(f"f{n}=1" for n in range(10_000)), content_type=FORM)
        big = mo.post(f"{ROOM}arrived/", "body=" + "a" * 300_000, content_type=FORM)
        twice = mo.post(f"{ROOM}arrived/", "kind=question&language=en&body=a&body=b", content_type=FORM)
    assert (many.status_code, big.status_code) == (400, 413)
    assert "This was sent more than once" in twice.text


@pytest.mark.parametrize("text", RUNNABLE)
def test_what_other_programs_would_run_is_kept_as_typed(desk: Desk, text: str) -> None:
    desk("mo").post(f"{ROOM}arrived/", {**ARRIVED, "body": text, "status": "closed"})
    assert Inquiry.objects.get().body == text
    page = desk("olu").get(f"/officer/inquiries/{Inquiry.objects.get().id}/").text
    assert text in unescape(page)
    assert "<script>alert" not in page
