"""Every page with a field keeps what was typed when the language is pressed, and no new page can forget it."""

import re
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client, RequestFactory
from django.urls import URLPattern, reverse

from dsar_portal.consumer.forms import overview
from dsar_portal.consumer.urls import urlpatterns
from notifications.models import Letter
from requests_app.models import Inquiry, Message, Submission
from requests_app.services import agent_requests
from tests.consumer.test_language_kept import switched

pytestmark = pytest.mark.django_db
WORDS, TOKEN = "These are my words.", "x" * 43
# Each page with a field that a person sees, and one such field.
OPEN = {
    "ask": "body", "child": "body", "opt-out": "contact", "return": "code", "status": "code", "lost-code": "reference",
    "receipt": "receipt", "appeal-by-link": "explanation", "permission": "typed_name",
}  # fmt: skip
OWN = {
    "request": "body", "appeal": "explanation", "evidence": "body", "answer": "code", "identity-facts": "policy_number",
    "identity-declaration": "typed_name", "identity-another": "contact", "identity-code": "code",
    "identity-point": "code", "identity-letter": "code",
}  # fmt: skip
# The form itself has stories of its own in test_language_kept.py; a window of time is chosen, not typed.
ELSEWHERE = {"step", "save", "identity-call"}
BUTTONS = "buttons only: there is nothing to keep"
WITHOUT = {
    "start-again": BUTTONS, "check": BUTTONS, "leave": BUTTONS, "withdraw": BUTTONS, "unsubscribe": BUTTONS,
    "permission-end": BUTTONS, "verify": BUTTONS, "download": BUTTONS, "stop": BUTTONS,
    "identity-account-leave": BUTTONS, "wrong": BUTTONS,
    "identity-paper": "a file alone, and no page can give a browser its file back",
}  # fmt: skip
FILLERS: dict[str, Any] = {
    "slug": "x", "token": TOKEN, "ref": "JM-7K3F-92QX", "version": "1", "kind": "identity", "name": "x", "part": "pdf",
    "point": UUID(int=1), "attachment_id": UUID(int=1), "number": 1,
}  # fmt: skip


def takes_posts(pattern: URLPattern) -> bool:
    """Whether a page can be sent, as it says itself to a method that no page knows."""
    named = {name: FILLERS[name] for name in pattern.pattern.converters}
    return "POST" in pattern.callback(RequestFactory().put("/"), **named).headers["Allow"]


def test_every_page_that_can_be_sent_keeps_its_words_or_has_none() -> None:
    sent = {pattern.name for pattern in urlpatterns if takes_posts(pattern)}
    assert sent == {*OPEN, *OWN, *ELSEWHERE, *WITHOUT}
    assert not {*OPEN, *OWN, *ELSEWHERE} & set(WITHOUT)


def kept(client: Client, address: str, field: str) -> None:
    page = switched(client, address, **{field: WORDS})
    assert WORDS in page, address
    assert re.search(r'<form id="words"[^>]*method="post"', page), "the language belongs to the form of the page"
    assert 'name="switch_language" value="en"' in page, "and can be pressed once more"


@pytest.fixture
def _letters(monkeypatch: pytest.MonkeyPatch, now) -> None:
    asked = SimpleNamespace(agent_name="Ada Agent", received_on=now.date(), rights=["access"])
    monkeypatch.setattr(agent_requests, "question", lambda _token, now: asked)


@pytest.mark.usefixtures("_letters")
@pytest.mark.parametrize("name", OPEN)
def test_a_page_that_anybody_opens(name: str, client: Client) -> None:
    token = {"token": TOKEN} if name in {"appeal-by-link", "permission"} else {}
    kept(client, reverse(f"consumer:{name}", kwargs=token), OPEN[name])
    assert not Inquiry.objects.exists()
    assert not Submission.objects.exists()


def test_every_page_behind_the_access_code(register, file, client: Client, now, monkeypatch) -> None:
    ref = file(what={"rights": ["correction"]})["references"][0]
    [mailbox] = re.findall(r'href="(/status/identity/code/[0-9a-f-]{36}/)"', client.get("/status/identity/").text)[:1]
    for address in (mailbox, "/status/identity/letter/"):
        client.post(address, {"send": "1"})
    monkeypatch.setattr(overview, "open_package", lambda _row, now: SimpleNamespace(expires_at=now))
    letters = Letter.objects.count()
    for name, field in OWN.items():
        own = {"ref": ref} if name in {"request", "appeal", "evidence", "answer"} else {}
        address = mailbox if name == "identity-point" else reverse(f"consumer:{name}", kwargs=own)
        kept(client, address, field)
    assert (Message.objects.count(), Letter.objects.count()) == (0, letters)


def test_where_a_form_is_put_aside(fill, client: Client) -> None:
    fill()
    kept(client, "/request/save/", "email")
    assert client.get("/request/check/").status_code == 200, "it was not put aside"


def test_a_page_without_a_field_just_now_and_one_where_something_is_chosen(register, file, client: Client) -> None:
    file()
    for address in ("/status/identity/code/", "/status/identity/letter/"):
        page = client.get(address).text
        assert 'form="words"' not in page, address
        assert 'class="app-language" action="/language/"' in page
    page = switched(client, "/status/identity/call/", window="evening")
    assert re.search(r'value="evening"[^>]* checked', page)
