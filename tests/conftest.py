"""The cast's stage: databases, clock, mail. The servers themselves are started by tests/servers.py."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

import hypothesis
import psycopg2
import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections
from django.utils import translation
from pytest_django.live_server_helper import LiveServer

from tests import servers
from tests.brokers import broker, pytest_configure, pytest_generate_tests

__all__ = ["broker", "pytest_configure", "pytest_generate_tests"]

# The same examples every time: a red run is about the change, not about luck.
hypothesis.settings.register_profile(
    "portal", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("portal")

# The portal's own hash for passwords, at its least cost: else each member of staff of each story takes a quarter of a
# second to hire. The servers that a test starts as processes keep the full cost.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1

# A Monday, mid-morning in Wisconsin, in the week of a federal holiday.
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def _as_superuser(statement: str) -> None:
    connection = psycopg2.connect(os.environ["DSAR_TEST_ADMIN_URL"])
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


@contextmanager
def cloned_database(template: str = servers.TEMPLATE) -> Iterator[str]:
    """A copy of the migrated template (or another); every connection of this process goes there meanwhile."""
    name = f"test_{uuid4().hex}"
    _as_superuser(f"CREATE DATABASE {name} TEMPLATE {template} OWNER portal_owner")
    options = connections.settings["default"]
    before = options["NAME"]
    connections.close_all()
    # One dictionary is shared by the connections of all threads, so that a live server follows.
    options["NAME"] = connections["default"].settings_dict["NAME"] = name
    try:
        yield name
    finally:
        connections.close_all()
        options["NAME"] = connections["default"].settings_dict["NAME"] = before
        _as_superuser(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker) -> Iterator[None]:
    """Tests that roll back share one clone of the template per process, as the application's role."""
    servers.ensure_template()
    with django_db_blocker.unblock(), cloned_database():
        yield


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """A database of its own for a test that commits. Never flushed: the ledger refuses TRUNCATE."""
    with django_db_blocker.unblock(), cloned_database() as name:
        yield name


@pytest.fixture
def transactional_db(committed_db: str) -> str:
    """pytest-django's name for the same thing."""
    return committed_db


@pytest.fixture(autouse=True)
def _english_until_told_otherwise() -> Iterator[None]:
    """A page in Spanish leaves its language behind in the thread; the next test must not inherit it."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _no_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many databases share one data folder here: a journal of one would close the portal over the others."""
    monkeypatch.setattr("jobs.rounds._rounds", {})


@pytest.fixture(autouse=True)
def _django_db_marker(request: pytest.FixtureRequest) -> None:
    """`django_db(transaction=True)` and live servers get a committed database instead of a flush."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None:
        return
    commits = marker.kwargs.get("transaction") or {"live_server", "committed_db"} & set(request.fixturenames)
    request.getfixturevalue("committed_db" if commits else "_django_db_helper")


@pytest.fixture
def _live_server_helper() -> None:
    """pytest-django would flush here; `live_server` below brings its own database."""


@pytest.fixture
def live_server(committed_db: str) -> Iterator[LiveServer]:
    """The portal on a free port, over a committed database."""
    server = LiveServer("127.0.0.1")
    server._live_server_modified_settings.enable()
    try:
        yield server
    finally:
        server._live_server_modified_settings.disable()
        server.stop()


@pytest.fixture
def owner_connection(django_db_setup: None) -> Iterator[object]:
    """A plain connection as the migrations' role to the current test database; closed at the end."""
    base = os.environ["DATABASE_OWNER_URL"].rsplit("/", 1)[0]
    connection = psycopg2.connect(f"{base}/{connections.settings['default']['NAME']}")
    try:
        yield connection
    finally:
        connection.close()


@pytest.fixture
def superuser_connection(django_db_setup: None) -> Iterator[object]:
    """An attacker with every right on the current test database; closed at the end."""
    base = os.environ["DSAR_TEST_ADMIN_URL"].rsplit("/", 1)[0]
    connection = psycopg2.connect(f"{base}/{connections.settings['default']['NAME']}")
    try:
        yield connection
    finally:
        connection.close()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The browser that script/bootstrap found; without a sandbox where root runs the tests."""
    note = servers.ROOT / ".venv" / "chromium-path"
    path = note.read_text().strip() if note.exists() else shutil.which("chromium")
    found = {"executable_path": path} if path else {}
    return {**browser_type_launch_args, **found, "args": ["--no-sandbox"] if os.geteuid() == 0 else []}


@pytest.fixture
def now() -> datetime:
    """The instant at which every story begins."""
    return NOW


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A stopped clock at NOW that a story can move: `clock.shift(timedelta(days=3))`."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mail_catcher(tmp_path_factory: pytest.TempPathFactory, settings) -> Iterator[object]:
    """A real SMTP server that keeps what it is given: `mail_catcher.messages(to=...)`."""
    from dsar_portal.mailcatcher import MailCatcher

    catcher = MailCatcher(tmp_path_factory.mktemp("mail"))
    catcher.start(smtp_port=0, http_port=0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", catcher.smtp_port
    try:
        yield catcher
    finally:
        catcher.stop()


@pytest.fixture(scope="session")
def sequencer_dsn(django_db_setup: None):
    """A function: the sequencer's address of the current test database."""

    def dsn() -> str:
        base = os.environ["DATABASE_SEQUENCER_URL"].rsplit("/", 1)[0]
        return f"{base}/{settings.DATABASES['default']['NAME']}"

    return dsn


# What takes longest comes first, in this order, so that at the end nobody waits for one test.
LONGEST = ("test_a_portal_under_attack", "tests/journeys/", "tests/drills/", "tests/demo/", "tests/upkeep/")


def _rank(item: pytest.Item) -> int:
    return next((rank for rank, name in enumerate(LONGEST) if name in item.nodeid), len(LONGEST))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In random order, but the longest first."""
    items.sort(key=_rank)
