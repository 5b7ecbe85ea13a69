"""The small block format of letters: one source of words for text, HTML and PDF.

`# title`, `## heading`, `- list item`, `| label | value`, and paragraphs parted by blank lines. For forms to be signed
on paper: `===` begins a sheet, `> line` stands in the window of the return envelope, `@ number` is a bar code,
`_ label` a line to write on, `[] words` a box to tick. Only a template can make structure: values are sealed
before they are filled in, so that no name and no message can start a block.
"""

import re
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

Block = dict[str, Any]

# Keys that staff write as prose: their blank lines stay paragraphs. Everything else is one line.
PROSE = frozenset({"facts", "reason", "done_so_far", "cause", "outcome", "reasons", "action", "not_told_because"})
_START, _BAR = "\ue000", "\ue001"
_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ue000-\uf8ff\ufeff]")
_WIDTH = 76
_MARKS = ("# ", "## ", "- ", "| ", "=== ", "> ", "@ ", "_ ", "[] ")
_LINES = {"@": "barcode", "_": "line", "[]": "box"}


def sealed(value: Any, *, prose: bool = False) -> Any:
    """The value with every line break and mark that could be read as structure made harmless."""
    if isinstance(value, str):
        clean = _UNSAFE.sub("", value.replace("\r\n", "\n"))
        parts = re.split(r"\n\s*\n", clean) if prose else [clean]
        lines = [" ".join(part.split()).replace("|", _BAR) for part in parts]
        return "\n\n".join(_START + line if line[0] in "#-=>@_[" else line for line in lines if line)
    if isinstance(value, Mapping):
        return {key: sealed(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [sealed(entry) for entry in value]
    return value


def sealed_context(context: Mapping[str, Any]) -> dict[str, Any]:
    """Every value of a context, sealed. Codes and days come through unchanged: they hold no mark."""
    return {key: sealed(value, prose=key in PROSE) for key, value in context.items()}


def unsealed(text: str) -> str:
    """The words as they were given, without the marks."""
    return text.replace(_START, "").replace(_BAR, "|")


def parse(source: str) -> list[Block]:
    """The blocks of a filled-in template."""
    blocks: list[Block] = []
    open_paragraph = False
    for line in (raw.strip() for raw in source.splitlines()):
        if not line:
            open_paragraph = False
        elif open_paragraph and not _is_marked(line):
            blocks[-1]["text"] += " " + unsealed(line)
        else:
            open_paragraph = _add(blocks, line)
    return [block for block in blocks if block.get("text") or block.get("items") or block["type"] == "sheet"]


def as_text(blocks: list[Block]) -> str:
    """The letter as plain text for e-mail."""
    return "\n\n".join(_text_of(block) for block in blocks) + "\n"


def _is_marked(line: str) -> bool:
    return line.startswith(_MARKS) or line == "==="


def _add(blocks: list[Block], line: str) -> bool:
    """Add the line to the blocks; True if it opened a paragraph that the next line may go on."""
    mark, _, rest = line.partition(" ")
    if mark in {"#", "##"}:
        blocks.append({"type": "title" if mark == "#" else "h", "text": unsealed(rest.strip())})
    elif mark in {"-", ">"}:
        _listed(blocks, "ul" if mark == "-" else "window").append(unsealed(rest.strip()))
    elif mark == "===":
        blocks.append({"type": "sheet"})
    elif mark in _LINES:
        blocks.append({"type": _LINES[mark], "text": unsealed(rest.strip())})
    elif mark == "|":
        label, _, value = rest.partition(" | ")
        _listed(blocks, "facts").append([unsealed(label.strip()), unsealed(value.strip())])
    else:
        blocks.append({"type": "p", "text": unsealed(line)})
        return True
    return False


def _listed(blocks: list[Block], kind: str) -> list[Any]:
    if not blocks or blocks[-1]["type"] != kind:
        blocks.append({"type": kind, "items": []})
    items: list[Any] = blocks[-1]["items"]
    return items


def _text_of(block: Block) -> str:
    if block["type"] == "title":
        return f"{block['text']}\n{'=' * min(len(block['text']), _WIDTH)}"
    if block["type"] == "h":
        return f"{block['text']}\n{'-' * min(len(block['text']), _WIDTH)}"
    if block["type"] == "ul":
        return "\n".join(_wrapped(f"* {item}", "  ") for item in block["items"])
    if block["type"] == "facts":
        return "\n".join(_wrapped(f"{label}: {value}", "  ") for label, value in block["items"])
    return _WRITTEN.get(block["type"], _as_paragraph)(block)


def _as_paragraph(block: Block) -> str:
    return _wrapped(block["text"], "")


_WRITTEN: dict[str, Callable[[Block], str]] = {
    "sheet": lambda block: "=" * _WIDTH,
    "window": lambda block: "\n".join(block["items"]),
    "line": lambda block: f"{block['text']}: {'_' * 30}",
    "box": lambda block: _wrapped(f"[ ] {block['text']}", "    "),
}


def _wrapped(text: str, indent: str) -> str:
    return textwrap.fill(text, width=_WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
