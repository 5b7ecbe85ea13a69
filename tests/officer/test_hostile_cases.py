"""The officers' desk against what does not fit: the reason on the page, the words kept, the case as it was."""

from datetime import datetime
from html import unescape
from urllib.parse import urlencode

import pytest

from requests_app.models import Inquiry, PrivacyRequest
from requests_app.services import correspondence
from tests import cast
from tests.officer.casework import Desk, address, answers, do, proved
from tests.officer.test_entering import NEW, letter
from tests.untouched import HIDDEN, RUNNABLE, nothing_written

FORM = "application/x-www-form-urlencoded"
# What may be looked at leaves a trace, whatever becomes of the deed.
LOOKS = ("case.viewed", "inquiry.viewed", "case.revealed")
LONG = "word " * 5_000
TEXTS = {
    "message": ("body", {}), "note": ("body", {}), "extend": ("explanation", {"reason": "VOLUME"}),
    "delay": ("cause", {"new_due": "2027-02-01"}), "return": ("reason", {}),
    "evidence": ("reason", {"method": "phone", "points": ["call_back"]}),
    "decide": ("summary", {"outcome": "denied", "now": "1"}),
}  # fmt: skip


@pytest.fixture
def request_of_nora(now: datetime) -> PrivacyRequest:
    return PrivacyRequest.objects.get(id=cast.ask(cast.body("restriction"), now=now).requests[0].id)


def test_hidden_signs_and_floods_of_words(desk: Desk, request_of_nora: PrivacyRequest) -> None:
    olu = desk("olu")
    with nothing_written(*LOOKS):
        for deed, (field, more) in TEXTS.items():
            for text in (*HIDDEN.values(), LONG):
                page = unescape(do(olu, request_of_nora, deed, **more, **{field: text}).text)
                says = "characters or fewer" if text == LONG else "hidden or control characters"
                assert says in page, deed
                assert "<title>Error:" in page, deed


def test_empty_words(desk: Desk, request_of_nora: PrivacyRequest) -> None:
    olu = desk("olu")
    with nothing_written(*LOOKS):
        for deed, (field, more) in TEXTS.items():
            page = do(olu, request_of_nora, deed, **more, **{field: "  "})
            assert "There is a problem" in page.text, deed


def test_a_field_that_comes_twice_is_not_guessed(desk: Desk, request_of_nora: PrivacyRequest) -> None:
    olu = desk("olu")
    with nothing_written(*LOOKS):
        body = urlencode({"rev": request_of_nora.rev, "body": "one"}) + "&body=two"
        page = olu.post(address(request_of_nora, "note"), body, content_type=FORM)
        assert "This was sent more than once. Enter it once" in page.text


def test_an_unknown_field_changes_nothing(desk: Desk, request_of_nora: PrivacyRequest) -> None:
    do(desk("olu"), request_of_nora, "note", body="Called.", status="completed", decided_by="1", required_tier="0")
    request_of_nora.refresh_from_db()
    assert (request_of_nora.status, request_of_nora.decided_by) == ("in_progress", None)


@pytest.mark.parametrize("rev", ["x", "-1", "99999999999999999999", "1.5", ""])
def test_a_revision_that_is_none(desk: Desk, request_of_nora: PrivacyRequest, rev: str) -> None:
    with nothing_written(*LOOKS):
        page = desk("olu").post(address(request_of_nora, "assign"), {"rev": rev, "me": "1"})
        assert page.status_code in {200, 409}
        assert "There is a problem" in page.text or "This case changed" in page.text


def test_floods_are_refused_with_what_to_do(desk: Desk, request_of_nora: PrivacyRequest) -> None:
    olu = desk("olu")
    with nothing_written(*LOOKS):
        for there in (address(request_of_nora, "note"), NEW, "/officer/queue/assign-to-me/"):
            many = olu.post(there, "&".join(f"f{n}=1" for n in range(10_000)), content_type=FORM)
            big = olu.post(there, "body=" + "a" * 300_000, content_type=FORM)
            rights = olu.post(there, "&".join(["rights=access"] * 10_000), content_type=FORM)
            assert (many.status_code, big.status_code, rights.status_code) == (400, 413, 400)
            assert "Shorten the text" in big.text


def test_impossible_days_in_a_decision(desk: Desk, now: datetime) -> None:
    request, olu = proved(now, "deletion"), desk("olu")
    typed = {"review": "1", "outcome": "partly_completed", "summary": "keep me", **answers(olu, request, "erased")}
    typed |= {"outcome_0": "kept", "ground_0": "DEL-LEGAL", "cite_0": "Wis. Adm."}
    with nothing_written(*LOOKS):
        for day in ("2032-02-31", "0001-01-01", "1999-12-31", "soon", "٢٠٣٢-١٢-٣١"):
            page = do(olu, request, "decide", **typed, until_0=day)
            assert "There is a problem" in page.text, day
            assert "keep me" in page.text


@pytest.mark.parametrize("typed", ["JM-2222-2223", "hello", "JM-2222-2222", "%00", "a" * 500])
def test_a_reference_that_opens_nothing(desk: Desk, request_of_nora: PrivacyRequest, typed: str) -> None:
    olu = desk("olu")
    with nothing_written():
        for there in ("", "reveal/", "found/", "note/", "approve/"):
            call = olu.post if there in {"reveal/", "note/", "approve/"} else olu.get
            assert call(f"/officer/case/{typed}/{there}").status_code == 404, there


def test_behind_the_wall_no_deed_reaches_a_case(desk: Desk, request_of_nora: PrivacyRequest) -> None:
    mina = desk("mina")
    with nothing_written():
        for deed in ("assign", "note", "message", "extend", "delay", "decide", "approve", "return", "evidence",
                     "fail", "narrow", "withdraw", "close", "reopen", "read"):  # fmt: skip
            assert mina.post(address(request_of_nora, deed), {"rev": request_of_nora.rev}).status_code == 404, deed


def test_the_back_button_after_the_answer(desk: Desk, now: datetime) -> None:
    request, olu = proved(now, "restriction"), desk("olu")
    do(olu, request, "decide", now="1", outcome="completed", summary="It is limited.")
    request.refresh_from_db()
    assert request.status == "completed"
    old = request.rev - 1
    with nothing_written(*LOOKS):
        for deed, typed in (("decide", {"now": "1", "outcome": "denied", "summary": "No."}), ("assign", {"me": "1"}),
                            ("extend", {"reason": "VOLUME", "explanation": "More."}), ("withdraw", {}),
                            ("close", {"reason": "spam"}), ("approve", {}), ("return", {"reason": "x"})):  # fmt: skip
            stale = olu.post(address(request, deed), {"rev": old, **typed})
            assert stale.status_code == 409, deed
            page = do(olu, request, deed, **typed)
            assert "There is a problem" in page.text, deed


class TestInquiries:
    @pytest.fixture
    def there(self, now: datetime) -> str:
        asked = correspondence.inquire(
            kind="question", body="Why <b>?</b>", contact=None, language="en", channel="web", by=cast.anonymous(),
            now=now,
        )  # fmt: skip
        return f"/officer/inquiries/{asked.id}/"

    def test_hidden_empty_and_long(self, desk: Desk, there: str) -> None:
        olu = desk("olu")
        with nothing_written(*LOOKS):
            for text in (*HIDDEN.values(), "", LONG):
                page = olu.post(there, {"answer": text})
                assert "There is a problem" in page.text
                assert text != LONG or "word word" in page.text
        assert Inquiry.objects.get().answer == ""

    @pytest.mark.parametrize("text", RUNNABLE)
    def test_what_other_programs_would_run(self, desk: Desk, there: str, text: str) -> None:
        olu = desk("olu")
        assert olu.post(there, {"answer": text}).status_code == 302
        page = olu.get(there).text
        assert "<script>alert" not in page
        assert text in unescape(page)


class TestEntering:
    def test_twice_and_unknown_and_hidden(self, desk: Desk) -> None:
        olu = desk("olu")
        typed = letter(olu)
        with nothing_written():
            body = urlencode(typed, doseq=True) + "&given_name=Sam"
            assert "This was sent more than once" in olu.post(NEW, body, content_type=FORM).text
            for text in HIDDEN.values():
                for field in ("city", "details", "requester_name"):
                    page = olu.post(NEW, {**typed, field: text})
                    assert "hidden or control characters" in page.text, field
                    assert 'value="Quist"' in page.text

    def test_no_unknown_field_reaches_the_request(self, desk: Desk) -> None:
        olu = desk("olu")
        olu.post(NEW, letter(olu, status="completed", required_tier="0", entered_by=""))
        assert {row.status for row in PrivacyRequest.objects.all()} == {"verifying"}
        assert all(row.entered_by for row in PrivacyRequest.objects.all())
