"""CSV that no spreadsheet can be led astray by. The only way in which the portal writes a table for people."""

import csv
import io
from collections.abc import Iterable, Sequence

# What a spreadsheet takes for the start of a formula, also after white space or in its full-width form.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def table(rows: Iterable[Sequence[object]]) -> str:
    """The rows as RFC 4180 lines. Numbers stay numbers; every text is made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def harmless(text: str) -> str:
    """A cell that no spreadsheet runs: what looks like a formula gets an apostrophe in front."""
    return "'" + text if text.lstrip(" \u00a0").startswith(_FORMULA) else text


def _cell(value: object) -> object:
    return harmless(str(value)) if value is not None and not isinstance(value, bool | int | float) else value
