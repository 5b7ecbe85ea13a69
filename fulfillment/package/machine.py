"""The machine-readable parts: JSON by a documented schema, and CSV that no spreadsheet can be led astray by."""

import json
from collections.abc import Iterator
from typing import Any

from fulfillment import spreadsheet
from fulfillment.masking import MARK, is_mark
from fulfillment.package.content import Content
from fulfillment.taxonomy import system_label

FORMAT = "privacy-package/1"
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Answer to a request for personal data",
    "type": "object",
    "required": ["format", "request", "categories", "records", "withheld", "never_given"],
    "properties": {
        "format": {"const": FORMAT},
        "request": {
            "type": "object",
            "description": "The request this answers: reference, scope, day of receipt, period covered (days).",
        },
        "categories": {
            "type": "array",
            "description": "Every category of which something is held.",
            "items": {
                "type": "object",
                "required": ["category", "label", "examples", "purposes", "sources", "recipients"],
            },
        },
        "records": {
            "type": "array",
            "description": 'The data itself. A value {"withheld": code} is held but never given.',
            "items": {
                "type": "object",
                "required": ["system", "category", "title", "source", "collected_on", "content"],
            },
        },
        "withheld": {
            "type": "array",
            "description": "What is held and not given, each with its ground.",
            "items": {"type": "object", "required": ["system", "category", "ground", "cite", "until"]},
        },
        "never_given": {"type": "array", "items": {"type": "string"}},
    },
}
COLUMNS = ("system", "category", "title", "source", "collected_on", "field", "value")
REQUEST_FACTS = ("reference", "scope", "received_on", "period_from", "period_to", "company", "name")


def as_json(content: Content) -> bytes:
    """The package as JSON, by `SCHEMA`."""
    document = {
        "format": FORMAT,
        "request": {name: content.facts[name] for name in REQUEST_FACTS if name in content.facts},
        "categories": [
            {
                "category": one.slug,
                "label": str(one.label),
                "examples": str(one.examples),
                "purposes": [str(text) for text in one.purposes],
                "sources": [str(text) for text in one.sources],
                "recipients": [str(text) for text in one.recipients],
            }
            for one in content.categories
        ],
        "records": [
            {
                "system": one.system,
                "category": one.category,
                "title": one.title,
                "source": one.source,
                "collected_on": _day(one.collected_on),
                "content": one.content,
            }
            for one in content.given
        ],
        "withheld": [
            {
                "system": one.system,
                "category": one.category,
                "ground": one.ground,
                "cite": one.cite,
                "until": _day(one.until),
            }
            for one in content.withheld
        ],
        "never_given": list(content.masked),
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def as_csv(content: Content) -> bytes:
    """The data as one line a field, in UTF-8 with the mark that spreadsheets look for."""
    return b"\xef\xbb\xbf" + spreadsheet.table([COLUMNS, *_rows(content)]).encode()


def _rows(content: Content) -> Iterator[tuple[str, ...]]:
    for one in content.given:
        start = (system_label(one.system), one.category, one.title, one.source, _day(one.collected_on) or "")
        for name, value in flat(one.content):
            yield (*start, name, value)
    for held in content.withheld:
        yield (system_label(held.system), held.category, "", "", "", MARK, held.ground)


def flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every single value of a JSON content with its path, such as `visits.0.page`."""
    if is_mark(value):
        yield path, f"{MARK}: {value[MARK]}"
    elif isinstance(value, dict):
        for name, entry in value.items():
            yield from flat(entry, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            yield from flat(entry, f"{path}.{number}" if path else str(number))
    else:
        yield path, _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
