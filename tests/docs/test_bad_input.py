"""The table of bad input names a test in every cell, and every named test exists."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/explanation/bad-input.md").read_text()
FILES = dict(re.findall(r"^\| `(\w+)` \| `(tests/[\w/]+\.py)` \|$", PAGE, re.MULTILINE))
NAMED = re.findall(r"`(\w+):(test_\w+)`", PAGE)
INPUTS = 18


def test_every_named_test_exists() -> None:
    assert len(NAMED) > 80
    missing = {
        f"{FILES[short]}: {name}"
        for short, name in NAMED
        if not re.search(rf"^ *def {name}\(", (ROOT / FILES[short]).read_text(), re.MULTILINE)
    }
    assert missing == set()


def test_every_listed_file_is_used() -> None:
    assert {short for short, _name in NAMED} == set(FILES)


def test_no_cell_is_empty() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| **")]
    assert len(rows) >= INPUTS
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == 6, row
        assert all(re.search(r"`\w+:test_", cell) or cell.startswith("n/a: ") for cell in cells[1:]), row
