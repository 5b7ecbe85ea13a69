"""Where a page of the ledger goes on, as text in an address."""

from uuid import UUID

Cursor = tuple[str, UUID]


def as_text(cursor: Cursor | None) -> str:
    """The cursor for an address."""
    return "" if cursor is None else f"{cursor[0]}~{cursor[1]}"


def cursor_of(text: str) -> Cursor | None:
    """The cursor in an address; None for none and for one that was changed by hand."""
    at, _tilde, entry = text.partition("~")
    try:
        return (at, UUID(entry)) if at and len(at) <= 40 and at.isascii() and at.isprintable() else None
    except ValueError:
        return None
