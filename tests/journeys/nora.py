"""Nora's hands: she answers one page after the other, and writes down what the last one tells her.

She is told what to press in English, and presses it in the language of the page.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.journeys.ways import language_of, say

ACCESS, DELETION = "See the information you have", "Delete information"
JM, CARE = "Jewelers Mutual Insurance Company, SI", "JM Care Plan, Inc."


@dataclass(frozen=True)
class Slip:
    """What is written down from a confirmation."""

    references: list[str]
    code: str


def press(page: Page, name: str = "Continue") -> None:
    page.get_by_role("button", name=say(page, name), exact=True).click()


def choose(page: Page, *names: str) -> None:
    """Tick boxes or choose radio buttons by their words."""
    for name in names:
        page.get_by_label(say(page, name), exact=True).check()


def fill(page: Page, **fields: str) -> None:
    """Type into text fields by their names."""
    for name, text in fields.items():
        page.locator(f"[name={name}]").fill(text)


def what_she_asks(page: Page, *rights: str, companies: tuple[str, ...] = (), capacity: str = "Me") -> None:
    """From the start page to the pages about the rights."""
    page.goto("/")
    start = say(page, "Start a request")
    page.get_by_role("button", name=start).or_(page.get_by_role("link", name=start)).click()
    choose(page, capacity)
    press(page)
    choose(page, *rights)
    press(page)
    if companies:
        page.get_by_label(say(page, "All companies of the group"), exact=True).uncheck()
        choose(page, *companies)
    press(page)
    choose(page, "I have or had a policy", "I use or used the shipping solution")
    press(page)
    for _right in rights:
        about_right(page)
        press(page)


def about_right(page: Page) -> None:
    """What the page about one right cannot do without."""
    slug = urlsplit(page.url).path.strip("/").rsplit("/")[-1]
    if slug == "correction":
        page.locator("[name=field_0]").select_option("phone")
        fill(page, requested_0="920-555-0143")
    elif slug == "opt-out":
        page.locator("[name=kinds][value=sale_sharing]").check()
    elif slug in {"restriction", "automated-decision"}:
        fill(page, text="The price of May 3.")


def who_she_is(page: Page, *, email: str = "nora@example.org", by_post: bool = False, with_birth: bool = True) -> None:
    """From the state of residence to how the answer shall come."""
    page.locator("[name=country]").select_option("US")
    page.locator("[name=state]").select_option("WI")
    press(page)
    fill(page, given_name="Nora", family_name="Quist")
    press(page)
    if with_birth:
        page.get_by_label(say(page, "Month")).select_option("4")
        page.get_by_label(say(page, "Day")).fill("9")
        page.get_by_label(say(page, "Year")).fill("1961")
        press(page)
    fill(page, email=email, phone="920 555 0142", line1="12 Elm St", city="Neenah", zip="54956")
    page.locator("[name=state]").select_option("WI")
    press(page)
    choose(page, "Yes, use what I gave")
    press(page)
    fill(page, policy_number="55-102938")
    press(page)
    choose(page, "Get it on paper by mail" if by_post else "Download it from this website")
    page.locator(f"[name=language][value={language_of(page)}]").check()
    press(page)


def slip(page: Page) -> Slip:
    """Write down references and access code."""
    expect(page.locator("#access-code")).to_be_visible()
    found = re.findall(r"JM-[0-9A-Z]{4}-[0-9A-Z]{4}", page.locator("main").inner_text())
    return Slip(list(dict.fromkeys(found)), page.locator("#access-code").inner_text().strip())


def enter_status(page: Page, reference: str, code: str) -> None:
    """Open the status pages with what was written down."""
    page.goto("/status/")
    page.locator("[name=reference]").fill(reference)
    page.locator("[name=code]").fill(code)
    page.locator("main").get_by_role("button").first.click()
