"""Keys: made once, found always, and nothing opens without them."""

import json
import stat
from pathlib import Path

import pytest

from vault.blind import blind_index
from vault.crypto import CannotOpen, KeyringBroken, generate_keyring, key_id_of, seal, unseal


@pytest.fixture
def key_file(tmp_path: Path, settings) -> Path:
    settings.FIELD_KEYS_FILE = tmp_path / "keys.json"
    generate_keyring(settings.FIELD_KEYS_FILE)
    return settings.FIELD_KEYS_FILE


def test_a_sealed_value_opens_where_it_belongs_and_nowhere_else(key_file: Path) -> None:
    envelope = seal(b"Nora", context="table.column.1")
    assert unseal(envelope, context="table.column.1") == b"Nora"
    with pytest.raises(CannotOpen):
        unseal(envelope, context="table.column.2")


def test_the_key_file_is_for_its_owner_only_and_never_overwritten(key_file: Path) -> None:
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        generate_keyring(key_file)


def test_old_values_open_after_a_new_key_took_over(key_file: Path, tmp_path: Path, settings) -> None:
    old = seal(b"Nora", context="c")
    generate_keyring(tmp_path / "other.json")
    body, other = json.loads(key_file.read_text()), json.loads((tmp_path / "other.json").read_text())
    body["keys"]["k2"], body["current"] = other["keys"]["k1"], "k2"
    settings.FIELD_KEYS_FILE = tmp_path / "rotated.json"
    settings.FIELD_KEYS_FILE.write_text(json.dumps(body))
    assert unseal(old, context="c") == b"Nora"
    assert key_id_of(seal(b"Nora", context="c")) == "k2"


def test_without_its_key_a_value_stays_shut(key_file: Path, tmp_path: Path, settings) -> None:
    envelope = seal(b"Nora", context="c")
    settings.FIELD_KEYS_FILE = tmp_path / "strange.json"
    generate_keyring(settings.FIELD_KEYS_FILE)
    with pytest.raises(CannotOpen):
        unseal(envelope, context="c")


@pytest.mark.parametrize("text", ["", "{}", '{"current":"k1","keys":{"k1":"c2hvcnQ="},"index_key":"c2hvcnQ="}'])
def test_a_broken_key_file_stops_everything(text: str, tmp_path: Path, settings) -> None:
    settings.FIELD_KEYS_FILE = tmp_path / "broken.json"
    settings.FIELD_KEYS_FILE.write_text(text)
    with pytest.raises(KeyringBroken):
        seal(b"Nora", context="c")


def test_a_missing_key_file_stops_everything(tmp_path: Path, settings) -> None:
    settings.FIELD_KEYS_FILE = tmp_path / "nowhere.json"
    with pytest.raises(KeyringBroken):
        seal(b"Nora", context="c")


@pytest.mark.parametrize("garbage", [b"", b"v1|k1|", b"v0|k1|" + bytes(40), b"plain text"])
def test_garbage_is_not_opened(garbage: bytes, key_file: Path) -> None:
    with pytest.raises(CannotOpen):
        unseal(garbage, context="c")


def test_blind_indexes_find_equals_and_keep_purposes_apart(key_file: Path) -> None:
    assert blind_index("nora@example.org", purpose="email") == blind_index("nora@example.org", purpose="email")
    assert blind_index("nora@example.org", purpose="email") != blind_index("nora@example.org", purpose="name")
