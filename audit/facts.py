"""Which values may stand in the ledger for ever: codes, counts, days and opaque ids, never anything personal."""

import re
from collections.abc import Mapping, Sequence

Fact = str | int | bool
FactValue = Fact | Sequence[Fact]

MAX_COUNT = 10**9
MAX_LIST = 200
_CODE = re.compile(r"[A-Za-z0-9_.:+-]{0,80}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NAME = re.compile(r"[A-Z][a-z]+([-.:_+][A-Z][a-z]*)*", re.ASCII)
_NUMBER = re.compile(r"[\d.:+-]+", re.ASCII)
_MAX_DIGITS = 6


class PersonalData(ValueError):
    """The value looks like something about a person, which may never enter the ledger."""


def check_facts(facts: Mapping[str, FactValue]) -> None:
    """Raise `PersonalData` unless every value is a code, a count, a day, an opaque id or a list of those."""
    for name, value in facts.items():
        if isinstance(value, list | tuple):
            if len(value) > MAX_LIST:
                raise PersonalData(f"fact {name}: a list of {len(value)} is too long for a leaf")
            for item in value:
                _check_value(name, item)
        else:
            _check_value(name, value)


def _check_value(name: str, value: object) -> None:
    if isinstance(value, bool):
        return
    if isinstance(value, str):
        check_code(name, value)
    elif type(value) is not int:
        raise PersonalData(f"fact {name}: {type(value).__name__} is not a code, a count or a day")
    elif abs(value) >= MAX_COUNT:
        raise PersonalData(f"fact {name}: a number that long is a telephone or account number, not a count")


def check_code(name: str, value: str) -> None:
    """Raise `PersonalData` unless `value` is a short code. The value itself is never put in the message."""
    if _UUID.fullmatch(value) or _DAY.fullmatch(value):
        return
    if not _CODE.fullmatch(value):
        raise PersonalData(f"{name}: free text, names and addresses do not belong in the ledger, only codes")
    if _NAME.fullmatch(value):
        raise PersonalData(f"{name}: a capitalised word reads like a name; codes are lower case or upper case")
    if _NUMBER.fullmatch(value) and sum(letter.isdigit() for letter in value) > _MAX_DIGITS:
        raise PersonalData(f"{name}: a long run of digits is a telephone, policy or account number")
