"""Olu and Petra work on Nora's requests; Dev brings what his systems hold; Nora opens the answer."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from fulfillment import selectors as held
from fulfillment import services as fulfillment
from requests_app import release_rules
from requests_app.services.intake import Filed
from tests import cast
from tests.journeys import nora
from tests.journeys.conftest import Post, SignIn, Workers
from tests.journeys.rules import broken, in_spanish
from tests.journeys.windows import Windows

COPY = {"right": "access", "scope": "specific_pieces", "look_back": "all"}


@pytest.fixture
def filed(windows: Windows, now: datetime, workers: Workers, request: pytest.FixtureRequest) -> Filed:
    """What Nora asked on the web a minute ago; the marker `asks` says what."""
    asked = request.node.get_closest_marker("parametrize")
    done = cast.ask(cast.body(asked.args[1][0] if asked else COPY), now=now - timedelta(minutes=1))
    workers()
    return done


def open_case(page: Page, filed: Filed) -> str:
    """From the queue to the case."""
    reference = filed.requests[0].request.reference
    page.goto("/officer/queue/")
    page.get_by_role("link", name=reference).click()
    expect(page.locator("main")).to_contain_text(reference)
    return str(reference)


def unfold(page: Page, name: str) -> None:
    page.locator("summary", has_text=re.compile(f"^{name}$")).click()


def finish_tasks(request_id: UUID, workers: Workers, *, now: datetime) -> None:
    """Dev confirms what is still open in the systems that are asked by hand."""
    for task in held.tasks_for(request_id):
        if task.status == "open":
            fulfillment.complete_task(task_id=task.id, result="done", by=cast.staff("dev"), now=now)
    workers()


def test_from_the_queue_to_an_answer_that_opens_more_than_once(
    desk: SignIn, windows: Windows, post: Post, workers: Workers, filed: Filed, now: datetime
) -> None:
    olu = desk("olu")
    reference = open_case(olu, filed)
    nora.press(olu, "Take it")
    expect(olu.locator("main")).to_contain_text("The assignment is saved.")
    unfold(olu, "Record evidence")
    points = ("Called back on a number on file", "Customer number", "Identity document checked",
              "Signed declaration seen", "Answer goes to a contact on file")  # fmt: skip
    nora.choose(olu, *points)
    olu.get_by_label("How you know").fill("Called back, passport seen.")
    nora.press(olu, "Record")
    expect(olu.locator("main")).to_contain_text("The evidence is recorded.")
    workers()

    olu.goto(f"/officer/case/{reference}/")
    nora.choose(olu, "Grant in full")
    nora.press(olu, "Send for review")
    expect(olu.locator("main")).to_contain_text("The decision is saved.")
    expect(olu.get_by_role("button", name="Approve and send")).to_have_count(0)
    petra = desk("petra")
    petra.goto(f"/officer/case/{reference}/")
    nora.press(petra, "Approve and send")
    expect(petra.locator("main")).to_contain_text("You approved the answer.")
    expect(petra.get_by_role("region", name="Before anything leaves")).to_contain_text("Ready: it leaves after")
    cast.wait_out(now)
    # What the end of the wait left to do is due at its own instant, days ahead.
    cast.work_off(now + timedelta(hours=release_rules.MOST))

    for _time in range(2):
        home = windows.open()
        nora.enter_status(home, reference, str(filed.access_code))
        home.goto(f"/status/{reference}/answer/pdf/")
        expect(home.get_by_role("heading", name="Open your answer")).to_be_visible()
        # A link in a letter is followed by mail scanners too: it shows nothing and uses nothing up.
        assert home.request.get("/d/any-token").ok
        nora.press(home, "E-mail me a code")
        expect(home.locator("main")).to_contain_text("We sent a code")
        home.get_by_label("Code", exact=True).fill(post.code())
        nora.press(home, "Open")
        expect(home.get_by_role("heading", name="Your answer")).to_be_visible()
    assert not broken(home) + in_spanish(home)
    home.reload()
    assert download(home, "PDF").read_bytes().startswith(b"%PDF-")
    assert json.loads(download(home, "JSON").read_text())
    assert download(home, "JSON").exists()
    assert "," in download(home, "CSV").read_text(encoding="utf-8-sig")
    home.get_by_role("link", name="Read it as a web page").click()
    expect(home.locator("body")).to_contain_text("Quist")


def download(page: Page, name: str) -> Path:
    with page.expect_download() as coming:
        page.get_by_role("link", name=re.compile(f"^{name}")).click()
    return Path(coming.value.path())


@pytest.mark.parametrize("right", ["deletion"])
def test_a_deletion_that_keeps_one_place_says_which_why_and_until_when(
    right: str, desk: SignIn, windows: Windows, post: Post, workers: Workers, filed: Filed, now: datetime
) -> None:
    row = filed.requests[0].request
    cast.prove(filed, now=now)
    workers()
    olu = desk("olu")
    reference = open_case(olu, filed)
    nora.choose(olu, "Grant in part")
    nora.press(olu, "Preview the letter")
    expect(olu).to_have_title(re.compile("^Error: "))
    until = str(now.year + 6)
    olu.locator("[name=outcome_0]").select_option("kept")
    olu.locator("[name=ground_0]").select_option("DEL-LEGAL")
    olu.locator("[name=cite_0]").fill("Wis. Adm. Code Ins 6.80")
    olu.locator("[name=until_0]").fill(f"{until}-12-31")
    olu.locator("[name=summary]").fill("We must keep the policy file. Everything else is gone.")
    nora.press(olu, "Preview the letter")
    expect(olu.locator(".app-letter")).to_contain_text("We must keep the policy file.")
    nora.press(olu, "Send for review")
    expect(olu.locator("main")).to_contain_text("The decision is saved.")
    petra = desk("petra")
    petra.goto(f"/officer/case/{reference}/")
    nora.press(petra, "Approve and send")
    expect(petra.locator("main")).to_contain_text("You approved the answer.")

    dev = desk("dev")
    dev.goto("/steward/")
    dev.get_by_role("region", name="Open tasks").get_by_role("link").first.click()
    nora.choose(dev, "Done")
    nora.press(dev, "Complete the task")
    expect(dev.locator("main")).to_contain_text("The task is done.")
    finish_tasks(row.id, workers, now=now)

    letter = post.saying("We must keep the policy file.")
    assert f"December 31, {until}" in letter
    home = windows.open(width=375)
    nora.enter_status(home, reference, str(filed.access_code))
    for words in ("Kept", "Erased", f"December 31, {until}", "We must keep the policy file."):
        expect(home.locator("main")).to_contain_text(words)
    faults = broken(home) + in_spanish(home)
    home.goto(f"/status/{reference}/appeal/")
    assert not faults + broken(home) + in_spanish(home)


def test_more_time_is_noticed_in_writing_once_and_never_late(
    desk: SignIn, post: Post, workers: Workers, filed: Filed, now: datetime
) -> None:
    olu = desk("olu")
    reference = open_case(olu, filed)
    unfold(olu, "Extend")
    nora.press(olu, "Extend")
    expect(olu).to_have_title(re.compile("^Error: "))
    olu.locator("#extend-reason").select_option("VOLUME")
    olu.locator("#extend-explanation").fill("Your file has 2,000 pages.")
    nora.press(olu, "Preview the notice")
    expect(olu.locator(".app-letter")).to_contain_text("Your file has 2,000 pages.")
    nora.press(olu, "Extend")
    expect(olu.locator("main")).to_contain_text("The date is extended. The notice is on its way.")
    assert post.saying("Your file has 2,000 pages.")
    again = olu.request.post(
        f"/officer/case/{reference}/extend/",
        form={**hidden(olu), "reason": "VOLUME", "explanation": "Again."},
    )
    assert "The date is extended. The notice" not in again.text()
    assert "There is a problem" in again.text()

    late = cast.ask(cast.body("deletion"), now=now - timedelta(days=50)).requests[0].request
    workers()
    olu.goto(f"/officer/case/{late.reference}/")
    expect(olu.locator("#extend")).to_have_count(0)
    refused = olu.request.post(
        f"/officer/case/{late.reference}/extend/",
        form={**hidden(olu), "reason": "VOLUME", "explanation": "Too late."},
    )
    assert "There is a problem" in refused.text()


def hidden(page: Page) -> dict[str, str]:
    """What every form of the page sends along: token and revision."""
    form = page.locator("main form[action*='/case/']").last
    return {name: form.locator(f"[name={name}]").input_value() for name in ("csrfmiddlewaretoken", "rev")}


def test_two_officers_at_once_lose_nothing(desk: SignIn, filed: Filed) -> None:
    olu, petra = desk("olu"), desk("petra")
    open_case(olu, filed)
    open_case(petra, filed)
    nora.press(olu, "Take it")
    expect(olu.locator("main")).to_contain_text("The assignment is saved.")
    unfold(petra, "Extend")
    petra.locator("#extend-reason").select_option("COMPLEXITY")
    petra.locator("#extend-explanation").fill("Three companies have to answer.")
    nora.press(petra, "Extend")
    expect(petra.get_by_role("heading", name="This case changed while you had it open")).to_be_visible()
    expect(petra.locator("#theirs").locator("..")).to_contain_text("olu")
    expect(petra.locator("[name=explanation]")).to_have_value("Three companies have to answer.")
    assert not broken(petra, staff=True)
    nora.press(petra, "Send mine now")
    expect(petra.locator("main")).to_contain_text("The date is extended.")
