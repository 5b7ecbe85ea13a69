"""What every page has to keep: the rules of axe, room at 320 pixels, targets that a finger hits, its language."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 375)
# Links inside a sentence are exempt (WCAG 2.5.8); what lies in a closed part of the page has no size.
SMALL = """([selector, least]) => [...document.querySelectorAll(selector)]
  .filter((e) => e.checkVisibility() && !e.disabled)
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.width > 1 && Math.min(box.width, box.height) < least - 0.5)
  .map(([e, box]) => `${e.outerHTML.slice(0, 90)} is ${Math.round(box.width)}x${Math.round(box.height)}`)"""
# The spacing that a reader may set for themselves (WCAG 1.4.12), and what of the words it would cut off.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
  const cut = [...document.querySelectorAll("body *")]
    .filter((e) => e.checkVisibility() && e.childNodes.length && e.innerText && e.clientHeight > 4)
    .filter((e) => ["hidden", "clip"].includes(getComputedStyle(e).overflowY) && e.scrollHeight > e.clientHeight + 2)
    .map((e) => `${e.outerHTML.slice(0, 90)} cuts words off`);
  const wide = document.documentElement.scrollWidth;
  document.adoptedStyleSheets = [];
  return wide > 320 ? [...cut, `${wide} pixels wide with wide spacing`] : cut;
}"""
PUBLIC = "main .govuk-button, main input[type=radio], main input[type=checkbox]"
STAFF = "button, select, summary, input:not([type=hidden]), nav a, .govuk-button"
# Brought into the page once; one call tells of all rules.
AXE = Axe().axe_script
RUN = "(tags) => axe.run({runOnly: tags, resultTypes: ['violations'], elementRef: false}).then((all) => all.violations)"


def broken(page: Page, *, language: str = "en", staff: bool = False) -> list[str]:
    """Which rules the open page breaks, at both widths."""
    where = page.url.split("/", 3)[3]
    page.evaluate(AXE)
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        faults += [f"{where} at {width}: {fault}" for fault in _violations(page)]
        small = page.evaluate(SMALL, [STAFF, 24] if staff else [PUBLIC, 44])
        faults += [f"{where} at {width}: {fault}" for fault in small]
    page.set_viewport_size({"width": 320, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > 320:
        faults.append(f"{where} at 320: {wide} pixels wide")
    faults += [f"{where} at 320: {fault}" for fault in page.evaluate(SPACED)]
    if page.locator("html").get_attribute("lang") != language:
        faults.append(f"{where}: not marked as {language}")
    return faults


def _violations(page: Page) -> list[str]:
    found: list[dict[str, Any]] = page.evaluate(RUN, TAGS)
    return [f"{one['id']} {one['nodes'][0]['target']} ({len(one['nodes'])})" for one in found]
