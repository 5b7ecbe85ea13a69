"""The rules see what they are there to see: faults planted in a page of our own."""

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.rules import broken

PAGE = """<!doctype html><html lang="en"><head><title>A page</title><style>
body { background: #fff; color: #000; font: 16px/1.5 sans-serif } input, button { min-height: 44px; min-width: 44px;
border: 2px solid #000; background: #fff; appearance: none } :focus { outline: 3px solid #000 } %s</style></head>
<body><main>
<h1>A page</h1><label>Name <input name="name" class="a"></label> <button class="govuk-button">Send</button>
<p class="p">A sentence of some length that says a few plain words about nothing much at all.</p>%s
</main></body></html>"""
BAR = '<div style="position:fixed;inset:0;background:#fff">Covers everything</div>'


@pytest.fixture
def page(browser: Browser):
    opened = browser.new_page()
    yield opened
    opened.close()


def found(page: Page, style: str = "", more: str = "") -> str:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("about:blank")
    page.set_content(PAGE % (style, more))
    return " ".join(broken(page))


def test_each_rule_sees_its_fault_and_a_sound_page_has_none(page: Page) -> None:
    assert found(page) == ""
    assert "lies over" in found(page, more=BAR)
    pale = found(page, ".a { border-color: #ccc } .p { color: #aaa } :focus { outline-color: #eee }")
    assert [
        words for words in ("too little contrast", "color-contrast", "does not show the focus") if words not in pale
    ] == []
    style = """.a { border: 0 } :focus { outline: 0 } .p { width: 500px; height: 24px; overflow: hidden }
      button { border: 0; background: #006; color: #fff; min-height: 30px; height: 30px; padding: 0 }"""
    tight = found(page, style)
    for words in ("too little contrast", "does not show the focus", "no edge in forced colors", "x30", "pixels wide",
                  "cuts words off"):  # fmt: skip
        assert words in tight, words
