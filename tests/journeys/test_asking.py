"""Nora asks on the web, shows who she is, and sees her request move."""

import re
from datetime import date

import pytest
from django.utils import formats, translation
from playwright.sync_api import expect

from dsar_portal.consumer.forms import words
from requests_app.models import PrivacyRequest, Submission
from tests.journeys import nora
from tests.journeys.conftest import Post, Workers
from tests.journeys.test_accessibility import RIGHTS
from tests.journeys.ways import Way, say, switch
from tests.journeys.windows import Windows


@pytest.mark.usual_way("en-1280")
def test_nora_files_proves_who_she_is_and_follows_her_request(
    windows: Windows, post: Post, workers: Workers, way: Way
) -> None:
    page = windows.open(**way.window)
    nora.what_she_asks(page, nora.ACCESS, nora.DELETION, companies=(nora.JM, nora.CARE))
    nora.who_she_is(page)

    expect(page.get_by_role("heading", name=say(page, "Check your answers"))).to_be_visible()
    with translation.override(way.language):
        born = formats.date_format(date(1961, 4, 9), "DATE_FORMAT")
    for answer in ("Nora Quist", born, "nora@example.org", "55-102938", "Wisconsin"):
        expect(page.locator("main")).to_contain_text(answer)
    page.locator("main a[href^='/request/name/']").click()
    nora.fill(page, middle_name="Ada")
    nora.press(page)
    expect(page.locator("main")).to_contain_text("Nora Ada Quist")

    page.get_by_role("button", name=say(page, "Send my request")).dblclick()
    slip = nora.slip(page)
    assert len(slip.references) == 4
    assert Submission.objects.count() == 1
    day = {"en": r"[A-Z][a-z]+, [A-Z][a-z]+ \d{1,2}, \d{4}", "es": r"[a-zé]+,? \d{1,2} de [a-z]+ de \d{4}"}[
        way.language
    ]
    expect(page.locator("main")).to_contain_text(re.compile(say(page, "We answer by:") + " " + day))
    page.go_back()
    expect(page.locator("#access-code")).to_have_text(slip.code)
    assert Submission.objects.count() == 1
    workers()

    home = windows.open(**way.window)
    nora.enter_status(home, slip.references[0].lower().replace("-", " "), slip.code.lower())
    expect(home.locator("main")).to_contain_text(slip.references[0])
    home.goto("/status/identity/")
    home.locator("main a[href*='/identity/code/']").first.click()
    if home.get_by_role("button", name=say(home, "Send the code")).is_visible():
        nora.press(home, "Send the code")
    expect(home.get_by_role("heading", name=say(home, "Enter the code from the e-mail"))).to_be_visible()
    home.locator("[name=code]").fill("0000 0000")
    nora.press(home, "Check the code")
    expect(home).to_have_title(re.compile("^" + say(home, "Error:")))
    expect(home.locator(".govuk-error-summary")).to_be_focused()
    home.locator("[name=code]").fill(post.code())
    nora.press(home, "Check the code")
    expect(home.locator("main")).to_contain_text(say(home, "Thank you. The code is right."))

    home.locator("main a[href$='/identity/facts/']").click()
    nora.fill(home, policy_number="55-102938", phone="920-555-0142", postal_address="12 Elm St, Neenah WI 54956")
    home.locator("[name=date_of_birth_0]").select_option("4")
    nora.fill(home, date_of_birth_1="9", date_of_birth_2="1961")
    nora.press(home, "Send these facts")
    expect(home.locator("main")).to_contain_text(say(home, "Thank you. We are checking what you told us."))
    home.get_by_role("link", name=say(home, "Sign a short statement")).click()
    home.get_by_label(say(home, "Type your full name to sign")).fill("Nora Quist")
    nora.press(home, "Sign")
    expect(home.locator("main")).to_contain_text(say(home, "Thank you. We have your signed statement."))

    workers()
    home.goto("/status/identity/")
    expect(home.locator("main")).to_contain_text(say(home, "Thank you. You have shown all that we need."))
    home.goto(f"/status/{slip.references[0]}/")
    expect(home.locator(".app-timeline li")).not_to_have_count(1)
    expect(home.locator("main")).to_contain_text(say(home, "What has happened so far"))


@pytest.mark.usual_way("en-375")
def test_nora_changes_the_language_in_the_middle_and_loses_nothing(
    windows: Windows, workers: Workers, way: Way
) -> None:
    page = windows.open(**way.window)
    page.goto("/request/")
    nora.choose(page, "Me")
    nora.press(page)
    nora.choose(page, nora.ACCESS)
    switch(page, way.other)
    expect(page).to_have_url(re.compile("/request/what/"))
    expect(page.locator("[name=rights][value=access]")).to_be_checked()
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
    # Back again: the step stays, and so do the answers.
    switch(page, way.language)
    expect(page).to_have_url(re.compile("/request/birth/"))
    page.get_by_role("link", name=say(page, "Back"), exact=True).click()
    expect(page.locator("[name=family_name]")).to_have_value("Quist")
    switch(page, way.other)
    go_on.click()
    go_on.click()
    nora.fill(page, email="nora@example.org")
    go_on.click()
    page.locator("[name=safe][value=yes]").check()
    go_on.click()
    go_on.click()
    expect(page.locator(f"[name=language][value={way.other}]")).to_be_checked()
    page.locator("[name=delivery][value=secure_download]").check()
    go_on.click()
    expect(page.locator("html")).to_have_attribute("lang", way.other)
    expect(page.locator("main")).to_contain_text("Nora Quist")
    go_on.first.click()
    slip = nora.slip(page)
    assert Submission.objects.get().language == way.other
    page.goto("/status/")
    expect(page.locator("main")).to_contain_text(slip.references[0])
    expect(page.locator("html")).to_have_attribute("lang", way.other)


@pytest.mark.usual_way("es-1280")
def test_without_scripts_every_right_can_be_asked_for_and_followed(
    windows: Windows, workers: Workers, way: Way
) -> None:
    page = windows.open(java_script_enabled=False, **way.window)
    nora.what_she_asks(page, *(str(words.RIGHTS[right]) for right in RIGHTS))
    nora.who_she_is(page)
    nora.press(page, "Send my request")
    slip = nora.slip(page)
    workers()
    rows = {row.right: row.reference for row in PrivacyRequest.objects.all()}
    assert set(rows) == set(RIGHTS)
    assert set(rows.values()) == set(slip.references)
    home = windows.open(java_script_enabled=False, **way.window)
    nora.enter_status(home, rows["access"], "")
    expect(home).to_have_title(re.compile("^" + say(home, "Error:")))
    expect(home.locator("[name=reference]")).to_have_value(rows["access"])
    nora.enter_status(home, rows["access"], slip.code)
    home.get_by_label(say(home, "Write to us")).fill("Please hurry.")
    nora.press(home, "Send")
    expect(home.locator(".app-message__text")).to_have_text("Please hurry.")
    home.get_by_role("link", name=say(home, "Take this request back")).click()
    home.locator("main form button").first.click()
    expect(home.locator("main")).to_contain_text(
        say(home, "You took this request back. Nothing more will happen with it.")
    )


@pytest.mark.usual_way("es-375")
def test_nora_without_e_mail_gets_everything_on_paper(windows: Windows, workers: Workers, way: Way) -> None:
    page = windows.open(**way.window)
    nora.what_she_asks(page, nora.ACCESS)
    nora.who_she_is(page, email="", by_post=True)
    nora.press(page, "Send my request")
    expect(page.locator("main")).to_contain_text(say(page, "We confirm by mail that we have your request."))
    workers()
    from notifications.models import Letter

    assert set(Letter.objects.exclude(kind="request_seen_notice").values_list("channel", flat=True)) == {"post"}
    # Whoever types her name may be somebody else: she hears of it where we wrote to her before.
    notices = Letter.objects.filter(kind="request_seen_notice")
    assert [notice.recipient["email"] for notice in notices] == ["nora@example.org"]
