"""Each field of the form sent alone, the others empty: people stop in the middle. A page answers, never an error."""

import re

import pytest
from django.test import Client

from dsar_portal.consumer.forms.journey import STEPS
from requests_app.choices import Right

pytestmark = pytest.mark.django_db

CONTROL = re.compile(r"<(?:input|select|textarea)\b[^>]*\bname=\"([^\"]+)\"[^>]*>")
FIRST_CHOICE = re.compile(r"<option value=\"([^\"]+)\"")
VALUE = re.compile(r"\bvalue=\"([^\"]+)\"")


def test_any_field_alone_gets_an_answer(client: Client) -> None:
    capacity = "authorized_agent"
    client.post("/request/who/", {"capacity": capacity})
    client.post("/request/what/", {"rights": [right.value for right in Right if right != Right.APPEAL]})
    answered = 0
    for address in (*(f"/request/{step.slug}/" for step in STEPS), "/ask/", "/child/", "/opt-out/", "/status/"):
        page = client.get(address)
        for name, value in _typed(page.text).items() if page.status_code == 200 else ():
            found = client.post(address, {name: value})
            assert found.status_code in (200, 302), f"{address} with {name} alone"
            answered += 1
        client.post("/request/who/", {"capacity": capacity})
    assert answered > 40


def _typed(text: str) -> dict[str, str]:
    """A plausible value for each field of a page: its first choice, or a number that any text may be."""
    form = text[text.find("<main") : text.find("</main>")]
    found: dict[str, str] = {}
    for match in CONTROL.finditer(form):
        chosen = VALUE.search(match.group()) or (
            FIRST_CHOICE.search(form, match.end()) if match.group().startswith("<select") else None
        )
        found.setdefault(match.group(1), chosen.group(1) if chosen else "2")
    return {name: value for name, value in found.items() if name not in {"csrfmiddlewaretoken", "file"}}
