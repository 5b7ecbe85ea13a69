"""Every page, clean and with mistakes in it, wide and narrow, in both languages, under the rules of `rules.py`."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page

from audit.selectors import entries_for
from requests_app.models import PrivacyRequest
from tests import cast
from tests.consumer.conftest import NORA_PAGES, shown
from tests.journeys.conftest import SignIn, Workers
from tests.journeys.rules import broken
from tests.journeys.windows import Windows

RIGHTS = [
    "access", "correction", "deletion", "opt_out", "restriction", "objection", "automated_decision",
    "consent_withdrawal",
]  # fmt: skip
SUBMIT = "main form button.govuk-button:not(.govuk-button--secondary)"
both_languages = pytest.mark.parametrize("language", ["en", "es"])
Walk = Callable[[str], list[str]]


def walk(page: Page, *addresses: str, language: str = "en", staff: bool = False) -> list[str]:
    """The faults of pages as they open."""
    faults = []
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        if answer.status != 200 or not page.url.endswith(address):
            faults.append(f"{address} answered {answer.status} at {page.url}")
        faults += broken(page, language=language, staff=staff)
    return faults


def mistaken(page: Page, address: str, language: str, **typed: str) -> list[str]:
    """The faults of a page that was sent with a mistake."""
    page.goto(address)
    for name, text in typed.items():
        page.locator(f"[name={name}]").first.fill(text)
    page.locator(SUBMIT).first.click()
    page.locator(".govuk-error-summary").wait_for()
    return broken(page, language=language)


def into(windows: Windows, client: Client, language: str) -> Page:
    """The browser takes over where the quick client stopped."""
    page = windows.open()
    cookies = {name: morsel.value for name, morsel in client.cookies.items()} | {"django_language": language}
    page.context.add_cookies([{"name": name, "value": text, "url": windows.address} for name, text in cookies.items()])
    return page


def answered(client: Client, **changes: dict[str, object]) -> list[str]:
    """Answer every page of the form without a browser; gives their names."""
    address, seen = "/request/who/", []
    while address != "/request/check/":
        slug = address.strip("/").split("/")[-1]
        page = client.post(address, {**NORA_PAGES[slug], **changes.get(slug, {})})
        assert page.status_code == 302, page.text
        seen.append(slug)
        address = page.headers["Location"]
    return seen


@both_languages
def test_the_open_pages(windows: Windows, client: Client, language: str) -> None:
    page = into(windows, client, language)
    open_pages = ("/", "/privacy-notice/", "/accessibility/", "/ask/", "/child/", "/receipt/", "/opt-out/", "/status/",
                  "/request/return/", "/request/ended/", "/status/lost-code/", "/status/lost-code/asked/")  # fmt: skip
    faults = walk(page, *open_pages, language=language)
    for address in (
        "/ask/",
        "/child/",
        "/opt-out/",
        "/status/",
        "/status/lost-code/",
        "/request/return/",
        "/request/who/",
    ):
        faults += mistaken(page, address, language)
    page.goto("/nothing/here/")
    assert not faults + broken(page, language=language)


@both_languages
def test_the_form(windows: Windows, client: Client, language: str) -> None:
    agent = {"who": {"capacity": "authorized_agent"}, "what": {"rights": RIGHTS}}
    seen = answered(client, **agent)
    page = into(windows, client, language)
    faults = walk(page, *(f"/request/{slug}/" for slug in seen), "/request/check/", "/request/save/", language=language)
    for slug, typed in (
        ("contact", {"email": "nobody@", "phone": "12"}),
        ("birth", {"date_of_birth_1": "40"}),
        ("correction", {"requested_0": ""}),
        ("acting", {"name": "", "own_email": "nobody@"}),
    ):
        faults += mistaken(page, f"/request/{slug}/", language, **typed)
    assert not faults


@both_languages
def test_confirmation_status_and_identity(windows: Windows, client: Client, workers: Workers, language: str) -> None:
    answered(client, what={"rights": ["access", "opt_out"]})
    done = shown(client.post("/request/check/", follow=True).text)
    workers()
    row = PrivacyRequest.objects.get(right="access")
    page = into(windows, client, language)
    identity = ("", "code/", "facts/", "statement/")
    one = f"/status/{row.reference}/"
    assert row.reference in done["references"]
    faults = walk(page, "/request/done/", "/status/requests/", one, f"{one}withdraw/", language=language)
    faults += walk(page, *(f"/status/identity/{part}" for part in identity), language=language)
    for part in ("facts/", "statement/"):
        faults += mistaken(page, f"/status/identity/{part}", language)
    assert not faults


def test_the_desks(desk: SignIn, workers: Workers, now: datetime) -> None:
    filed = cast.ask(cast.body("access", "deletion"), now=now - timedelta(days=1))
    cast.ask(cast.body("deletion"), now=now - timedelta(days=60))
    workers()
    cast.prove(filed, now=now)
    workers()
    case = f"/officer/case/{filed.requests[0].request.reference}/"
    page = desk("olu")
    faults = walk(page, "/officer/", "/officer/queue/", "/officer/new/", "/officer/inquiries/", case, staff=True)
    faults += walk(page, f"{case}found/", "/staff/account/", staff=True)
    page.goto(case)
    page.get_by_role("button", name="Send for review").click()
    faults += broken(page, staff=True)
    page.goto("/officer/queue/?q=nonsense:1")
    assert not faults + broken(page, staff=True)


def test_phone_and_other_rooms(desk: SignIn, windows: Windows, workers: Workers, now: datetime) -> None:
    cast.ask(cast.body("access", "deletion"), now=now)
    workers()
    page = desk("casey")
    faults = walk(page, "/phone/", "/phone/new/", "/phone/look-up/", staff=True)
    faults += walk(page, "/phone/complaint/", "/phone/passed-on/", staff=True)
    faults += walk(page, "/phone/practice/?caller=whole_copy", staff=True)
    faults += walk(
        desk("sol"), "/phone/training/", "/phone/quality/", "/phone/scripts/", "/phone/scripts/new/", staff=True
    )
    page.goto("/phone/new/")
    page.get_by_role("button", name="File the request").click()
    faults += broken(page, staff=True)
    faults += walk(desk("dev"), "/steward/", staff=True)
    faults += walk(desk("ari"), "/auditor/", staff=True)
    faults += walk(desk("ada"), "/admin-room/", staff=True)
    faults += walk(desk("mo"), "/mailroom/", staff=True)
    faults += walk(windows.open(), "/staff/login/", staff=True)
    assert not faults


def test_the_auditors_room(desk: SignIn, now: datetime) -> None:
    filed = cast.ask(cast.body("access"), now=now)
    entry = entries_for(filed.requests[0].request.id)[0].id
    history = f"/auditor/requests/{filed.requests[0].request.reference}/"
    ari, lena = desk("ari"), desk("lena")
    faults = walk(ari, f"/auditor/entries/{entry}/", history, "/auditor/compare/", "/auditor/packs/", staff=True)
    faults += walk(ari, "/auditor/access/", "/auditor/calls/", "/auditor/?reason=x", staff=True)
    faults += walk(lena, "/auditor/guests/", staff=True)
    for page, address in ((ari, "/auditor/compare/"), (lena, "/auditor/guests/"), (ari, "/auditor/calls/")):
        page.goto(address)
        page.locator("main form[method=post] button.govuk-button").last.click()
        page.locator(".govuk-error-summary").wait_for()
        faults += broken(page, staff=True)
    assert not faults
