"""Casey takes calls with the keyboard alone."""

import re

from playwright.sync_api import Page, expect

from notifications.models import Letter
from requests_app.models import PrivacyRequest
from tests.journeys.conftest import SignIn, Workers

WHERE = "(() => { const at = document.activeElement; return [at.name || '', at.value || '']; })()"


def tab_to(page: Page, name: str, value: str | None = None) -> None:
    """Press Tab until the field has the focus; only forward, because the page follows the talk."""
    for _press in range(150):
        at = page.evaluate(WHERE)
        if at[0] == name and value in (None, at[1]):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {name} {value or ''}")


def write(page: Page, name: str, text: str) -> None:
    tab_to(page, name)
    page.keyboard.type(text)


def tick(page: Page, name: str, value: str | None = None) -> None:
    tab_to(page, name, value)
    page.keyboard.press("Space")


def test_an_opt_out_is_finished_in_the_call_by_keyboard_alone(desk: SignIn, workers: Workers) -> None:
    page = desk("casey")
    page.goto("/phone/new/")
    tick(page, "consent", "yes")
    tick(page, "rights", "opt_out")
    tick(page, "kinds", "marketing_phone")
    write(page, "given_name", "Nora")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/phone/new/$"))
    write(page, "family_name", "Quist")
    write(page, "phone", "9205550142")
    tab_to(page, "passphrase")
    expect(page.locator(".app-readback")).to_contain_text("advertising by phone")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Draft saved")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Read the text back")
    assert PrivacyRequest.objects.count() == 0

    expect(page.locator("[name=family_name]")).to_have_value("Quist")
    tick(page, "confirmed")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Done. It is in force now.")).to_be_visible()
    row = PrivacyRequest.objects.get()
    expect(page.locator(".app-reference")).to_contain_text(row.reference)
    assert (row.right, row.channel) == ("opt_out", "phone")
    expect(page.locator("main")).to_contain_text("Papa" if "P" in row.reference[3:] else "Juliett")


def test_a_caller_without_e_mail_gets_reference_passphrase_and_a_letter(desk: SignIn, workers: Workers) -> None:
    page = desk("casey")
    page.goto("/phone/new/")
    tick(page, "consent", "yes")
    tick(page, "rights", "access")
    write(page, "given_name", "Nora")
    write(page, "family_name", "Quist")
    page.locator("[name=state]").select_option("WI")
    write(page, "postal_code", "54956")
    write(page, "phone", "9205550142")
    page.locator("[name=delivery]").select_option("post")
    write(page, "street", "12 Elm St")
    write(page, "city", "Neenah")
    tab_to(page, "passphrase")
    passphrase = page.locator("[name=passphrase]").input_value()
    expect(page.locator(".app-readback")).to_contain_text("Neenah")
    tick(page, "confirmed")
    page.get_by_role("button", name=re.compile("^File the request")).press("Enter")
    expect(page.get_by_role("heading", name="Filed", exact=True)).to_be_visible()
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
