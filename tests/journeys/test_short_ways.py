"""The opt-out that works at once, and people who ask for somebody else."""

import re

import pytest
from playwright.sync_api import expect

from requests_app.models import PrivacyRequest, Submission
from requests_app.reference import new_reference
from tests import cast
from tests.journeys import nora
from tests.journeys.conftest import Workers
from tests.journeys.windows import Windows


def test_an_opt_out_on_one_page_without_scripts_says_at_once_what_was_done(windows: Windows, workers: Workers) -> None:
    page = windows.open(width=375, java_script_enabled=False)
    page.goto("/opt-out/")
    nora.press(page, "Stop this now")
    expect(page).to_have_title(re.compile("^Error: "))
    nora.fill(page, contact="nora@example.org")
    nora.choose(page, "Advertising by e-mail", "Selling or sharing my information")
    nora.press(page, "Stop this now")
    expect(page.get_by_role("heading", name="Your opt-out is in force")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Selling or sharing my information")
    row = PrivacyRequest.objects.get()
    expect(page.locator("main")).to_contain_text(row.reference)
    page.reload()
    assert PrivacyRequest.objects.count() == 1
    workers()
    page.goto(f"/status/{row.reference}/")
    expect(page.locator("main")).not_to_contain_text("Show that it is you")


def test_the_global_privacy_control_is_honored_and_shown(windows: Windows) -> None:
    page = windows.open(extra_http_headers={"Sec-GPC": "1"})
    page.goto("/")
    expect(page.get_by_role("region", name="Opt-Out Request Honored")).to_be_visible()
    page.get_by_role("link", name="Use the short form").first.click()
    expect(page.get_by_role("region", name="Opt-Out Request Honored")).to_be_visible()
    nora.fill(page, contact="920-555-0142")
    nora.press(page, "Stop this now")
    expect(page.get_by_role("heading", name="Your opt-out is in force")).to_be_visible()
    assert Submission.objects.get().gpc


@pytest.mark.parametrize(
    ("capacity", "words", "authority"),
    [
        ("authorized_agent", "Someone who asked me to act for them", "A permission signed by that person"),
        ("parent_or_guardian", "My child, or a child in my care", "I am the parent"),
    ],
)
def test_somebody_asks_for_somebody_else(windows: Windows, capacity: str, words: str, authority: str) -> None:
    page = windows.open(width=375)
    nora.what_she_asks(page, "Object to a use of the information", capacity=words)
    expect(page.get_by_role("heading", name="Where does this person live?")).to_be_visible()
    nora.who_she_is(page, with_birth=False)
    nora.press(page)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    nora.fill(page, name="Ada Agent", own_email="ada@agents.example")
    nora.choose(page, authority)
    nora.press(page)
    expect(page.locator("main")).to_contain_text("Ada Agent")
    nora.press(page, "Send my request")
    nora.slip(page)
    row = Submission.objects.get()
    assert (row.capacity, row.requester["name"]) == (capacity, "Ada Agent")


def test_a_strangers_guess_tells_nothing_and_is_slowed_down(windows: Windows) -> None:
    hers = cast.ask(cast.body("access"), now=cast.STAGE).requests[0].request.reference
    page = windows.open()
    said = set()
    nora.enter_status(page, hers[:-1] + ("2" if hers[-1] != "2" else "3"), "AAAA-AAAA-AAAA-AAAA")
    expect(page.locator(".govuk-error-summary")).to_contain_text("A character is wrong or missing")
    for reference in (hers, new_reference()):
        nora.enter_status(page, reference, "AAAA-AAAA-AAAA-AAAA")
        expect(page.locator(".govuk-error-summary")).to_contain_text("do not fit together")
        said.add(page.locator(".govuk-error-summary").inner_text())
        page.goto(f"/status/{reference}/")
        expect(page).to_have_url(re.compile("/status/$"))
    assert len(said) == 1
    nora.enter_status(page, hers, "AAAA-AAAA-AAAA-AAAA")
    for _try in range(9):
        nora.fill(page, code="BBBB-BBBB-BBBB-BBBB")
        nora.press(page, "Show my request")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Too many tries. Wait 15 minutes")
