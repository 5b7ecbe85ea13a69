"""What every page has to keep: the rules of axe, and those of `rules.js` that axe does not know."""

from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 375)
NARROWEST = 320
PUBLIC = "main .govuk-button, main input[type=radio], main input[type=checkbox]"
STAFF = "button, select, summary, input:not([type=hidden]), nav a, .govuk-button"
# Brought into the page once; one call tells of all rules.
SCRIPT = Axe().axe_script + Path(__file__).with_name("rules.js").read_text(encoding="utf-8")
RUN = """(tags) => axe.run({runOnly: tags, resultTypes: ['violations'], elementRef: false, preload: false})
  .then((all) => all.violations.map((one) => [one.id, String(one.nodes[0].target), one.nodes.length].join(' ')))"""
HERE = "([selector, least]) => [...look.borders(), ...look.small(selector, least), ...look.focus()]"
NARROW = "() => [...look.wide(), ...look.spaced()]"


def broken(page: Page, *, language: str = "en", staff: bool = False) -> list[str]:
    """Which rules the open page breaks, at both widths."""
    page.evaluate(SCRIPT)
    return judged(page, language=language, staff=staff)


def judged(page: Page, *, language: str = "en", staff: bool = False) -> list[str]:
    """The same for a page that has the scripts already. It starts at the width that the page before it left."""
    where = urlsplit(page.url).path
    widths = (*WIDTHS, NARROWEST) if _width(page) > NARROWEST else (NARROWEST, *reversed(WIDTHS))
    faults = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate(NARROW) if width == NARROWEST else _at(page, staff=staff)
        faults += [f"{where} ({language}) at {width}: {fault}" for fault in found]
    if page.evaluate("document.documentElement.getAttribute('lang')") != language:
        faults.append(f"{where}: not marked as {language}")
    return faults


def _width(page: Page) -> int:
    size = page.viewport_size
    return size["width"] if size else NARROWEST


def _at(page: Page, *, staff: bool) -> list[str]:
    """The faults at one width; once, at the narrower one, with the colors that a reader may force."""
    found: list[str] = [*page.evaluate(RUN, TAGS), *page.evaluate(HERE, [STAFF, 24] if staff else [PUBLIC, 44])]
    if _width(page) == min(WIDTHS):
        page.emulate_media(forced_colors="active")
        found += page.evaluate("look.forced()")
        page.emulate_media(forced_colors="none")
    return found


def in_spanish(page: Page, form: str = "") -> list[str]:
    """The faults of the open page in Spanish, as it is before any script runs: once more fetched, or `form` sent.

    It takes the place of the page in the same window, whose axe is warm: a third of the time of opening it.
    """
    if form:
        same = page.locator(form).first.evaluate("(form) => look.resend(form)")
    else:
        same = page.evaluate("look.translate()")
    faults = [] if same else [f"{page.url}: another page in Spanish"]
    return faults + judged(page, language="es")
