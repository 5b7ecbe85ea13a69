"""Django's secret keys of before come from a file, one a line; without one there are none."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAY = "from django.conf import settings as s; print(*s.SECRET_KEY_FALLBACKS, sep=chr(10))"


def said(**given: str) -> list[str]:
    env = {name: value for name, value in os.environ.items() if name != "DSAR_SECRET_KEY_FALLBACKS_FILE"}
    env |= {"DJANGO_SETTINGS_MODULE": "dsar_portal.settings", **given}
    done = subprocess.run([sys.executable, "-c", SAY], env=env, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines() if done.stdout.strip() else []


def test_old_keys_are_read_from_their_file(tmp_path: Path) -> None:
    (tmp_path / "old-keys").write_text("newer-old-key\n\noldest-key\n")
    assert said() == []
    assert said(DSAR_SECRET_KEY_FALLBACKS_FILE=str(tmp_path / "old-keys")) == ["newer-old-key", "oldest-key"]


def test_a_key_with_a_space_in_it_is_one_key(tmp_path: Path) -> None:
    (tmp_path / "old-keys").write_text("  two words \r\n  \nanother\n")
    assert said(DSAR_SECRET_KEY_FALLBACKS_FILE=str(tmp_path / "old-keys")) == ["two words", "another"]
