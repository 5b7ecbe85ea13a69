"""Postal addresses in one spelling: the street and the postal code. Pure."""

import re
import unicodedata
from collections.abc import Mapping

from verification.directories import names

STREET_WORDS = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr", "lane": "ln", "court": "ct",
    "boulevard": "blvd", "place": "pl", "terrace": "ter", "highway": "hwy", "parkway": "pkwy", "circle": "cir",
    "apartment": "apt", "suite": "ste", "north": "n", "south": "s", "east": "e", "west": "w",
}  # fmt: skip
ENDS = frozenset({"st", "ave", "rd", "dr", "ln", "ct", "blvd", "pl", "ter", "hwy", "pkwy", "cir", "way"})
BEHIND = frozenset({"n", "s", "e", "w", "ne", "nw", "se", "sw"})
UNITS = frozenset({"apt", "ste", "unit", "no"})
_ZIP = re.compile(r"(?<!\d)(\d{5})(?:[- ]?\d{4})?(?!\d)", re.ASCII)
_NORMAL = re.compile(r"[^\W_]+\|[^\W_]*")


def composed(value: str) -> str:
    """One code for each sign, wide and narrow forms alike."""
    return unicodedata.normalize("NFKC", value)


def postal_code(value: str) -> str:
    """The five digits of a ZIP+4; anything else as letters and digits."""
    plain = "".join(char for char in names.folded(value) if char.isalnum())
    return plain[:5] if plain.isdigit() and len(plain) in {5, 9} else plain


def address(value: object) -> str:
    """Street and postal code, from `lines` and `postal_code` or from one typed line that ends with a ZIP code.

    Empty when there is no street, or in one line no ZIP code.
    """
    if isinstance(value, Mapping):
        lines = value.get("lines") or []
        written = ", ".join(str(line) for line in lines) if isinstance(lines, list | tuple) else str(lines)
        return _address(written, postal_code(_text(str(value.get("postal_code") or ""))))
    return _from_one_line(_text(value)) if isinstance(value, str) else ""


def _text(value: str) -> str:
    return value.encode("utf-8", "ignore").decode()


def _from_one_line(written: str) -> str:
    if _NORMAL.fullmatch(written) and all(_plain(part) == part for part in written.split("|")):
        return written
    codes = [found for found in _ZIP.finditer(written) if found.start() > 0]
    return _address(written[: codes[-1].start()], codes[-1].group(1)) if codes else ""


def _address(written: str, code: str) -> str:
    street = _street(_text(written))
    return f"{street}|{code}" if street else ""


def _street(written: str) -> str:
    parts = [words for part in re.split(r"[,;\n]", names.folded(written)) if (words := _words(part))]
    if not parts:
        return ""
    first = _up_to_its_end(parts[0])
    unit = next((part for part in parts[1:] if part[0] in UNITS), [])
    return _plain("".join([*first, *unit]))


def _words(part: str) -> list[str]:
    words = "".join(char if char.isalnum() else " " for char in part.replace("#", " no ")).split()
    return [STREET_WORDS.get(word, word) for word in words]


def _up_to_its_end(words: list[str]) -> list[str]:
    """The words up to 'st', 'ave' and the like: where no comma was typed, the town follows them."""
    end = next((place + 1 for place, word in enumerate(words) if place > 1 and word in ENDS), len(words))
    if words[end : end + 1] and words[end] in BEHIND:
        end += 1
    if words[end : end + 1] and words[end] in UNITS:
        end += 2
    return words[:end]


def _plain(value: str) -> str:
    return "".join(char for char in names.folded(value) if char.isalnum())
