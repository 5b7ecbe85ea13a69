"""`directories.toml`: every fault is a sentence, and all of them are said before anybody asks."""

import tomllib
from datetime import datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from dsar_portal import doctor
from dsar_portal.findings import State
from tests.verification.directories.conftest import Connect, blocks
from verification.directories import reading

EXAMPLES = "\n".join(blocks("toml"))


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "secrets").mkdir()
    for name in ("customers_url", "claims_token"):
        (tmp_path / "secrets" / name).touch()
    return tmp_path


def faults(text: str, base: Path) -> list[str]:
    with pytest.raises(reading.DirectoriesInvalid) as invalid:
        reading.read(tomllib.loads(text), base=base)
    return invalid.value.faults


def test_the_manuals_examples_are_read_together(base: Path) -> None:
    named = reading.read(tomllib.loads(EXAMPLES), base=base)
    assert [(one.name, one.key_space) for one in named] == [
        ("customers", "customer"), ("claims", "claims"), ("partners", "partners"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('kind = "sql"', 'kind = "oracle"', "[customers] kind should be one of demo, sql, http, import."),
        ("secrets/customers_url", "secrets/none", "[customers] url_file names a file that cannot be read."),
        ("seconds = 5", "seconds = 0", "[customers] seconds should be a number up to 60."),
        ("seconds = 5", "second = 5", "[customers] second is not known here."),
        ('since = "mail_since"', 'sinse = "mail_since"', "[customers.tables.contacts] sinse is not known here."),
        ('item_type = "item"', 'shoe_size = "item"', "[customers.tables] facts.shoe_size is no fact: known are"),
        ('family_name = "Last name", ', "", "[partners] facts.family_name is missing"),
        ('family_name = "last_name", ', "", "[customers] given_name and family_name must be mapped"),
        ("https://claims", "ftp://claims", "[claims] url should begin with https://."),
        ('claim_number = "claim"\n', 'item_type = "x"\n', "[claims] request should map some of"),
        ('delimiter = "semicolon"', 'delimiter = ";;"', "[partners] delimiter should be one of"),
        ("[partners]\nkind", "[Partners]\nkind", "[Partners] should be a table with a name of small letters"),
        ('kind = "import"', 'kind = "demo"', "[partners] the demonstration's register is called [demo_register]."),
    ],
)
def test_each_mistake_is_a_sentence(base: Path, before: str, after: str, fault: str) -> None:
    assert any(one.startswith(fault) for one in faults(EXAMPLES.replace(before, after), base))


def test_the_portal_does_not_start_with_a_file_it_cannot_use(connect: Connect, settings, tmp_path: Path) -> None:
    config = apps.get_app_config("verification")
    for text in ("[x", 'x = 1\n[y]\nkind = "http"'):
        connect(text)
        with pytest.raises(ImproperlyConfigured, match="The directories cannot be used"):
            config.ready()
    settings.DIRECTORIES_FILE = tmp_path / "none.toml"
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        config.ready()


@pytest.mark.django_db
def test_the_doctor_tells_which_directory_is_down_and_what_to_mend(connect: Connect, now: datetime) -> None:
    look = doctor.CHECKS["directories"]
    assert "No directory of your own" in look(now).text
    connect(blocks("toml")[0], customers_url="postgresql://a:b@127.0.0.1:9/x")
    down = look(now)
    assert (down.state, "The directory customers could not be read" in down.text) == (State.BROKEN, True)
    connect(blocks("toml")[2])
    assert (look(now).state, "Nothing was imported" in look(now).text) == (State.WARNING, True)
