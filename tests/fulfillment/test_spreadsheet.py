"""One writer of tables: text is defused, numbers stay numbers, and nobody writes CSV beside it."""

import csv
import io
from pathlib import Path

import pytest

from fulfillment.spreadsheet import table

ROOT = Path(__file__).resolve().parents[2]
# It answers an operator's own file, line by line, at the operator's own terminal.
ECHOES_ITS_INPUT = {"requests_app/management/commands/explain_deadline.py"}
PACKAGES = ("dsar_portal", "requests_app", "fulfillment", "verification", "notifications", "accounts", "audit")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "＝1", "|x"]
)
def test_a_formula_becomes_text(text: str) -> None:
    assert next(csv.reader(io.StringIO(table([[text]]), newline=""))) == ["'" + text]


def test_figures_and_plain_words_stay_as_they_are() -> None:
    assert table([["know", -1, 2.5, None, True], [], ["a, b", 'say "x"']]) == (
        'know,-1,2.5,,True\r\n\r\n"a, b","say ""x"""\r\n'
    )


def test_nobody_writes_csv_beside_it() -> None:
    writers = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "csv.writer(" in path.read_text() or "csv.DictWriter(" in path.read_text()
    }
    assert writers - ECHOES_ITS_INPUT == {"fulfillment/spreadsheet.py"}
