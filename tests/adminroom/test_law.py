"""Lena proposes a number of the law in the browser, sees what it would do, and Ada lets it count."""

import re
from datetime import datetime
from html import unescape

import pytest
from django.test import Client

from requests_app.models import LawChange, PrivacyRequest
from tests import cast
from tests.accounts.cast import hire, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TYPED = {
    "regime": "jm_policy", "right": "access", "what": "respond", "value": "30 days", "cite": "Privacy Policy (2027)",
    "effective_from_0": "11", "effective_from_1": "1", "effective_from_2": "2026",
    "reason": "The policy now promises an answer sooner.",
}  # fmt: skip
NEW = "/admin-room/regimes/changes/new/"


@pytest.fixture
def lena(now: datetime) -> Client:
    return signed_in(hire("lena", "lead", now=now), now=now)


@pytest.fixture
def ada(now: datetime) -> Client:
    return signed_in(hire("ada", "admin", now=now), now=now)


def propose(lena: Client, **typed: str) -> str:
    return unescape(lena.post(NEW, {**TYPED, **typed}, follow=True).text)


def test_from_proposal_to_the_new_day(lena: Client, ada: Client, now: datetime) -> None:
    filed = cast.ask(cast.body("access"), now=now)
    page = propose(lena)
    assert "Somebody else must approve it" in page
    assert "Approve: let it count" not in page
    row = LawChange.objects.get()
    address = f"/admin-room/regimes/changes/{row.id}/"
    page = unescape(ada.get(address).text)
    assert "Looked at 1 of 1 open requests" in page
    assert re.search(r"lena, November 23, 2026", page, re.IGNORECASE)
    assert "January 7, 2027" in page
    assert "December 23, 2026" in page
    assert "are being dated anew" in unescape(ada.post(address + "approve/", follow=True).text)
    cast.work_off(now)
    request = PrivacyRequest.objects.get(reference=filed.requests[0].reference)
    assert request.respond_by.isoformat() == "2026-12-23"
    listed = unescape(ada.get("/admin-room/regimes/").text)
    assert "+1, for requests received on" in listed
    assert "30 days" in listed


def test_the_proposer_cannot_approve_and_may_take_it_back(lena: Client) -> None:
    propose(lena)
    row = LawChange.objects.get()
    address = f"/admin-room/regimes/changes/{row.id}/"
    assert "Somebody else must approve" in unescape(lena.post(address + "approve/", follow=True).text)
    assert "Nothing was changed" in unescape(lena.post(address + "refuse/", follow=True).text)
    row.refresh_from_db()
    assert (row.state, row.number) == ("refused", None)
    assert "decided already" in unescape(lena.post(address + "refuse/", follow=True).text)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"value": "soon"}, "is not a period"),
        ({"value": "120 days"}, "does not fit the other rules"),
        ({"cite": ""}, "Give the citation"),
        ({"regime": "atlantis"}, "Select a valid choice"),
        ({"effective_from_0": "2", "effective_from_1": "31"}, "real date"),
    ],
)
def test_a_wrong_number_is_named_and_what_was_typed_stays(typed, words, lena: Client) -> None:
    page = propose(lena, **typed)
    assert words in page
    assert "The policy now promises an answer sooner." in page
    assert not LawChange.objects.exists()


def test_an_officer_sees_none_of_it(now: datetime) -> None:
    olu = signed_in(hire("olu", "officer", now=now), now=now)
    assert olu.get(NEW).status_code == 403
    assert olu.get("/admin-room/regimes/").status_code == 403
