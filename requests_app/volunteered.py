"""Numbers nobody asked for: a Social Security or card number that a caller says is taken out before anything is kept.

Rules.md section 7(4): never taken by voice; if it is volunteered, it is not typed, and what was typed is not stored.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Secret(StrEnum):
    """What was taken out."""

    SSN = "ssn"
    CARD = "card"


# Digits of a Social Security number, of the shortest card and of the longest.
SHORTEST, SHORTEST_CARD, LONGEST = 9, 13, 19
MARKS = {Secret.SSN: "[Social Security number removed]", Secret.CARD: "[card number removed]"}
_WORDS = {
    word: str(digit)
    for digit, words in enumerate(
        ("zero oh cero", "one uno", "two dos", "three tres", "four cuatro", "five cinco", "six seis", "seven siete",
         "eight ocho", "nine nueve")
    )
    for word in words.split()
}  # fmt: skip
_DIGIT = rf"(?:\d|\b(?:{'|'.join(_WORDS)})\b)"
_GAP = r"[\s.,/()_\-\u2010-\u2015\u2212]{0,3}"
_RUN = re.compile(rf"{_DIGIT}(?:{_GAP}{_DIGIT})+", re.IGNORECASE)
_ONE = re.compile(_DIGIT, re.IGNORECASE)
# "The last four of my social are 6789": a part of it is asked for no more than the whole.
_NAMED = re.compile(
    rf"(?:\bssn\b|\bsocial\b|\bseguro\s+social\b)[^\d\n]{{0,40}}?({_DIGIT}(?:{_GAP}{_DIGIT}){{3,8}})(?!{_GAP}\d)",
    re.IGNORECASE,
)
# Issuer and length together: a tracking or policy number rarely looks like this, and then fails the check digit.
_CARDS = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14}"
    r"|6(?:011|4[4-9]\d|5\d\d)\d{12}|62\d{14,17}"
)
_ISSUED = re.compile(r"(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}")
_TAXPAYER = re.compile(r"(?!000|666)\d{3}(?!00)\d{2}(?!0000)\d{4}")


@dataclass(frozen=True)
class Cleaned:
    """The text as it may be kept, and what was taken out of it."""

    text: str
    found: tuple[Secret, ...] = ()


@dataclass(frozen=True)
class _Group:
    """Digits that stand together, and where."""

    digits: str
    start: int
    end: int


def clean(text: str, *, number: bool = False) -> Cleaned:
    """Take Social Security and card numbers out of `text`, also where they are spaced, dashed or spelled in words.

    `number` is for a field that is meant to hold a number of another kind: there nine digits in a row are no secret.
    """
    found: list[Secret] = []
    spots = [(hit.start(1), hit.end(1), Secret.SSN) for hit in _NAMED.finditer(text)]
    for run in _RUN.finditer(text):
        spots += _secrets(_groups(text, run.start(), run.end()), number=number)
    cleaned = text
    for start, end, kind in sorted(_apart(spots), reverse=True):
        cleaned = cleaned[:start] + MARKS[kind] + cleaned[end:]
        found.append(kind)
    return Cleaned(cleaned, tuple(reversed(found)))


def _apart(spots: list[tuple[int, int, Secret]]) -> list[tuple[int, int, Secret]]:
    """The spots without those that overlap an earlier, longer one."""
    kept: list[tuple[int, int, Secret]] = []
    for spot in sorted(spots, key=lambda one: one[0] - one[1]):
        if all(spot[1] <= other[0] or spot[0] >= other[1] for other in kept):
            kept.append(spot)
    return kept


def _groups(text: str, start: int, end: int) -> list[_Group]:
    groups: list[_Group] = []
    for hit in _ONE.finditer(text, start, end):
        digit = _WORDS.get(hit[0].lower()) or str(unicodedata.digit(hit[0]))
        spelled = len(hit[0]) > 1
        if groups and groups[-1].end == hit.start() and not spelled:
            groups[-1] = _Group(groups[-1].digits + digit, groups[-1].start, hit.end())
        else:
            groups.append(_Group(digit, hit.start(), hit.end()))
    return groups


def _secrets(groups: list[_Group], *, number: bool) -> list[tuple[int, int, Secret]]:
    """Where secrets begin and end in one run of digits: any neighbours that have the shape of one."""
    spots = []
    for first in range(len(groups)):
        digits = ""
        for last in range(first, len(groups)):
            digits += groups[last].digits
            # Nothing longer than a card is of interest: a page full of digits costs no more than its length.
            if len(digits) > LONGEST:
                break
            if len(digits) == SHORTEST or len(digits) >= SHORTEST_CARD:
                part = groups[first : last + 1]
                kind = _kind(digits, part, whole=len(part) == len(groups), number=number)
                if kind:
                    spots.append((part[0].start, part[-1].end, kind))
    return spots


def _kind(digits: str, part: list[_Group], *, whole: bool, number: bool) -> Secret | None:
    sizes = tuple(len(group.digits) for group in part)
    if len(digits) == SHORTEST:
        return Secret.SSN if _is_ssn(digits, sizes, whole=whole, number=number) else None
    return Secret.CARD if (whole or _is_grouped(sizes)) and _is_card(digits) else None


def _is_ssn(digits: str, sizes: tuple[int, ...], *, whole: bool, number: bool) -> bool:
    if sizes == (3, 2, 4):
        # A taxpayer number begins with a nine and is written the same way.
        return bool(_TAXPAYER.fullmatch(digits))
    if number or not whole or sizes == (5, 4):
        return False
    return bool(_ISSUED.fullmatch(digits))


def _is_grouped(sizes: tuple[int, ...]) -> bool:
    """Whether digits stand as people write a card: alone, in equal groups, or as 4-6-5 and 4-6-4."""
    even = len(set(sizes[:-1])) <= 1 and sizes[-1] <= sizes[0]
    return even or sizes in {(4, 6, 5), (4, 6, 4)}


def _is_card(digits: str) -> bool:
    """Issuer, length, and the check digit of ISO/IEC 7812 (Luhn)."""
    if not _CARDS.fullmatch(digits):
        return False
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
