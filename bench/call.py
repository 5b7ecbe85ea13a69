"""A plain request by phone, from the recording notice to the reference, by keyboard alone: how much typing it takes.

A real browser plays the journey of `tests/journeys/test_phone.py`; every key is counted there and none is timed, so
that the figure is the same on every machine (`tests/journeys/typing_pace.py`).
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.journeys.typing_pace import FIGURES

ROOT = Path(__file__).resolve().parents[1]
JOURNEY = "tests/journeys/test_phone.py"
STORY = "test_a_plain_request_takes_less_than_ninety_seconds_of_typing_without_a_mouse"
MOST_SECONDS = 90


def run() -> dict[str, float]:
    """Play the call once. Raises CalledProcessError where it cannot be filed by keyboard alone."""
    with TemporaryDirectory(prefix="dsar-call-") as folder:
        file = Path(folder) / "figures.json"
        told = {**os.environ, FIGURES: str(file)}
        order = [sys.executable, "-m", "pytest", f"{JOURNEY}::{STORY}", "-q", "-p", "no:randomly"]
        subprocess.run(order, cwd=ROOT, env=told, check=True, stdout=sys.stderr)  # noqa: S603 our own suite
        figures: dict[str, float] = json.loads(file.read_text(encoding="utf-8"))
    return {**figures, "seconds_below_90": round(MOST_SECONDS - figures["seconds"], 1)}
