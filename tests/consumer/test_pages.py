"""Every page opens, in both languages, and says nothing personal in its address or title."""

import pytest
from django.test import Client

PUBLIC = [
    "/", "/opt-out/", "/status/", "/ask/", "/child/", "/receipt/", "/privacy-notice/", "/accessibility/",
    "/correctable/",
    "/request/who/", "/request/return/", "/request/ended/", "/request/pause/",
    "/status/lost-code/", "/status/lost-code/asked/",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_opens_without_an_account(client: Client, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert "<h1" in page.text


@pytest.mark.django_db
def test_the_start_page_names_every_way_to_ask(client: Client) -> None:
    page = client.get("/").text
    for way in ("/request/", "/opt-out/", "/status/", "/ask/", "/child/", "877-238-5595", "privacy@jminsure.com"):
        assert way in page


@pytest.mark.django_db
def test_the_signal_of_the_browser_is_seen_honored_and_shown(client: Client) -> None:
    page = client.get("/", headers={"sec-gpc": "1"})
    assert "Opt-Out Request Honored" in page.text
    assert "Sec-GPC" in page["Vary"]
    assert "Opt-Out Request Honored" not in client.get("/").text


@pytest.mark.django_db
def test_status_pages_lead_a_stranger_to_the_door(client: Client) -> None:
    for address in ("/status/requests/", "/status/JM-7K3F-92QX/", "/status/identity/", "/status/JM-7K3F-92QX/answer/"):
        assert client.get(address).headers["Location"] == "/status/"


@pytest.mark.django_db
def test_a_link_from_a_letter_opens_nothing_by_itself(client: Client) -> None:
    for address in ("/d/anything", "/verify/anything"):
        assert "Go on with your reference number and access code" in client.get(address).text
    assert client.get("/status/identity/").headers["Location"] == "/status/"
