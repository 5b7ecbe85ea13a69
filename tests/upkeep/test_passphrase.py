"""The keys in a backup lie under a passphrase that somebody could not guess, or no backup is made."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dsar_portal.upkeep import sealing
from tests.upkeep.conftest import House


@pytest.mark.parametrize("given", ["", " \n\t ", "short", "one two three a\n", " ".join("fifteen-letters")])
def test_a_passphrase_that_is_none_is_refused_before_anything_is_written(
    given: str, house: House, tmp_path: Path
) -> None:
    file, out = tmp_path / "pass", tmp_path / "b"
    file.write_text(given)
    with pytest.raises(CommandError, match="at least 16 characters") as refused:
        call_command("backup", "--out", str(out), "--with-keys", "--passphrase-file", str(file), stderr=StringIO())
    assert refused.value.returncode == 2
    assert not out.exists()


def test_a_passphrase_file_that_is_not_there_is_a_wrong_use(house: House, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read") as refused:
        call_command("backup", "--out", str(tmp_path / "b"), "--with-keys", "--passphrase-file", str(tmp_path / "no"))
    assert refused.value.returncode == 2


def test_spaces_around_and_between_do_not_count(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(sealing, "COST", 2**10)  # the cost is for whoever guesses
    assert sealing.checked("  four words are enough\n") == "four words are enough"
    tmp_path.joinpath("b").mkdir()
    sealing.seal(tmp_path / "b", "four words are enough")
    assert sealing.FIELD_KEYS in sealing.unseal(tmp_path / "b", " Four  words are enough ")
    assert sealing.checked(made := sealing.new_passphrase()) == made


def test_nothing_is_sealed_under_too_little(tmp_path: Path) -> None:
    with pytest.raises(sealing.TooShort):
        sealing.seal(tmp_path, "   ")
