"""Nora has no mouse, little time and a bus to catch: the form waits for her, in both languages."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from requests_app.models import Submission
from tests.journeys import nora
from tests.journeys.conftest import Workers
from tests.journeys.typing_pace import Typist
from tests.journeys.ways import NAMES, Way, say
from tests.journeys.windows import Windows

STAY, GONE = "24:00", "30:00"


@dataclass
class Thumb(Typist):
    """Goes on with the keyboard alone, in the language of the page."""

    def on(self, slug: str) -> None:
        """Push the button; the page of this name follows."""
        self.follow(say(self.page, "Continue"), f"/request/{slug}/")


@pytest.mark.usual_way("en-375")
def test_by_keyboard_alone_with_a_time_out_a_lost_session_and_another_language(
    windows: Windows, workers: Workers, way: Way
) -> None:
    page = windows.open(**way.window)
    page.clock.install()
    page.goto("/request/who/")
    hand = Thumb(page)
    hand.press("Tab")
    expect(page.get_by_role("link", name=say(page, "Skip to main content"))).to_be_in_viewport()
    hand.press("Enter")
    hand.tick("capacity", "self")
    hand.on("what")
    hand.tick("rights", "access")
    hand.on("companies")
    hand.on("relationships")
    hand.tick("relationships", "policyholder")
    hand.on("access")
    hand.on("residence")
    hand.write("state", "Wis")
    hand.on("name")
    _a_time_out(page, hand)
    code = _put_aside(page, hand)
    _come_back(page, hand, code)
    hand.write("given_name", "Nora")
    hand.write("family_name", "Quist")
    hand.on("birth")
    hand.push(NAMES[way.other])
    expect(page.locator("html")).to_have_attribute("lang", way.other)
    hand.on("contact")
    hand.write("email", "nora@example.org")
    hand.on("safe")
    hand.tick("safe", "yes")
    hand.on("identifiers")
    hand.on("answer")
    hand.tick("delivery", "secure_download")
    hand.on("check")
    expect(page.locator("main")).to_contain_text("Nora Quist")
    hand.push(page.locator("main form button").first.inner_text())
    nora.slip(page)
    filed = Submission.objects.get()
    assert (filed.language, filed.consumer_name) == (way.other, "Nora Quist")


def _a_time_out(page: Page, hand: Thumb) -> None:
    """The warning comes in time, can be sent away by key, and what was answered outlives the end."""
    dialog = page.get_by_role("dialog", name=say(page, "Are you still there?"))
    for _time in range(2):
        page.clock.fast_forward(STAY)
        expect(dialog).to_be_visible()
        hand.push(say(page, "Stay on this page"))
        expect(dialog).to_be_hidden()
    page.clock.fast_forward(GONE)
    expect(page).to_have_url(re.compile("/request/pause/"))
    expect(page.locator("main")).to_contain_text(say(page, "Nothing happened for a while. We saved your answers."))
    hand.follow(say(page, "Go on where you were"), "/request/$")
    hand.follow(say(page, "Go on"), "/request/name/")


def _put_aside(page: Page, hand: Thumb) -> str:
    """Save for later; gives the code."""
    hand.follow(say(page, "Save and finish later"), "/request/save/")
    hand.push(say(page, "Save and show my code"))
    shown = page.get_by_text(re.compile(r"^[A-Z0-9]{4}(-[A-Z0-9]{4})+$")).first
    return shown.inner_text()


def _come_back(page: Page, hand: Thumb, code: str) -> None:
    """Everything that the browser knew is gone; the code alone opens the form where it was."""
    page.context.clear_cookies()
    page.goto("/request/return/")
    hand.write("code", code)
    hand.follow(say(page, "Open my form"), "/request/name/")
