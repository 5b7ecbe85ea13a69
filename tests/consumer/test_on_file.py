"""A code by post and a call at the number on file, from the status page; known and unknown people see the same."""

import re

import pytest
from django.test import Client

from notifications.models import Letter
from tests.cast import work_off
from tests.consumer.conftest import errors
from tests.untouched import HIDDEN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "register")]
# Nobody of this name is known, though the mailbox is that of somebody who is.
SAM = {"name": {"given_name": "Sam", "family_name": "Nowhere"}, "identifiers": {"policy_number": "99-000000"}}
LETTER, CALL = "/status/identity/letter/", "/status/identity/call/"


def plain(text: str) -> str:
    """A page without what is chance: tokens, references, the ids of one's own contact points."""
    return re.sub(r'value="[^"]{20,}"|JM-\w{4}-\w{4}|[0-9a-f-]{36}', "", text)


def test_nora_enters_the_code_from_the_letter(file, client: Client, now) -> None:
    file()
    assert "Enter a code that we mail" in client.get("/status/identity/").text
    client.post(LETTER, {"send": "1"})
    assert "asked for" in client.get("/status/identity/").text.lower()
    work_off(now)
    code = Letter.objects.get(kind="mailed_code").context["code"]
    assert "not right" in errors(client.post(LETTER, {"code": "2222 2222 2222"}).text)[0]
    assert client.post(LETTER, {"code": code.lower()}).status_code == 302
    assert "letter" not in " ".join(re.findall(r"We put a letter in the post", client.get("/status/requests/").text))


def test_a_stranger_reads_the_same_pages(file, client: Client, now) -> None:
    seen = []
    for who in ({}, SAM):
        client.cookies.clear()
        file(**who)
        pages = [
            client.post(LETTER, {"send": "1"}, follow=True).text,
            client.post(LETTER, {"send": "1"}, follow=True).text,
        ]
        pages.append(client.post(CALL, {"window": "evening"}, follow=True).text)
        work_off(now)
        pages += [client.get(page).text for page in ("/status/identity/", LETTER, CALL)]
        pages += [client.post(LETTER, {"code": code}).text for code in ["2222-2222-2222"] * 6]
        seen.append([plain(page) for page in pages])
    assert seen[0] == seen[1]


@pytest.mark.parametrize("typed", ["", "x" * 5_000, *HIDDEN.values(), "<script>", "０" * 12])
def test_what_is_no_code_costs_no_try(file, client: Client, typed: str) -> None:
    file()
    client.post(LETTER, {"send": "1"})
    assert client.post(LETTER, {"code": typed}).status_code == 200
    assert "4 tries left" in client.post(LETTER, {"code": "2222-2222-2222"}).text
    assert client.post(CALL, {"window": "midnight"}).status_code == 200


def test_what_needs_no_proof_has_no_such_page(file, client: Client) -> None:
    file(what={"rights": ["restriction"]})
    assert client.get(LETTER).status_code == 404
    assert client.post(CALL, {"window": ""}).status_code == 404
