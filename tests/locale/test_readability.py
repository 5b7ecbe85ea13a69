"""The fixed words of the pages are plain: school grade 9 or below, 60 or more of Fernández-Huerta in Spanish.

Letters are measured whole, in tests/notifications. Here each file's sentences are measured together: one sentence alone
says little, and labels and buttons are no prose.
"""

import re
from collections import defaultdict

from tests.locale.english import entries, spanish
from tests.locale.sources import marked
from tests.readability import fernandez_huerta, flesch_kincaid

FEWEST_WORDS = 40
# What stands in for something else, and marks of the page.
STANDINS = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[^{}]*\}|<[^>]+>")


def prose() -> dict[str, list[str]]:
    """The whole sentences of each file that a consumer may read."""
    found: dict[str, list[str]] = defaultdict(list)
    for text, name in marked().items():
        if len(text.split()) > 3 and text.rstrip().endswith((".", "?", "!")):
            found[name].append(text)
    enough = {name: texts for name, texts in found.items() if sum(len(text.split()) for text in texts) >= FEWEST_WORDS}
    assert len(enough) > 30
    return enough


def plain(text: str) -> str:
    return " ".join(STANDINS.sub("7", text).split())


def test_english_needs_nine_years_of_school() -> None:
    hard = {name: round(grade, 1) for name, texts in prose().items() if (grade := _grade(texts)) > 9}
    assert hard == {}


def test_spanish_is_plain_too() -> None:
    catalog = entries()
    hard = {}
    for name, texts in prose().items():
        said = [line for text in texts if text in catalog for line in spanish(catalog[text]) if line]
        if said and (score := fernandez_huerta(" ".join(map(plain, said)))) < 60:
            hard[name] = round(score, 1)
    assert hard == {}


def _grade(texts: list[str]) -> float:
    return flesch_kincaid(" ".join(map(plain, texts)))
