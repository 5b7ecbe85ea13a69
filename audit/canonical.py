"""One text for one meaning: a restricted profile of RFC 8785 (JSON Canonicalization Scheme).

Under the profile the standard library's sorted, compact JSON is byte for byte what RFC 8785 prescribes. Outside it the
two part ways (floats, huge integers, exotic keys), so everything outside is refused instead of written.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence

JSON = None | bool | int | str | Sequence["JSON"] | Mapping[str, "JSON"]

MAX_INTEGER = 2**53 - 1
_KEY = re.compile(r"[a-z0-9_]+", re.ASCII)


class NotCanonical(ValueError):
    """The value lies outside the profile."""


def dumps(value: JSON) -> str:
    """Return the canonical text of `value`. Raises `NotCanonical` outside the profile."""
    check(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def check(value: object, path: str = "$") -> None:
    """Raise `NotCanonical`, saying where, unless `value` has exactly one canonical text."""
    if value is None or isinstance(value, bool):
        return
    if type(value) is int:
        _check_integer(value, path)
    elif type(value) is str:
        _check_text(value, path)
    elif type(value) in (list, tuple):
        for position, item in enumerate(value):  # type: ignore[var-annotated, arg-type]  # `in` narrows nothing
            check(item, f"{path}[{position}]")
    elif type(value) is dict:
        _check_members(value, path)
    else:
        raise NotCanonical(f"{path}: {type(value).__name__} has no canonical form")


def _check_integer(value: int, path: str) -> None:
    if abs(value) > MAX_INTEGER:
        raise NotCanonical(f"{path}: an integer beyond 2^53-1 is read differently by different readers")


def _check_text(value: str, path: str) -> None:
    if value.isascii() and "\x00" not in value:
        return  # nothing to normalise; most texts of the ledger are codes
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise NotCanonical(f"{path}: a lone surrogate is not Unicode")
    if "\x00" in value:
        raise NotCanonical(f"{path}: the database cannot keep a NUL character")
    if not unicodedata.is_normalized("NFC", value):
        raise NotCanonical(f"{path}: text must be in normal form C")


def _check_members(value: dict[object, object], path: str) -> None:
    for key, item in value.items():
        if type(key) is not str or not _KEY.fullmatch(key):
            raise NotCanonical(f"{path}: a key is one or more of a-z 0-9 _, not {key!r}")
        check(item, f"{path}.{key}")
