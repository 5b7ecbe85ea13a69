"""The settings of returned mail fit together, or the portal does not start; doctor says how the mailbox stands."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dsar_portal.findings import State
from dsar_portal.upkeep import checks
from notifications.mailboxes import Place
from notifications.mailboxes.maildir import FolderBox
from tests.conftest import NOW

ROOT = Path(__file__).resolve().parents[2]
GOOD = {"DSAR_BOUNCE_ADDRESS": "bounce@privacy.example", "DSAR_BOUNCE_MAILBOX": "imaps://u:p@mail.example/INBOX"}
SAY = "from django.conf import settings as s; print(s.BOUNCE_ADDRESS, s.BOUNCE_MAILBOX)"


def start(**given: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("DSAR_BOUNCE")}
    env |= {"DJANGO_SETTINGS_MODULE": "dsar_portal.settings", **given}
    return subprocess.run([sys.executable, "-c", SAY], env=env, cwd=ROOT, capture_output=True, text=True)


def test_both_or_none() -> None:
    assert start(DSAR_DEMO="0").stdout.strip() == ""
    assert start(**GOOD).stdout.split() == list(GOOD.values())
    for name, value in GOOD.items():
        assert "together, or neither" in start(DSAR_DEMO="0", **{name: value}).stderr


def test_the_demonstration_reads_what_its_catcher_sends_back() -> None:
    address, box = start(DSAR_DEMO="1", DSAR_DATA_DIR="/somewhere").stdout.split()
    assert (address, box) == ("bounce@portal.example", "maildir:/somewhere/returned")


@pytest.mark.parametrize(
    "wrong",
    [
        {"DSAR_BOUNCE_ADDRESS": "a-name-much-too-long@privacy.example"},
        {"DSAR_BOUNCE_ADDRESS": "Bounce@privacy.example"},
        {"DSAR_BOUNCE_ADDRESS": "bounce@privacy.example\nBcc: x"},
        {"DSAR_BOUNCE_MAILBOX": "imap://u:p@mail.example/INBOX"},
        {"DSAR_BOUNCE_MAILBOX": "/var/mail"},
    ],
)
def test_a_value_that_cannot_work_stops_the_start_with_a_sentence(wrong: dict[str, str]) -> None:
    said = start(**{**GOOD, **wrong}).stderr
    assert "ImproperlyConfigured: DSAR_BOUNCE_" in said


def test_doctor_says_how_the_mailbox_stands(settings, tmp_path: Path) -> None:
    settings.BOUNCE_MAILBOX = ""
    assert "is not read here" in checks.returned_mail(NOW).text
    settings.BOUNCE_MAILBOX = f"maildir:{tmp_path}/returned"
    assert checks.returned_mail(NOW).state is State.FINE
    (tmp_path / "returned" / "new" / "odd").write_text("x")
    FolderBox(f"{tmp_path}/returned").put("new/odd", Place.ASIDE)
    found = checks.returned_mail(NOW)
    assert (found.state, "1 mails lie" in found.text) == (State.WARNING, True)
    settings.BOUNCE_MAILBOX = "imaps://u:p@127.0.0.1:1/INBOX"
    assert checks.returned_mail(NOW).state is State.BROKEN
