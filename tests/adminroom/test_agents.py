"""Ada puts an agent forward, Lena confirms it, and suspends it; a directory file comes in by command."""

import json
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.accounts.cast import hire, signed_in
from verification import agent_selectors as known

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST = "/admin-room/agents/"
TYPED = {"name": "Kestrel Rights", "registration": "CA 4821990", "domain": "kestrel.example"}
ENTRY = {
    "id": "KESTREL", "name": "Kestrel", "verify_key": "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=",
    "web_url": "https://kestrel.example",
}  # fmt: skip


@pytest.fixture
def lena(now: datetime) -> Client:
    return signed_in(hire("lena", "lead", now=now), now=now)


@pytest.fixture
def ada(now: datetime) -> Client:
    return signed_in(hire("ada", "admin", now=now), now=now)


def test_from_put_forward_to_suspended(lena: Client, ada: Client) -> None:
    page = unescape(ada.post(LIST + "new/", TYPED, follow=True).text)
    assert "Somebody else must confirm it." in page
    (agent,) = known.agents()
    address = f"{LIST}{agent.id}/"
    read = {"rev": agent.rev}
    assert f'name="rev" value="{agent.rev}"' in lena.get(address).text
    assert "Somebody else must confirm" in unescape(ada.post(address + "confirm/", read, follow=True).text)
    for unread in ({}, {"rev": "x"}, {"rev": agent.rev + 1}):
        assert "Read them, then confirm" in unescape(lena.post(address + "confirm/", unread, follow=True).text)
    assert "counts as known" in unescape(lena.post(address + "confirm/", read, follow=True).text)
    assert "Say why" in unescape(lena.post(address + "suspend/", {"reason": " "}).text)
    assert "suspended" in unescape(lena.post(address + "suspend/", {"reason": "lied"}, follow=True).text)
    assert known.agents()[0].status == "suspended"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Enter the name"),
        ({"domain": ""}, "a name alone shows nothing"),
        ({"domain": "gmail.com"}, "Anybody can have a mailbox there"),
        ({"domain": "no domain"}, "Enter a valid domain name"),
        ({"website": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"api_keys": "0"}, "0 is not one of the available choices"),
    ],
)
def test_what_cannot_be_an_agent_is_said_and_nothing_is_kept(ada: Client, typed: dict[str, str], words: str) -> None:
    assert words in unescape(ada.post(LIST + "new/", {**TYPED, **typed}).text)
    assert known.agents() == []


def test_others_do_not_see_the_list(now: datetime) -> None:
    assert signed_in(hire("olu", "officer", now=now), now=now).get(LIST).status_code == 403


def test_a_file_that_is_no_directory_is_refused_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "agents.json"
    for text in ("", "{", '{"agents": 1}', "\u0000", "[" * 100_000):
        file.write_text(text)
        with pytest.raises(CommandError, match=r"The file"):
            call_command("import_agents", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_agents", str(tmp_path / "none.json"))
    file.write_text(json.dumps([ENTRY, {"id": 7}]))
    call_command("import_agents", str(file))
    assert [agent.status for agent in known.agents()] == ["proposed"]
