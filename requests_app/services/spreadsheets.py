"""Tables as CSV that a spreadsheet shows and never runs."""

from collections.abc import Iterable, Sequence

from fulfillment.spreadsheet import harmless, table

__all__ = ["csv_text", "harmless"]


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The table as CSV (RFC 4180, UTF-8). None becomes an empty cell."""
    return table([columns, *rows])
