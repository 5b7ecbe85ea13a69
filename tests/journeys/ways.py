"""The ways a story of the public can be told: in which language it begins, and how wide the window is.

Each story names its usual way, and is told in that one; with `--every-way` it is told in all four.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

USUAL = "usual_way"
LOCALES = {"en": "en-US", "es": "es-US"}
NAMES = {"en": "English", "es": "Español"}


@dataclass(frozen=True)
class Way:
    """One language and one width in CSS pixels."""

    language: str
    width: int

    @property
    def name(self) -> str:
        return f"{self.language}-{self.width}"

    @property
    def window(self) -> dict[str, Any]:
        """What `Windows.open` needs for it."""
        return {"width": self.width, "locale": LOCALES[self.language]}

    @property
    def other(self) -> str:
        """The language that it does not begin in."""
        return "es" if self.language == "en" else "en"


WAYS = {way.name: way for way in (Way(language, width) for language in LOCALES for width in (1280, 375))}


def tell(metafunc: pytest.Metafunc) -> None:
    """Give a story that asks for a `way` its usual one, or all of them."""
    if "way" not in metafunc.fixturenames:
        return
    usual = metafunc.definition.get_closest_marker(USUAL)
    assert usual is not None, f"{metafunc.definition.nodeid} names no usual way"
    every = metafunc.config.getoption("every_way", default=False)
    chosen = list(WAYS) if every else [usual.args[0]]
    metafunc.parametrize("way", [WAYS[name] for name in chosen], ids=chosen)


def language_of(page: Page) -> str:
    """The language that the page says it is in."""
    return page.locator("html").get_attribute("lang") or "en"


def say(page: Page, words: str) -> str:
    """The page's own words for these, from the catalogue."""
    with translation.override(language_of(page)):
        return gettext(words)


def switch(page: Page, language: str) -> None:
    """Press the other language in the header."""
    page.get_by_role("button", name=NAMES[language], exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", language)
