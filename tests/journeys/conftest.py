"""A portal, its mail, its workers and a real browser. A story walks through them as people do."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from dsar_portal.mailcatcher import MailCatcher
from tests import cast, servers
from tests.accounts.cast import hire, signed_in
from tests.journeys import ways
from tests.journeys.windows import Windows

# Playwright keeps an event loop in the thread that also looks at the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
Workers = Callable[[], None]
SignIn = Callable[..., Page]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-way", action="store_true", help="tell each story of the public in both languages, wide and narrow"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{ways.USUAL}(name): the way in which a story is told without --every-way")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    ways.tell(metafunc)


def chromium() -> str | None:
    """An installed Chromium, or the one that script/bootstrap noted."""
    note = servers.ROOT / ".venv" / "chromium-path"
    noted = note.read_text().strip() if note.exists() else ""
    named = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in (noted, *named) if path), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The installed browser, else Playwright's own; without calls of its own to the network."""
    path = chromium()
    found = {"executable_path": path} if path else {}
    return {**browser_type_launch_args, **found, "args": list(QUIET)}


@pytest.fixture(scope="session", autouse=True)
def _browser_is_there(browser_type_launch_args: dict, playwright: object) -> None:
    built_in = playwright.chromium.executable_path  # type: ignore[attr-defined]  # the fixture's type is not public
    if not ("executable_path" in browser_type_launch_args or os.path.exists(built_in)):
        pytest.skip("No Chromium on this machine. script/bootstrap installs one.")


@pytest.fixture
def now() -> datetime:
    """A browser keeps cookies by the real clock, so these stories happen today."""
    return datetime.now(UTC)


@pytest.fixture
def _assets(settings: object) -> None:
    """Style sheets and scripts straight from their folders, and kept by the browser as in production."""
    settings.WHITENOISE_USE_FINDERS = True  # type: ignore[attr-defined]  # pytest-django's wrapper takes any name
    settings.WHITENOISE_MAX_AGE = 3600  # type: ignore[attr-defined]  # as above


@pytest.fixture
def live_server(_assets: None, live_server: LiveServer) -> LiveServer:
    return live_server


@pytest.fixture
def mail_catcher(tmp_path: Path, settings: object) -> Iterator[MailCatcher]:
    """A real SMTP server for the whole story."""
    catcher = MailCatcher(tmp_path / "mail")
    catcher.start(smtp_port=0, http_port=0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]  # pytest-django's wrapper takes any name
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", catcher.smtp_port  # type: ignore[attr-defined]  # as above
    yield catcher
    catcher.stop()


@pytest.fixture
def windows(browser: Browser, live_server: LiveServer, mail_catcher: MailCatcher, now: datetime) -> Iterator[Windows]:
    """Browser windows over a portal whose own systems know Nora."""
    cast.register(now)
    watched = Windows(browser, live_server.url)
    yield watched
    watched.close()


@pytest.fixture
def workers() -> Workers:
    """Let the workers do all that is due now."""
    return lambda: cast.work_off(datetime.now(UTC))


@pytest.fixture
def desk(windows: Windows, now: datetime) -> SignIn:
    """A window in which a member of the cast is signed in with both factors."""

    def sign_in(name: str, **more: object) -> Page:
        user = hire(name, *cast.ROLES[name], now=now)
        morsel = signed_in(user, now=now).cookies[django_settings.SESSION_COOKIE_NAME]
        return windows.open(cookie={"name": morsel.key, "value": morsel.value}, **more)

    return sign_in


@dataclass(frozen=True)
class Post:
    """The letters that reached a mail box."""

    catcher: MailCatcher
    workers: Workers

    def saying(self, words: str, to: str = "nora@example.org") -> str:
        """The mail with these words in it, after the workers sent what was waiting."""
        self.workers()
        texts = [str(mail["text"]) for mail in self.catcher.messages(to=to)]
        found = [text for text in texts if words in " ".join(text.split())]
        assert found, "\n\n".join(texts)
        return found[-1]

    def code(self, to: str = "nora@example.org") -> str:
        """The eight digits of the newest mail that has some."""
        self.workers()
        mails = sorted(self.catcher.messages(to=to), key=lambda one: one["at"])  # type: ignore[attr-defined]  # a time, always
        codes = [hit[0] for mail in mails if (hit := re.search(r"\b\d{4} ?\d{4}\b", mail["text"]))]
        assert codes, [mail["text"] for mail in mails]
        return codes[-1]


@pytest.fixture
def post(mail_catcher: MailCatcher, workers: Workers) -> Post:
    return Post(mail_catcher, workers)


@pytest.fixture(autouse=True)
def _patient() -> None:
    """Two busy cores need longer than the usual five seconds at times."""
    expect.set_options(timeout=20_000)
