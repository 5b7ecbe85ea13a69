"""Nora asks on the web, shows who she is, and sees her request move."""

import re

from playwright.sync_api import expect

from dsar_portal.consumer.forms import words
from requests_app.models import PrivacyRequest, Submission
from tests.journeys import nora
from tests.journeys.conftest import Post, Workers
from tests.journeys.test_accessibility import RIGHTS
from tests.journeys.windows import Windows


def test_nora_files_proves_who_she_is_and_follows_her_request(windows: Windows, post: Post, workers: Workers) -> None:
    page = windows.open()
    nora.what_she_asks(page, nora.ACCESS, nora.DELETION, companies=(nora.JM, nora.CARE))
    nora.who_she_is(page)

    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    for answer in ("Nora Quist", "April 9, 1961", "nora@example.org", "55-102938", "Wisconsin"):
        expect(page.locator("main")).to_contain_text(answer)
    page.get_by_role("link", name=re.compile(r"Change\s+name", re.IGNORECASE)).click()
    nora.fill(page, middle_name="Ada")
    nora.press(page)
    expect(page.locator("main")).to_contain_text("Nora Ada Quist")

    page.get_by_role("button", name="Send my request").dblclick()
    slip = nora.slip(page)
    assert len(slip.references) == 4
    assert Submission.objects.count() == 1
    expect(page.locator("main")).to_contain_text(re.compile(r"We answer by: [A-Z][a-z]+, [A-Z][a-z]+ \d{1,2}, \d{4}"))
    page.go_back()
    expect(page.locator("#access-code")).to_have_text(slip.code)
    assert Submission.objects.count() == 1
    workers()

    home = windows.open()
    nora.enter_status(home, slip.references[0].lower().replace("-", " "), slip.code.lower())
    expect(home.locator("main")).to_contain_text(slip.references[0])
    home.goto("/status/identity/")
    home.get_by_role("link", name="Enter a code that we e-mail to").click()
    if home.get_by_role("button", name="Send the code").is_visible():
        nora.press(home, "Send the code")
    expect(home.get_by_role("heading", name="Enter the code from the e-mail")).to_be_visible()
    home.get_by_label("Code", exact=True).fill("0000 0000")
    nora.press(home, "Check the code")
    expect(home).to_have_title(re.compile("^Error: "))
    expect(home.locator(".govuk-error-summary")).to_be_focused()
    home.get_by_label("Code", exact=True).fill(post.code())
    nora.press(home, "Check the code")
    expect(home.locator("main")).to_contain_text("Thank you. The code is right.")

    home.get_by_role("link", name="Tell us facts").click()
    nora.fill(home, policy_number="55-102938", phone="920-555-0142", postal_address="12 Elm St, Neenah WI 54956")
    home.locator("[name=date_of_birth_0]").select_option("4")
    nora.fill(home, date_of_birth_1="9", date_of_birth_2="1961")
    nora.press(home, "Send these facts")
    expect(home.locator("main")).to_contain_text("We are checking what you told us")
    home.get_by_role("link", name="Sign a short statement").click()
    home.get_by_label("Type your full name to sign").fill("Nora Quist")
    nora.press(home, "Sign")
    expect(home.locator("main")).to_contain_text("We have your signed statement")

    workers()
    home.goto("/status/identity/")
    expect(home.locator("main")).to_contain_text("You have shown all that we need")
    home.goto(f"/status/{slip.references[0]}/")
    expect(home.locator(".app-timeline li")).not_to_have_count(1)
    expect(home.locator("main")).to_contain_text("What has happened so far")


def test_nora_asks_in_spanish_on_a_phone(windows: Windows, workers: Workers) -> None:
    page = windows.open(width=375)
    page.goto("/request/")
    nora.choose(page, "Me")
    nora.press(page)
    nora.choose(page, nora.ACCESS)
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page).to_have_url(re.compile("/request/what/"))
    page.locator("[name=rights][value=access]").check()
    go_on = page.locator("main form button.govuk-button:not(.govuk-button--secondary)")
    go_on.click()
    go_on.click()
    page.locator("[name=relationships][value=policyholder]").check()
    go_on.click()
    go_on.click()
    page.locator("[name=country]").select_option("US")
    page.locator("[name=state]").select_option("WI")
    go_on.click()
    nora.fill(page, given_name="Nora", family_name="Quist")
    go_on.click()
    expect(page).to_have_url(re.compile("/request/birth/"))
    # English and back: the step stays, and so do the answers.
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile("/request/birth/"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.locator("[name=family_name]")).to_have_value("Quist")
    page.get_by_role("button", name="Español").click()
    go_on.click()
    go_on.click()
    nora.fill(page, email="nora@example.org")
    go_on.click()
    page.locator("[name=safe][value=yes]").check()
    go_on.click()
    go_on.click()
    expect(page.locator("[name=language][value=es]")).to_be_checked()
    page.locator("[name=delivery][value=secure_download]").check()
    go_on.click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("main")).to_contain_text("Nora Quist")
    go_on.first.click()
    slip = nora.slip(page)
    assert Submission.objects.get().language == "es"
    page.goto("/status/")
    expect(page.locator("main")).to_contain_text(slip.references[0])
    expect(page.locator("html")).to_have_attribute("lang", "es")


def test_without_scripts_every_right_can_be_asked_for_and_followed(windows: Windows, workers: Workers) -> None:
    page = windows.open(java_script_enabled=False)
    nora.what_she_asks(page, *(str(words.RIGHTS[right]) for right in RIGHTS))
    nora.who_she_is(page)
    nora.press(page, "Send my request")
    slip = nora.slip(page)
    workers()
    rows = {row.right: row.reference for row in PrivacyRequest.objects.all()}
    assert set(rows) == set(RIGHTS)
    assert set(rows.values()) == set(slip.references)
    home = windows.open(java_script_enabled=False)
    nora.enter_status(home, rows["access"], "")
    expect(home).to_have_title(re.compile("^Error: "))
    expect(home.locator("[name=reference]")).to_have_value(rows["access"])
    nora.enter_status(home, rows["access"], slip.code)
    home.get_by_label("Write to us").fill("Please hurry.")
    nora.press(home, "Send")
    expect(home.locator(".app-message__text")).to_have_text("Please hurry.")
    home.get_by_role("link", name="Take this request back").click()
    home.locator("main form button").first.click()
    expect(home.locator("main")).to_contain_text("You took this request back.")


def test_nora_without_e_mail_gets_everything_on_paper(windows: Windows, workers: Workers) -> None:
    page = windows.open()
    nora.what_she_asks(page, nora.ACCESS)
    nora.who_she_is(page, email="", by_post=True)
    nora.press(page, "Send my request")
    expect(page.locator("main")).to_contain_text("We confirm by mail that we have your request.")
    workers()
    from notifications.models import Letter

    assert set(Letter.objects.exclude(kind="request_seen_notice").values_list("channel", flat=True)) == {"post"}
    # Whoever types her name may be somebody else: she hears of it where we wrote to her before.
    notices = Letter.objects.filter(kind="request_seen_notice")
    assert [notice.recipient["email"] for notice in notices] == ["nora@example.org"]
