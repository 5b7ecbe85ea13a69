"""Every desk of the staff, clean and with mistakes in it, wide and narrow, under `rules.py`."""

from datetime import datetime, timedelta

from playwright.sync_api import Page

from audit.selectors import entries_for
from tests import cast
from tests.journeys.conftest import SignIn, Workers
from tests.journeys.rules import broken
from tests.journeys.windows import Windows


def walk(page: Page, *addresses: str) -> list[str]:
    """The faults of pages as they open."""
    faults = []
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        if answer.status != 200 or not page.url.endswith(address):
            faults.append(f"{address} answered {answer.status} at {page.url}")
        faults += broken(page, staff=True)
    return faults


def test_the_desks(desk: SignIn, workers: Workers, now: datetime) -> None:
    filed = cast.ask(cast.body("access", "deletion"), now=now - timedelta(days=1))
    cast.ask(cast.body("deletion"), now=now - timedelta(days=60))
    workers()
    cast.prove(filed, now=now)
    workers()
    case = f"/officer/case/{filed.requests[0].request.reference}/"
    page = desk("olu")
    faults = walk(page, "/officer/", "/officer/queue/", "/officer/new/", "/officer/inquiries/", case)
    faults += walk(page, f"{case}found/", "/staff/account/")
    page.goto(case)
    page.get_by_role("button", name="Send for review").click()
    faults += broken(page, staff=True)
    page.goto("/officer/queue/?q=nonsense:1")
    assert not faults + broken(page, staff=True)


def test_phone_and_other_rooms(desk: SignIn, windows: Windows, workers: Workers, now: datetime) -> None:
    cast.ask(cast.body("access", "deletion"), now=now)
    workers()
    page = desk("casey")
    faults = walk(page, "/phone/", "/phone/new/", "/phone/look-up/")
    faults += walk(page, "/phone/complaint/", "/phone/passed-on/")
    faults += walk(page, "/phone/practice/?caller=whole_copy")
    faults += walk(desk("sol"), "/phone/training/", "/phone/quality/", "/phone/scripts/", "/phone/scripts/new/")
    page.goto("/phone/new/")
    page.get_by_role("button", name="File the request").click()
    faults += broken(page, staff=True)
    faults += walk(desk("dev"), "/steward/")
    faults += walk(desk("ari"), "/auditor/")
    faults += walk(desk("ada"), "/admin-room/")
    faults += walk(desk("mo"), "/mailroom/")
    faults += walk(windows.open(), "/staff/login/")
    assert not faults


def test_the_auditors_room(desk: SignIn, now: datetime) -> None:
    filed = cast.ask(cast.body("access"), now=now)
    entry = entries_for(filed.requests[0].request.id)[0].id
    history = f"/auditor/requests/{filed.requests[0].request.reference}/"
    ari, lena = desk("ari"), desk("lena")
    faults = walk(ari, f"/auditor/entries/{entry}/", history, "/auditor/compare/", "/auditor/packs/")
    faults += walk(ari, "/auditor/access/", "/auditor/accounts/", "/auditor/calls/", "/auditor/?reason=x")
    faults += walk(lena, "/auditor/guests/")
    for page, address in ((ari, "/auditor/compare/"), (lena, "/auditor/guests/"), (ari, "/auditor/calls/")):
        page.goto(address)
        page.locator("main form[method=post] button.govuk-button").last.click()
        page.locator(".govuk-error-summary").wait_for()
        faults += broken(page, staff=True)
    assert not faults
