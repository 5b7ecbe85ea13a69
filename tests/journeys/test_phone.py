"""Casey takes calls with the keyboard alone."""

import re

from playwright.sync_api import expect

from notifications.models import Letter
from requests_app.models import PrivacyRequest
from tests.journeys.conftest import SignIn, Workers
from tests.journeys.typing_pace import Typist

# F22: a plain request by phone, typing alone.
MOST_SECONDS = 90


def test_an_opt_out_is_finished_in_the_call_by_keyboard_alone(desk: SignIn, workers: Workers) -> None:
    page = desk("casey")
    page.goto("/phone/new/")
    casey = Typist(page)
    casey.tick("consent", "yes")
    casey.tick("rights", "opt_out")
    casey.tick("kinds", "marketing_phone")
    casey.write("given_name", "Nora")
    casey.press("Enter")
    expect(page).to_have_url(re.compile("/phone/new/$"))
    casey.write("family_name", "Quist")
    casey.write("phone", "9205550142")
    casey.tab_to("passphrase")
    expect(page.locator(".app-readback")).to_contain_text("advertising by phone")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Draft saved")
    casey.press("Control+Enter")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Read the text back")
    assert PrivacyRequest.objects.count() == 0

    expect(page.locator("[name=family_name]")).to_have_value("Quist")
    casey.tick("confirmed")
    casey.press("Control+Enter")
    expect(page.get_by_role("heading", name="Done. It is in force now.")).to_be_visible()
    row = PrivacyRequest.objects.get()
    expect(page.locator(".app-reference")).to_contain_text(row.reference)
    assert (row.right, row.channel) == ("opt_out", "phone")
    expect(page.locator("main")).to_contain_text("Papa" if "P" in row.reference[3:] else "Juliett")


def test_a_plain_request_takes_less_than_ninety_seconds_of_typing_without_a_mouse(
    desk: SignIn, workers: Workers
) -> None:
    page = desk("casey")
    page.goto("/phone/new/")
    casey = Typist(page)
    casey.tick("consent", "yes")
    casey.tab_to("rights", "access")
    casey.press("ArrowDown")
    casey.press("ArrowUp")
    casey.press("Space")
    casey.write("given_name", "Nora")
    casey.write("family_name", "Quist")
    casey.write("state", "Wis")
    casey.write("postal_code", "54956")
    casey.tick("relationships", "policyholder")
    casey.write("phone", "9205550142")
    casey.write("delivery", "Mail")
    casey.write("street", "12 Elm St")
    casey.write("city", "Neenah")
    casey.tab_to("passphrase")
    passphrase = page.locator("[name=passphrase]").input_value()
    expect(page.locator(".app-readback")).to_contain_text("Neenah")
    casey.tick("confirmed")
    casey.press("Control+Enter")
    expect(page.get_by_role("heading", name="Filed", exact=True)).to_be_visible()
    casey.leave_figures()
    assert casey.seconds <= MOST_SECONDS, f"{casey.letters} letters and {casey.moves} keys: {casey.seconds:.0f} s"
    row = PrivacyRequest.objects.get()
    for words in (row.reference, passphrase, "The access code goes out by mail as well."):
        expect(page.locator("main")).to_contain_text(words)
    workers()
    assert set(Letter.objects.exclude(kind="request_seen_notice").values_list("channel", flat=True)) == {"post"}
    # Whoever calls may be somebody else: the person hears of it where we wrote to them before.
    notices = Letter.objects.filter(kind="request_seen_notice")
    assert [notice.recipient["email"] for notice in notices] == ["nora@example.org"]
    assert Letter.objects.filter(kind="access_code_letter").exists()

    page.goto("/phone/look-up/")
    page.locator("main [name=text]").fill(row.reference.lower())
    page.locator("main").get_by_role("button", name="Look up").click()
    expect(page.get_by_role("region", name="Found")).to_contain_text("Nora Q.")
    expect(page.locator("main")).not_to_contain_text("Quist")


def test_a_page_that_is_sent_fetches_nothing_more_for_a_call_that_may_be_over(desk: SignIn) -> None:
    page = desk("casey")
    page.goto("/phone/new/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    # The page stays, as it does for a moment while the claim is on its way.
    page.evaluate("addEventListener('submit', (event) => event.preventDefault())")
    page.locator("[name=details]").fill("My claim for the ring takes long")
    page.get_by_role("button", name="Claim question").click()
    page.evaluate("async () => { for (let n = 0; n < 3; n += 1) await fetch('/phone/', { method: 'HEAD' }); }")
    assert not [url for url in asked if url.endswith("/live/")]
