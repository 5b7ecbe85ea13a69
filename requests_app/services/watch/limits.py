"""The thresholds of `requests_app/unusual.toml`: data, so that a change of a number needs no programmer."""

import tomllib
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[2] / "unusual.toml"


def load() -> dict[str, Any]:
    """All thresholds as they stand in the file now."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
