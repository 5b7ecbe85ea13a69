"""Every page of the public, clean and with mistakes in it, wide and narrow, in both languages, under `rules.py`.

In English it is opened as a person does, scripts running; in Spanish it takes its place in the same window, as it is
before any script: so both are looked at, and axe starts once for the two.
"""

import re
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Page

from dsar_portal.consumer.urls import urlpatterns
from notifications.models import Letter
from notifications.selectors import words_of
from requests_app.models import Attachment, PrivacyRequest
from requests_app.profile import BRANDS
from requests_app.services import agent_requests
from requests_app.services.unsubscribe import seal
from tests import cast
from tests.consumer.conftest import NORA_PAGES, shown
from tests.journeys.conftest import Workers
from tests.journeys.rules import broken, in_spanish
from tests.journeys.windows import Windows
from tests.outbound.provider import provider
from tests.verification import papermaking as make

__all__ = ["provider"]
RIGHTS = [
    "access", "correction", "deletion", "opt_out", "restriction", "objection", "automated_decision",
    "consent_withdrawal",
]  # fmt: skip
SUBMIT = "main form button.govuk-button:not(.govuk-button--secondary)"
FORM = f"main form:has({SUBMIT.removeprefix('main form ')})"
NOBODYS = "x" * 43
# Addresses by the name of their pattern: what a stranger may open, the pages about one request, those of identity.
OPEN = {
    "start": "/", "privacy-notice": "/privacy-notice/", "privacy-policy": "/privacy-policy/",
    "correctable": "/correctable/", "accessibility": "/accessibility/", "ask": "/ask/", "child": "/child/",
    "receipt": "/receipt/", "opt-out": "/opt-out/", "status": "/status/", "return": "/request/return/",
    "ended": "/request/ended/", "rested": "/request/pause/", "lost-code": "/status/lost-code/",
    "lost-code-asked": "/status/lost-code/asked/", "verify": f"/verify/{NOBODYS}", "download": f"/d/{NOBODYS}",
    "stop": f"/stop/{NOBODYS}", "appeal-by-link": f"/appeal/{NOBODYS}",
}  # fmt: skip
DEAD = {
    "permission": f"/permission/{NOBODYS}", "permission-end": f"/permission/end/{NOBODYS}",
    "unsubscribe": f"/u/{NOBODYS}",
}  # fmt: skip
OF_A_REQUEST = {
    "request": "", "withdraw": "withdraw/", "evidence": "evidence/", "inquiry": None, "asked": None, "answer": None,
    "wrong": None, "appeal": None, "sent-file": None,
}  # fmt: skip
IDENTITY = {"identity": "", "identity-code": "code/", "identity-facts": "facts/", "identity-declaration": "statement/",
            "identity-another": "another/", "identity-letter": "letter/", "identity-call": "call/",
            "identity-paper": "paper/signed_permission/", "identity-point": None}  # fmt: skip
# Opened by a story of its own, or no page: a file, a button, a way through.
ELSEWHERE = {
    "step", "check", "save", "done", "requests", "privacy-policy-version", "begin", "start-again", "leave",
    "receipt-keys", "receipt-checkpoint", "tool", "own-receipt", "file", "sent-page", "answer-part",
    "identity-account", "identity-account-leave", "identity-account-return", "come-by", "brand",
}  # fmt: skip


def test_no_page_is_forgotten() -> None:
    known = {*OPEN, *DEAD, *OF_A_REQUEST, *IDENTITY, *ELSEWHERE}
    assert {pattern.name for pattern in urlpatterns} == known


def walk(page: Page, *addresses: str, status: int = 200) -> list[str]:
    """The faults of pages as they open, in both languages."""
    faults = []
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        if answer.status != status or not page.url.endswith(address):
            faults.append(f"{address} answered {answer.status} at {page.url}")
        faults += broken(page) + in_spanish(page)
    return faults


def mistaken(page: Page, address: str, **typed: str) -> list[str]:
    """The faults of a page that was sent with a mistake, in both languages."""
    page.goto(address)
    for name, text in typed.items():
        page.locator(f"[name={name}]").first.fill(text)
    page.locator(SUBMIT).first.click()
    page.locator(".govuk-error-summary").wait_for()
    faults = broken(page) + in_spanish(page, FORM)
    return faults if page.locator(".govuk-error-summary").count() else [*faults, f"{address}: no mistake in Spanish"]


def on_paper(page: Page, address: str, reference: str) -> list[str]:
    """What would be wrong with this page on paper: too narrow, torn off, or of no use without a screen."""
    page.set_viewport_size({"width": 720, "height": 960})
    page.goto(address)
    page.emulate_media(media="print")
    text = page.locator("body").inner_text()
    column, whole = (page.locator(where).bounding_box() for where in ("main .govuk-grid-row > div >> nth=0", "main"))
    wrong = [f"{word} is missing" for word in (reference, "/status/", "/receipt/") if word not in text]
    wrong += ["a button" for one in page.locator("button, nav, textarea").all() if one.is_visible()]
    assert column is not None
    assert whole is not None
    if column["width"] < 0.9 * whole["width"] or page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append("not as wide as the paper")
    page.emulate_media(media="screen")
    return wrong


def into(windows: Windows, client: Client) -> Page:
    """The browser takes over where the quick client stopped."""
    page = windows.open()
    cookies = [{"name": name, "value": one.value, "url": windows.address} for name, one in client.cookies.items()]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # the shape of Playwright's cookies
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


def test_the_open_pages(windows: Windows) -> None:
    page = windows.open()
    faults = walk(page, *OPEN.values(), f"/u/{seal(email='nora@example.org')}")
    faults += walk(page, *DEAD.values(), "/nothing/here/", status=404)
    for address in ("/ask/", "/child/", "/opt-out/", "/status/", "/status/lost-code/", "/request/return/"):
        faults += mistaken(page, address)
    assert not faults


def test_the_look_of_each_company(windows: Windows) -> None:
    """Their colors are their own: what is read on them has to be seen, at the start and on a form."""
    page = windows.open()
    faults = []
    for slug in BRANDS:
        page.goto(f"/for/{slug}/")
        faults += broken(page)
        page.goto("/opt-out/")
        faults += broken(page)
    assert not faults


def test_the_form(windows: Windows, client: Client) -> None:
    seen = answered(client, who={"capacity": "authorized_agent"}, what={"rights": RIGHTS})
    page = into(windows, client)
    faults = walk(page, *(f"/request/{slug}/" for slug in seen), "/request/check/", "/request/save/")
    for slug, typed in (
        ("contact", {"email": "nobody@", "phone": "12"}),
        ("birth", {"date_of_birth_1": "40"}),
        ("correction", {"requested_0": ""}),
        ("acting", {"name": "", "own_email": "nobody@"}),
    ):
        faults += mistaken(page, f"/request/{slug}/", **typed)
    assert not faults


@pytest.mark.usefixtures("provider")
def test_confirmation_status_and_messages(
    windows: Windows, client: Client, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.decode_here(monkeypatch)
    client.post("/ask/", {"kind": "question", "body": "What do you hold?"})
    asked = client.get("/asked/").context
    client.post("/status/", {"reference": asked["reference"], "code": asked["code"]})
    answered(client, what={"rights": ["correction", "opt_out"]})
    done = shown(client.post("/request/check/", follow=True).text)
    row = PrivacyRequest.objects.get(right="correction")
    one = f"/status/{row.reference}/"
    client.post(one, {"body": "See this.", "file": SimpleUploadedFile("photo.jpg", make.picture())})
    workers()
    page = into(windows, client)
    assert row.reference in done["references"]
    places = [f"{one}{place}" for place in OF_A_REQUEST.values() if place is not None]
    faults = walk(
        page,
        "/asked/",
        "/status/question/",
        "/request/done/",
        "/status/requests/",
        "/status/identity/account/",
        *places,
        f"{one}sent/{Attachment.objects.get().id}/",
    )
    assert not faults + mistaken(page, f"{one}evidence/")
    assert on_paper(page, one, row.reference) == []


def test_identity_and_papers(windows: Windows, client: Client, workers: Workers, now: datetime) -> None:
    answered(client, who={"capacity": "authorized_agent"}, what={"rights": ["access"]})
    client.post("/request/check/")
    workers()
    page = into(windows, client)
    faults = walk(page, *(f"/status/identity/{place}" for place in IDENTITY.values() if place is not None))
    for part in ("facts/", "statement/", "paper/signed_permission/"):
        faults += mistaken(page, f"/status/identity/{part}")
    asked = PrivacyRequest.objects.get()
    agent_requests.ask_person(request_id=asked.id, by=cast.staff("olu"), now=now)
    letter = Letter.objects.get(kind="agent_question")
    door = re.search(r"/permission/\S+", words_of(letter.id).text)
    assert door is not None
    assert not faults + walk(page, door[0]) + mistaken(page, door[0])
