"""The phone desk against slips and worse: the call stays on the screen, nothing is filed, and a sentence says why."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client

from audit.selectors import find_entries
from requests_app.models import PrivacyRequest, Submission
from tests import cast
from tests.callcenter.desk import NORA, Caller
from tests.conftest import NOW
from tests.untouched import HIDDEN, RUNNABLE, nothing_written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
# Looking for earlier requests of the caller, and that there was a call, are on record whatever becomes of it.
LOOKS = ("queue.searched", "call.started", "caller.check_failed", "status.told_by_phone")
FORM = "application/x-www-form-urlencoded"
ACCESS = {**NORA, "rights": ["access"], "details": "keep me"}


def refused(casey: Caller, fields: dict, *, kept: str = "keep me") -> str:
    """Send a call that cannot be filed; gives the page."""
    sent = casey.confirmed(fields)
    with nothing_written(*LOOKS):
        page = unescape(casey.send(sent).content.decode())
    assert "<title>Error:" in page
    assert kept in page
    return page


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
@pytest.mark.parametrize("field", ["family_name", "street", "city", "requester_name", "safe_instructions"])
def test_hidden_signs_in_any_field(casey: Caller, field: str, text: str) -> None:
    more = {"capacity": "authorized_agent", "authority": "signed_permission", "requester_phone": "414-555-0111",
            "requester_name": "Rae", "safe": "other", "safe_phone": "414-555-0112"}  # fmt: skip
    assert "hidden or control characters" in refused(casey, {**ACCESS, **more, field: text})


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("identifier", "55-1О2938", "plain letters"),
        ("rights", ["access", "everything"], "Choose"),
        ("rights", [], "Choose at least one"),
        ("state", "ZZ", "valid choice"),
        ("delivery", "pigeon", "valid choice"),
        ("language", "xx", "Choose one of"),
        ("company", "acme", "valid choice"),
        ("given_name", "N" * 101, "100 characters or fewer"),
        ("date_of_birth", "١٩٦١-٠٤-٠٩", "date that exists"),
        ("passphrase", "apple\x00bridge cedar dragon", "four words"),
    ],
)
def test_what_does_not_fit(casey: Caller, field: str, typed: object, says: str) -> None:
    assert says.lower() in refused(casey, {**ACCESS, field: typed}).lower()


def test_an_unknown_field_changes_nothing(casey: Caller) -> None:
    casey.file({**ACCESS, "status": "completed", "required_tier": "0", "taken_by": "sam"})
    row = PrivacyRequest.objects.get()
    assert (row.status, row.entered_by) == ("verifying", casey.user.id)


def test_a_field_that_comes_twice_is_not_guessed(casey: Caller) -> None:
    body = urlencode(casey._sent(casey.confirmed(ACCESS)), doseq=True) + "&given_name=Sam"
    with nothing_written(*LOOKS):
        page = casey.client.post("/phone/new/", body, content_type=FORM).content.decode()
    assert "This was sent more than once. Enter it once" in page


@pytest.mark.parametrize("address", ["/phone/new/", "/phone/new/save/", "/phone/look-up/"])
def test_floods_are_refused_with_what_to_do(casey: Caller, address: str) -> None:
    with nothing_written():
        many = casey.client.post(address, "&".join(f"f{n}=1" for n in range(10_000)), content_type=FORM)
        big = casey.client.post(address, "details=" + "a" * 300_000, content_type=FORM)
    assert (many.status_code, big.status_code) == (400, 413)
    assert "Go back, check what you entered" in many.content.decode()
    assert "Shorten the text" in big.content.decode()


def test_ten_thousand_rights(casey: Caller) -> None:
    body = "&".join([f"call={casey.call}", *["rights=access"] * 10_000])
    with nothing_written():
        assert casey.client.post("/phone/new/", body, content_type=FORM).status_code == 400


@pytest.mark.parametrize("text", RUNNABLE)
def test_what_other_programs_would_run_is_shown_as_typed(casey: Caller, text: str) -> None:
    casey.save({**ACCESS, "details": text, "street": text})
    page = casey.client.get(f"/phone/calls/{casey.call}/").content.decode()
    assert text in unescape(page)
    assert "<script>alert" not in page


class TestCallers:
    @pytest.fixture
    def there(self, casey: Caller, now: datetime) -> str:
        """The address of a request of Nora's."""
        return f"/phone/requests/{cast.ask(cast.body('deletion'), now=now).requests[0].id}/"

    @pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
    def test_hidden_signs(self, casey: Caller, there: str, text: str) -> None:
        with nothing_written(*LOOKS):
            for address, field in (("/phone/look-up/", "text"), (f"{there}note/", "body")):
                page = unescape(casey.client.post(address, {field: text}).content.decode())
                assert "hidden or control characters" in page, address

    def test_a_long_note_is_kept_on_the_page(self, casey: Caller, there: str) -> None:
        with nothing_written(*LOOKS):
            page = casey.client.post(f"{there}note/", {"body": "long " * 1_000}).content.decode()
        assert "Use 4000 characters or fewer" in page
        assert "long long long" in page

    def test_nothing_ticked_and_nothing_said(self, casey: Caller, there: str) -> None:
        with nothing_written(*LOOKS):
            for deed, says in (("note", "Write the note first"), ("withdraw", "tick the box"), ("check", "four words")):
                assert says in unescape(casey.client.post(f"{there}{deed}/", {}).content.decode())

    @pytest.mark.parametrize("typed", ["JM-2222-2223", "jm 0oi1 lu22"])
    def test_a_wrong_check_character(self, casey: Caller, typed: str) -> None:
        with nothing_written():
            page = casey.client.post("/phone/look-up/", {"text": typed}).content.decode()
            assert "Check the reference" in page
            assert typed in page

    def test_an_unknown_request_takes_no_deed(self, casey: Caller) -> None:
        with nothing_written():
            for deed, typed in (("note", {"body": "x"}), ("withdraw", {"confirmed": "on"}), ("appeal", {}),
                                ("check", {"passphrase": "a b c d"})):  # fmt: skip
                address = f"/phone/requests/01a20527-8a5d-73bc-8a35-7aca2860fc9c/{deed}/"
                assert casey.client.post(address, typed).status_code == 404, deed


@pytest.mark.django_db(transaction=True)
def test_two_clicks_in_the_same_moment_file_once(committed_db: str) -> None:
    casey = Caller(NOW)
    sent = casey._sent(casey.confirmed({"consent": "yes", **ACCESS}))

    def click(_number: int) -> str:
        second = Client()
        second.cookies = casey.client.cookies.copy()
        try:
            return second.post("/phone/new/", sent).headers["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(click, range(6))) == {f"/phone/calls/{casey.call}/filed/"}
    assert Submission.objects.count() == PrivacyRequest.objects.count() == 1
    assert len(find_entries(action="submission.filed")) == 1
