"""A strict reader of JSON: what two programs could read differently is refused."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

KIBIBYTE = 1024
MAX_BODY, MAX_BATCH, MAX_DEPTH = 256 * KIBIBYTE, 10 * 1024 * KIBIBYTE, 32
_NEVER = re.compile("[\x00\ud800-\udfff]")


class TooLarge(APIException):
    """The body goes beyond what one call may bring."""

    status_code = 413
    default_detail = "The body is too large. Send less in one call."


@dataclass(frozen=True)
class Body:
    """A body as it was read, and its bytes: they decide whether a repetition is the same call."""

    value: Any = field(default_factory=dict)
    raw: bytes = b""


class StrictJSON(BaseParser):
    """application/json in UTF-8, nothing else."""

    media_type = "application/json"
    most = MAX_BODY

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        raw = stream.read(self.most + 1)
        if len(raw) > self.most:
            raise TooLarge
        return Body(loads(raw), raw)


class StrictBatch(StrictJSON):
    """The same for many rows at once."""

    most = MAX_BATCH


class RawFile(BaseParser):
    """A file as it is; what it is shows in its content, not in its declared type."""

    media_type = "*/*"
    most = MAX_BATCH

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        raw = stream.read(self.most + 1)
        if len(raw) > self.most:
            raise TooLarge
        return Body(None, raw)


def loads(raw: bytes) -> Any:
    """Read JSON. Raises ParseError with a sentence that says what to change."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise ParseError("The body is not valid UTF-8.") from None
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except RecursionError:
        raise ParseError("The body is nested too deeply.") from None
    except ValueError as error:
        where = f" at line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ParseError(f"The body is not valid JSON{where}.") from None
    _walk(value, MAX_DEPTH)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ParseError("A member stands twice in the same object. Send each once.")
    return found


def _refuse_constant(name: str) -> None:
    raise ParseError(f"{name} is not a number in JSON.")


def _walk(value: Any, left: int) -> None:
    if left < 0:
        raise ParseError("The body is nested too deeply.")
    if isinstance(value, str) and _NEVER.search(value):
        raise ParseError("A text holds a NUL character or half of a character pair. Remove it.")
    if isinstance(value, float) and not math.isfinite(value):
        raise ParseError("A number is too large.")
    if isinstance(value, dict):
        for name in value:
            _walk(name, left)
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _walk(inner, left - 1)
