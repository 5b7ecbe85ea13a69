"""The little Markdown that the reference pages need."""

from collections.abc import Iterable, Sequence

NOTE = "<!-- Written by `script/manage generate_docs` from the code. Do not edit: change the code and run it again. -->"


def page(title: str, *parts: str) -> str:
    """A whole page, ending in one line break."""
    return "\n\n".join([NOTE, f"# {title}", *(part.strip() for part in parts if part.strip())]) + "\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; bars inside cells are escaped."""
    lines = [_line(columns), _line(["---"] * len(columns)), *(_line(row) for row in rows)]
    return "\n".join(lines)


def code(text: object) -> str:
    """Text as code; nothing for nothing."""
    return f"`{text}`" if str(text) else ""


def codes(texts: Iterable[object]) -> str:
    """Several, in order, with spaces between them."""
    return " ".join(code(text) for text in texts)


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(" ".join(str(cell).split()).replace("|", "\\|") for cell in cells) + " |"
