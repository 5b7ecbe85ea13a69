"""The documents say what the code does."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import get_resolver

from dsar_portal.reference import code, pages
from dsar_portal.reference.variables import VARIABLES

ROOT = Path(__file__).resolve().parents[2]
# Made by whoever follows the page.
TO_BE_MADE = ("deploy/secrets/", "templates/letters/fr", "reports/")
WRITTEN = [path for path in sorted((ROOT / "docs").rglob("*.md")) if path.parent.name != "reference"]


def test_the_reference_pages_are_those_that_the_code_writes() -> None:
    assert pages.stale(ROOT / "docs" / "reference") == [], "run script/manage generate_docs"


def test_the_pages_are_the_same_every_time() -> None:
    assert pages.texts() == pages.texts()


def test_a_page_changed_by_hand_is_noticed(tmp_path: Path, settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "dsar_portal").mkdir()
    (tmp_path / "dsar_portal" / "settings.py").write_text((ROOT / "dsar_portal" / "settings.py").read_text())
    call_command("generate_docs")
    changed = tmp_path / "docs" / "reference" / "lifecycle.md"
    changed.write_text(changed.read_text() + "And more.\n")
    with pytest.raises(SystemExit) as ended:
        call_command("generate_docs", "--check")
    assert ended.value.code == 1
    assert "docs/reference/lifecycle.md is not fresh" in capsys.readouterr().out


def test_every_variable_of_the_settings_is_explained() -> None:
    assert code.variables() <= set(VARIABLES)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text())
    here = [link for link in links if "://" not in link]
    assert [link for link in here if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_files_and_commands_that_are_named_exist(path: Path) -> None:
    text = path.read_text()
    named = re.findall(r"`((?:script|docs|deploy|config|templates|tests)/[\w./-]+)`", text)
    named += re.findall(r"`((?:audit|vault|jobs|outbound|notifications|accounts|verification|fulfillment|requests_app"
                        r"|dsar_portal)/[\w./-]+)`", text)  # fmt: skip
    assert [name for name in named if not (ROOT / name).exists() and not name.startswith(TO_BE_MADE)] == []
    commands = {name for name, _app in code._our_commands()} | {"migrate", "makemigrations", "collectstatic", "help"}
    assert set(re.findall(r"script/manage ([a-z_]+)", text)) <= commands


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_variables_that_are_named_exist(path: Path) -> None:
    files = (ROOT / "docker-compose.yml").read_text()
    named = set(re.findall(r"`((?:DSAR|DATABASE|REDIS|EMAIL|METRICS)_[A-Z_]+)`", path.read_text()))
    assert {name for name in named if name not in VARIABLES and name not in files} == set()


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "adr").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_address_of_the_portal_stands_in_the_list() -> None:
    listed = (ROOT / "docs" / "reference" / "urls.md").read_text()
    for room in ("auditor", "admin-room", "officer"):
        assert any(str(one.pattern).startswith(room) for one in get_resolver().url_patterns)
        assert f"`/{room}/`" in listed
