"""The smaller commands of an administrator: first start, a directory's pulse, and the surroundings they find."""

import json
import os
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from dsar_portal import commandline, doctor, surroundings
from dsar_portal.embedded import write_secret
from dsar_portal.findings import State
from dsar_portal.upkeep import beginning, journal
from tests.accounts.cast import try_to_sign_in
from tests.cast import register
from tests.upkeep.conftest import House

URLS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SEQUENCER_URL")


def told(*arguments: str) -> dict:
    out = StringIO()
    call_command(*arguments, "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


@pytest.fixture
def production(house: House, committed_db: str, monkeypatch: pytest.MonkeyPatch, settings) -> None:
    """The addresses of the test's own database, as manage.py leaves them: the owner works."""
    for name in URLS:
        monkeypatch.setenv(name, f"{os.environ[name].rsplit('/', 1)[0]}/{committed_db}")
    monkeypatch.setenv("PORTAL_APP_URL", os.environ["DATABASE_URL"])
    settings.DATABASE_ADMIN_URL = os.environ["DSAR_TEST_ADMIN_URL"]


def test_the_first_start_makes_an_administrator_whose_password_works_once(
    production: None, as_owner: None, clock, monkeypatch
) -> None:
    monkeypatch.setattr("dsar_portal.management.commands.init.call_command", lambda *a, **k: None)
    first = told("init", "--admin", "adam2", "--name", "Ada Byrne")
    assert (first["roles_made"], first["administrator"]) == (True, "adam2")
    assert User.objects.get(username="adam2").must_change_password
    client = Client()
    assert try_to_sign_in(client, "adam2", first["one_time_password"]).status_code == 302
    assert client.get("/admin-room/").status_code != 200
    again = told("init", "--admin", "somebody", "--name", "Else")
    assert (again["administrator"], again["one_time_password"], again["migrations"]) == ("adam2", None, 0)
    assert any("https" in remark for remark in again["remarks"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"DATABASE_OWNER_URL": ""}, "must name the role portal_owner"),
        ({"DATABASE_OWNER_URL": "postgresql://portal_owner:it's@h/d"}, "letters, digits"),
        ({"DATABASE_SEQUENCER_URL": "postgresql://portal_app:x@h/d"}, "must name the role audit_seq"),
    ],
)
def test_the_first_start_says_which_address_is_wrong(production: None, change: dict[str, str], words: str) -> None:
    with pytest.raises(beginning.NotReady, match=words):
        beginning.make_roles(beginning.given() | change)


def test_without_the_clusters_administrator_the_roles_must_be_there(production: None, settings) -> None:
    settings.DATABASE_ADMIN_URL = ""
    given = beginning.given()
    assert not beginning.make_roles(given)
    beginning.check_roles(given)
    with pytest.raises(beginning.NotReady, match="DATABASE_OWNER_URL does not open the database"):
        beginning.check_roles(given | {"DATABASE_OWNER_URL": given["DATABASE_OWNER_URL"].replace("owner:", "owner:no")})


@pytest.mark.django_db
def test_a_directory_answers_with_a_count_and_no_names(now: datetime) -> None:
    register(now)
    nobody = told("test_directory", "demo_register")
    somebody = told("test_directory", "demo_register", "--fact", "email=nora@example.org")
    assert (nobody["found"], somebody["found"]) == (0, 1)
    with pytest.raises(CommandError, match="There are: demo_register") as wrong:
        told("test_directory", "phone_book")
    assert wrong.value.returncode == 2


def test_over_outside_servers_the_mail_catcher_of_a_running_portal_is_found(tmp_path: Path, monkeypatch) -> None:
    servers = {"DATABASE_URL": "postgresql://a@h/d", "REDIS_URL": "redis://h/0"}
    run = {"database_url": "postgresql://a@h/d", "smtp": "smtp://127.0.0.1:2525", "web": "http://localhost:8163"}
    monkeypatch.delenv("EMAIL_URL", raising=False)
    assert surroundings.around(servers, tmp_path) == {}
    write_secret(tmp_path / "run.json", json.dumps(run))
    assert surroundings.around(servers, tmp_path)["EMAIL_URL"] == "smtp://127.0.0.1:2525"
    monkeypatch.setenv("EMAIL_URL", "smtp://mail.example.com:25")
    assert "EMAIL_URL" not in surroundings.around(servers, tmp_path), "what the operator says stays"
    assert surroundings.around(servers | {"DATABASE_URL": "postgresql://other@h/d"}, tmp_path) == {}


def test_only_who_needs_it_is_told_the_clusters_administrator() -> None:
    assert "DATABASE_ADMIN_URL" in surroundings.GUARDED
    trusted = {command for command, names in commandline.KEYS_FOR.items() if "DATABASE_ADMIN_URL" in names}
    assert trusted == {"init", "restore"}


def test_the_doctor_sees_a_journal_that_is_ahead_of_the_database(house: House, now: datetime) -> None:
    def state(check: str) -> tuple[State, str]:
        return next((one.state, one.text) for one in doctor.examine(now=now) if one.check == check)

    assert state("journal")[0] is State.FINE
    lost = journal.Line(
        entry="01920000-0000-7000-8000-000000000000", place=7, at="", action="file.shredded", subject=""
    )
    with journal.journal().writing() as writer:
        assert writer is not None
        writer.append([lost], place=8)
    assert state("journal") == (State.BROKEN, doctor.checks.gate.SENTENCE)
    # The suite's own server is fast and forgetful: the doctor says so.
    assert state("durability")[0] is State.WARNING


def test_the_doctor_asks_the_scanner(house: House, now: datetime, settings) -> None:
    import socketserver
    import threading

    class Scanner(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            assert self.request.recv(16) == b"zPING\0"
            self.request.sendall(b"PONG\0")

    with socketserver.TCPServer(("127.0.0.1", 0), Scanner) as server:
        threading.Thread(target=server.handle_request).start()
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.server_address[1]}"
        assert doctor.checks.scanner(now).state is State.FINE
    assert next(one for one in doctor.examine(now=now) if one.check == "scanner").state is State.BROKEN
