"""The import contracts of pyproject.toml, run with the suite: a green suite means that the floors hold."""

from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parents[2]


def test_imports_only_go_down(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    result = lint_imports(config_filename="pyproject.toml", cache_dir=None)
    assert result == EXIT_STATUS_SUCCESS, capsys.readouterr().out
