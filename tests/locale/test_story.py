"""Nora asks in Spanish and meets no English sentence of ours, from the first question to the opened answer."""

import pytest
from django.test import Client

from fulfillment import selectors as held
from notifications.models import Letter
from requests_app.decision import DecidedItem, Decision
from requests_app.models import PrivacyRequest
from tests.consumer.conftest import NORA_PAGES
from tests.consumer.test_answer import decide, open_it
from tests.locale.english import english_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_spanish(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser and the answer to "in which language should we write" both say Spanish."""
    client.cookies["django_language"] = "es"
    monkeypatch.setitem(NORA_PAGES, "answer", {**NORA_PAGES["answer"], "language": "es"})


def test_every_question_is_asked_in_spanish(client: Client, fill) -> None:
    every = ["access", "correction", "deletion", "opt_out", "restriction", "objection", "automated_decision"]
    asked = fill(who={"capacity": "authorized_agent"}, what={"rights": [*every, "consent_withdrawal"]})
    for slug in [*asked, "check"]:
        page = client.get(f"/request/{slug}/").text
        assert '<html lang="es"' in page
        assert english_on(page) == [], slug


def test_every_complaint_of_a_form_is_spanish(client: Client) -> None:
    client.post("/request/who/", {"capacity": "self"})
    for address in ("/request/what/", "/opt-out/", "/ask/", "/child/", "/status/", "/receipt/", "/request/return/"):
        page = client.post(address, {}).text
        assert "Hay un problema" in page, address
        assert english_on(page) == [], address


def test_the_confirmation_and_the_status_are_spanish(client: Client, file) -> None:
    filed = file(what={"rights": ["access", "deletion", "opt_out"]})
    assert english_on(filed["text"]) == []
    for reference in filed["references"]:
        assert english_on(client.get(f"/status/{reference}/").text) == []
    for page in ("identity", "identity/code", "identity/facts", "identity/statement", "requests"):
        assert english_on(client.get(f"/status/{page}/").text) == [], page


def test_the_answer_is_spanish_in_every_part_for_people(client: Client, answered: str) -> None:
    request = answered.removesuffix("answer/")
    assert english_on(client.get(request).text) == []
    assert english_on(client.get(answered).text) == []
    open_it(client, answered)
    assert english_on(client.get(answered).text) == []
    readable = client.get(f"{answered}html/").text
    # After this heading come records as the systems hold them, under the systems' own names.
    ours, heading, _records = readable.partition("Los datos mismos")
    assert heading
    assert english_on(ours) == []


def test_a_refusal_gives_ground_day_and_letter_in_spanish(client: Client, proved, now) -> None:
    row: PrivacyRequest = proved("deletion")
    decide(row, Decision("denied", "No hallamos lo suficiente.", (), "DEL-CLAIMS"), now)
    page = client.get(f"/status/{row.reference}/").text
    assert english_on(page) == []
    assert {letter.language for letter in Letter.objects.filter(about=row.submission_id)} == {"es"}


def test_what_is_kept_is_told_with_a_spanish_day(client: Client, proved, now) -> None:
    row: PrivacyRequest = proved("deletion")
    places = dict.fromkeys((one.category, one.system) for one in held.items_for(row.id))
    why = ("kept", "DEL-LEGAL", "Wis. Adm. Code Ins 6.80", "2032-12-31")
    kept = tuple(DecidedItem(*place, *why) for place in places)
    decide(row, Decision("denied", "La póliza sigue abierta.", kept, "DEL-LEGAL"), now)
    page = client.get(f"/status/{row.reference}/").text
    assert "viernes, 31 de diciembre de 2032" in page
    assert english_on(page) == []
