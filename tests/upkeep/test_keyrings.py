"""A backup from before a rotation is restored with its own keys: the newer key stays, or nothing opens unnoticed."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dsar_portal.upkeep import gate, keyrings, recording, restore, sealing
from dsar_portal.upkeep.journal import journal
from requests_app.models import Suppression
from tests.cast import ask, body, register
from tests.upkeep.conftest import House
from vault import rotation

OLD = {"current": "k1", "keys": {"k1": "a"}, "index_key": "i"}
NEW = {"current": "k2", "keys": {"k1": "a", "k2": "b"}, "index_key": "i"}
RETIRED = {"current": "k2", "keys": {"k2": "b"}, "index_key": "i"}
STRANGE = {"current": "k1", "keys": {"k1": "z"}, "index_key": "other"}


@pytest.mark.parametrize(
    ("ours", "theirs", "wanted"),
    [(NEW, OLD, NEW), (RETIRED, OLD, NEW), (OLD, NEW, NEW), (OLD, RETIRED, NEW), (STRANGE, OLD, OLD), ({}, OLD, OLD)],
)
def test_the_union_of_the_keys_with_the_newest_one_current(ours: dict, theirs: dict, wanted: dict) -> None:
    assert json.loads(keyrings.merged(json.dumps(ours), json.dumps(theirs))) == wanted


def test_of_two_keys_of_one_name_the_backups_opens_the_backup() -> None:
    other = {**NEW, "keys": {"k1": "a", "k2": "elsewhere"}}
    assert json.loads(keyrings.merged(json.dumps(NEW), json.dumps(other)))["keys"]["k2"] == "elsewhere"


def told(*arguments: str) -> dict:
    out = StringIO()
    call_command(*arguments, "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


@pytest.fixture
def rotated(house: House, now, clock, settings, monkeypatch, tmp_path: Path) -> Path:
    """A backup with its keys; then a new field key, and an opt-out that lies under it. Gives the key file."""
    ring = tmp_path / "ring.json"
    ring.write_text(Path(settings.FIELD_KEYS_FILE).read_text())
    settings.FIELD_KEYS_FILE = ring
    monkeypatch.setattr(sealing, "COST", 2**10)  # the cost is for whoever guesses
    register(now)
    made = told("backup", "--out", str(tmp_path / "b"), "--with-keys")
    (tmp_path / "pass").write_text(made["passphrase"])
    rotation.add_key()
    ask(body({"right": "opt_out", "kinds": ["sale_sharing"]}), now=now + timedelta(hours=1))
    house.sequence()
    recording.copy_new(journal())
    return ring


def bring_back(folder: Path) -> dict:
    return told("restore", str(folder / "b"), "--passphrase-file", str(folder / "pass"))


def test_the_newer_key_stays_and_opens_the_journal(rotated: Path, elsewhere, tmp_path: Path) -> None:
    newer = json.loads(rotated.read_text())
    with elsewhere():
        assert bring_back(tmp_path)["replayed"]["opt_outs"] == 4
        assert Suppression.objects.get(point="email").value == "nora@example.org"
    assert json.loads(rotated.read_text()) == newer


def test_without_that_key_the_portal_stays_closed_and_says_how_many(
    rotated: Path, elsewhere, monkeypatch, tmp_path: Path
) -> None:
    newer = rotated.read_text()
    old = json.loads(newer)
    del old["keys"][old["current"]]
    rotated.write_text(json.dumps({**old, "current": "k1"}))
    with elsewhere():
        with pytest.raises(CommandError, match="4 of the journal's opt-outs do not open") as refused:
            bring_back(tmp_path)
        assert refused.value.returncode == 1
        assert not Suppression.objects.exists()
        assert not gate.is_open()
        with pytest.raises(CommandError, match="stays closed"):
            told("restore", "--replay")
        rotated.write_text(newer)
        assert told("restore", "--replay")["replayed"] == {"opt_outs": 4}
        assert Suppression.objects.get(point="email").value == "nora@example.org"
        assert gate.is_open()


def test_when_the_key_is_lost_for_good_the_hashes_hold(rotated: Path, elsewhere, tmp_path: Path) -> None:
    old = json.loads(rotated.read_text())
    del old["keys"][old["current"]]
    rotated.write_text(json.dumps({**old, "current": "k1"}))
    with elsewhere():
        with pytest.raises(CommandError, match="--without-values"):
            bring_back(tmp_path)
        assert told("restore", "--replay", "--without-values")["replayed"] == {"opt_outs": 4}
        assert set(Suppression.objects.values_list("point", flat=True)) >= {"email"}
        assert {row.value for row in Suppression.objects.all()} == {""}
        assert gate.is_open()


def test_what_an_earlier_restore_put_aside_stays(tmp_path: Path) -> None:
    ring = tmp_path / "ring.json"
    assert restore._beside(ring).name == "ring.json.before-restore"
    (tmp_path / "ring.json.before-restore").touch()
    assert restore._beside(ring).name == "ring.json.before-restore1"
