"""The opt-out that works at once, and people who ask for somebody else."""

import re

import pytest
from playwright.sync_api import expect

from requests_app.models import PrivacyRequest, Submission
from requests_app.reference import new_reference
from tests import cast
from tests.journeys import nora
from tests.journeys.conftest import Workers
from tests.journeys.ways import Way, say
from tests.journeys.windows import Windows

MISTYPED = "Check the reference number. A character is wrong or missing. It looks like JM-7K3F-92QX."
NO_FIT = "This reference number and access code do not fit together. Check both, or call us."
TOO_MANY = "Too many tries. Wait 15 minutes, then try again. Or call us."


@pytest.mark.usual_way("es-375")
def test_an_opt_out_on_one_page_without_scripts_says_at_once_what_was_done(
    windows: Windows, workers: Workers, way: Way
) -> None:
    page = windows.open(java_script_enabled=False, **way.window)
    page.goto("/opt-out/")
    nora.press(page, "Stop this now")
    expect(page).to_have_title(re.compile("^" + say(page, "Error:")))
    nora.fill(page, contact="nora@example.org")
    nora.choose(page, "Advertising by e-mail", "Selling or sharing my information")
    nora.press(page, "Stop this now")
    expect(page.get_by_role("heading", name=say(page, "Your opt-out is in force"))).to_be_visible()
    expect(page.locator("main")).to_contain_text(say(page, "Selling or sharing my information"))
    row = PrivacyRequest.objects.get()
    expect(page.locator("main")).to_contain_text(row.reference)
    page.reload()
    assert PrivacyRequest.objects.count() == 1
    workers()
    page.goto(f"/status/{row.reference}/")
    expect(page.locator("main")).not_to_contain_text(say(page, "Show that it is you"))


@pytest.mark.usual_way("es-1280")
def test_the_global_privacy_control_is_honored_and_shown(windows: Windows, way: Way) -> None:
    page = windows.open(**way.window, extra_http_headers={"Sec-GPC": "1"})
    page.goto("/")
    expect(page.get_by_role("region", name=say(page, "Opt-Out Request Honored"))).to_be_visible()
    page.get_by_role("link", name=say(page, "Use the short form")).first.click()
    expect(page.get_by_role("region", name=say(page, "Opt-Out Request Honored"))).to_be_visible()
    nora.fill(page, contact="920-555-0142")
    nora.press(page, "Stop this now")
    expect(page.get_by_role("heading", name=say(page, "Your opt-out is in force"))).to_be_visible()
    assert Submission.objects.get().gpc


@pytest.mark.usual_way("es-375")
@pytest.mark.parametrize(
    ("capacity", "words", "authority"),
    [
        ("authorized_agent", "Someone who asked me to act for them", "A permission signed by that person"),
        ("parent_or_guardian", "My child, or a child in my care", "I am the parent"),
    ],
)
def test_somebody_asks_for_somebody_else(windows: Windows, way: Way, capacity: str, words: str, authority: str) -> None:
    page = windows.open(**way.window)
    nora.what_she_asks(page, "Object to a use of the information", capacity=words)
    expect(page.get_by_role("heading", name=say(page, "Where does this person live?"))).to_be_visible()
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


@pytest.mark.usual_way("en-1280")
def test_a_strangers_guess_tells_nothing_and_is_slowed_down(windows: Windows, way: Way) -> None:
    hers = cast.ask(cast.body("access"), now=cast.STAGE).requests[0].request.reference
    page = windows.open(**way.window)
    said = set()
    nora.enter_status(page, hers[:-1] + ("2" if hers[-1] != "2" else "3"), "AAAA-AAAA-AAAA-AAAA")
    expect(page.locator(".govuk-error-summary")).to_contain_text(say(page, MISTYPED))
    for reference in (hers, new_reference()):
        nora.enter_status(page, reference, "AAAA-AAAA-AAAA-AAAA")
        expect(page.locator(".govuk-error-summary")).to_contain_text(say(page, NO_FIT))
        said.add(page.locator(".govuk-error-summary").inner_text())
        page.goto(f"/status/{reference}/")
        expect(page).to_have_url(re.compile("/status/$"))
    assert len(said) == 1
    nora.enter_status(page, hers, "AAAA-AAAA-AAAA-AAAA")
    for _try in range(9):
        nora.fill(page, code="BBBB-BBBB-BBBB-BBBB")
        nora.press(page, "Show my request")
    expect(page.locator(".govuk-error-summary")).to_contain_text(say(page, TOO_MANY))
