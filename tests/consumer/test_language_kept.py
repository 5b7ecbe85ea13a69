"""Nora presses the other language in the middle of a page: the page changes, her words stay. Without scripts."""

import re

import pytest
from django.test import Client

from requests_app.models import Draft, Inquiry, Message, Submission

pytestmark = pytest.mark.django_db


def switched(client: Client, address: str, **fields: object) -> str:
    page = client.post(address, {**fields, "switch_language": "es"})
    assert (page.status_code, page.headers["Content-Language"]) == (200, "es")
    assert 'lang="es"' in page.text
    assert "govuk-error-summary" not in page.text, "what is not finished is not judged"
    return page.text


def value_of(name: str, page: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def test_half_a_page_of_the_form_stays(fill, client: Client) -> None:
    fill(what={"rights": ["correction"]})
    before = Draft.objects.get().answers
    page = switched(client, "/request/name/", given_name="Núria", family_name="")
    assert value_of("given_name", page) == "Núria"
    page = switched(client, "/request/birth/?change=1", date_of_birth_0="4", date_of_birth_1="9", date_of_birth_2="")
    assert value_of("date_of_birth_1", page) == "9"
    assert re.search(r'<option value="4"[^>]* selected[^>]*>abril', page, re.I)
    page = switched(client, "/request/what/", rights=["access", "objection"])
    assert len(re.findall(r'type="checkbox"[^>]*checked', page)) == 2
    blocks = {"count": "2", "field_0": "phone", "requested_0": "920", "field_1": "email", "requested_1": "n@e.org"}
    page = switched(client, "/request/correction/", **blocks)
    assert "n@e.org" in page
    assert Draft.objects.get().answers == before, "nothing is kept that was not sent"
    assert 'lang="es"' in client.get("/request/name/").text, "and the language is remembered"


def test_words_of_other_forms_stay_and_nothing_is_sent(file, client: Client) -> None:
    status = f"/status/{file()['references'][0]}/"
    pages = {
        "/ask/": "body", status: "body", f"{status}appeal/": "explanation", "/opt-out/": "contact",
        "/status/identity/facts/": "policy_number",
    }  # fmt: skip
    for address, name in pages.items():
        assert "These are my words." in switched(client, address, **{name: "These are my words."}), address
    assert (Message.objects.count(), Inquiry.objects.count(), Submission.objects.count()) == (0, 0, 1)


def test_no_such_language(client: Client) -> None:
    page = client.post("/request/who/", {"capacity": "self", "switch_language": "xx"})
    assert page.headers["Location"] == "/request/what/"


def test_enter_in_a_field_goes_on_and_does_not_switch(client: Client) -> None:
    page = client.get("/request/who/").text
    first = re.search(r'<button[^>]*form="words"[^>]*>', page)[0]
    assert "name=" not in first
