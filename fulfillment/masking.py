"""Data that never leaves in any package, whoever asks: the type is told, the value is not (11 CCR 7024(d)). Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Class:
    """One class of values that are never given. `keys` matches names of fields, `values` what a value looks like."""

    code: str
    ground: str
    keys: re.Pattern[str]
    values: re.Pattern[str] | None = None


def _keys(words: str) -> re.Pattern[str]:
    return re.compile(rf"(^|_)({words})($|_)")


CLASSES: tuple[Class, ...] = (
    Class("ssn", "WITHHELD-ID", _keys("ssn|social_security(_number)?"), re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)")),
    Class("tax_id", "WITHHELD-ID", _keys("tax_id|tax_identification(_number)?|itin|ein|tin")),
    Class(
        "government_id",
        "WITHHELD-ID",
        _keys("drivers?_licen[cs]e(_number)?|passport(_number)?|government_id(entifier)?|state_id|military_id"),
    ),
    Class(
        "account_number",
        "WITHHELD-ID",
        _keys("account_number|bank_account(_number)?|bank_routing(_number)?|routing_number|iban|card_number|cvv|cvc"),
        re.compile(r"(?<!\d)(?:\d[ -]?){13,19}(?!\d)"),
    ),
    Class("health_id", "WITHHELD-ID", _keys("health_insurance_id|medical_(record_|identification_)?number|medical_id")),
    Class("secret", "WITHHELD-ID", _keys("password|pin|passcode|security_(question|answer)s?|secret|token")),
    Class("biometric", "WITHHELD-ID", _keys("biometrics?|fingerprint|face_template|voice_print")),
    Class("other_person", "THIRDPARTY", _keys("other_(person|people)|joint_policyholder|co_owner|spouse|household")),
)


@dataclass(frozen=True)
class Masked:
    """A content with its forbidden values taken out, and the codes of what was taken."""

    content: Any
    codes: frozenset[str]


MARK = "withheld"


def mask(content: Any) -> Masked:
    """Take every forbidden value out of a JSON content, at any depth. In its place stands {"withheld": code}."""
    taken: set[str] = set()
    return Masked(_walk(content, taken), frozenset(taken))


def _walk(value: Any, taken: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _entry(str(key), entry, taken) for key, entry in value.items()}
    if isinstance(value, list):
        return [_walk(entry, taken) for entry in value]
    found = _class_of_value(value)
    return _taken(found, taken) if found else value


def _entry(key: str, value: Any, taken: set[str]) -> Any:
    name = re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key).lower())
    for one in CLASSES:
        # An empty field holds nothing; saying that it is withheld would be untrue.
        if one.keys.search(name) and value not in (None, "", [], {}):
            return _taken(one, taken)
    return _walk(value, taken)


def _class_of_value(value: Any) -> Class | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value)
    for one in CLASSES:
        for hit in _hits(one, text):
            if one.code != "account_number" or _luhn(hit):
                return one
    return None


def _hits(one: Class, text: str) -> Iterator[str]:
    if one.values is not None:
        yield from (match[0] for match in one.values.finditer(text))


def _luhn(text: str) -> bool:
    """Whether the digits are a payment card's: a tracking number of that length rarely passes."""
    digits = [int(letter) for letter in text if letter.isdigit()]
    doubled = [digit if index % 2 == 0 else sum(divmod(2 * digit, 10)) for index, digit in enumerate(reversed(digits))]
    return len(digits) >= 13 and sum(doubled) % 10 == 0


def _taken(one: Class, taken: set[str]) -> dict[str, str]:
    taken.add(one.code)
    return {MARK: one.code}


def is_mark(value: Any) -> bool:
    """Whether a value of a masked content stands for something that was taken out."""
    return isinstance(value, dict) and set(value) == {MARK}
