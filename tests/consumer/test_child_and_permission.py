"""What is typed wrong into a child's report, and links of permissions that are none."""

from html import unescape

import pytest
from django.test import Client

from requests_app.models import Inquiry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Tell us what we should look for"),
        ({"child_email": "kit at home"}, "Check the e-mail address"),
        ({"child_phone": "12"}, "Check the phone number"),
        ({"child_given_name": "K\u202eit"}, "hidden"),
        ({"child_date_of_birth_0": "2", "child_date_of_birth_1": "30", "child_date_of_birth_2": "2015"}, "date"),
        ({"body": "him", "email": "no"}, "Check the e-mail address"),
    ],
)
def test_a_report_that_cannot_be_read_is_kept_on_the_page(client: Client, typed: dict[str, str], words: str) -> None:
    page = client.post("/child/", typed)
    assert page.status_code == 200
    assert words in unescape(page.text)
    assert all(value in unescape(page.text) for value in typed.values() if "\u202e" not in value)
    assert Inquiry.objects.count() == 0


def test_a_report_by_one_thing_alone_is_taken_and_says_nothing_of_what_is_held(client: Client) -> None:
    said = {unescape(client.post("/child/", {"child_email": who}, follow=True).text).count("hold") for who in (
        "nora@example.org", "nobody@example.org")}  # fmt: skip
    assert len(said) == 1
    assert Inquiry.objects.count() == 2


@pytest.mark.parametrize("token", ["x", "x" * 43, "ä" * 43, "x" * 5000])
def test_a_link_that_is_none_is_said_to_be_dead(client: Client, token: str) -> None:
    for address in (f"/permission/{token}", f"/permission/end/{token}"):
        assert client.get(address).status_code == 404
        assert "does not work any more" in client.post(address, {"answer": "yes", "typed_name": "N"}).text
