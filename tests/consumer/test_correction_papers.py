"""Nora attaches papers while she says what to correct: before anything is filed, in a browser without scripts."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jobs import services as jobs
from jobs.models import Job
from requests_app.models import Attachment, Draft, Message, PrivacyRequest
from requests_app.services import drafts
from requests_app.services.draft_papers import MOST
from tests.consumer.conftest import NORA_PAGES, errors
from tests.untouched import nothing_written
from tests.verification import papermaking as make
from vault import services as vault
from vault.models import StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
STEP, TYPED = "/request/correction/", NORA_PAGES["correction"]
BILL = make.picture("PNG")


@pytest.fixture(autouse=True)
def _decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    make.decode_here(monkeypatch)


@pytest.fixture
def begun(client: Client) -> Client:
    for slug in ("who", "what", "companies", "relationships"):
        client.post(f"/request/{slug}/", {**NORA_PAGES[slug], **({"rights": ["correction"]} if slug == "what" else {})})
    return client


def send(client: Client, content: bytes = BILL, name: str = "bill.png", **more: Any) -> Any:
    return client.post(STEP, {**TYPED, "file": SimpleUploadedFile(name, content), **more})


def stored() -> list[StoredFile]:
    return list(StoredFile.objects.filter(kind="draft_paper", status="stored"))


def test_papers_go_with_the_request_in_the_instant_of_filing(begun: Client, fill, now) -> None:
    page = send(begun, attach="1")
    assert "bill.png" in page.text
    assert "920-555-0143" in page.text, "what was typed is still there"
    assert send(begun, make.pdf(), "lease.pdf").status_code == 302, "Continue takes a chosen file along"
    assert not PrivacyRequest.objects.exists()
    fill(what={"rights": ["correction"]})
    read_back = begun.get("/request/check/").text
    assert "bill.png" in read_back
    assert "lease.pdf" in read_back
    assert begun.post("/request/check/").status_code == 302
    row, message = PrivacyRequest.objects.get(), Message.objects.get()
    files = Attachment.objects.filter(message=message).order_by("id")
    assert [(one.kind, one.inbound, one.media_type) for one in files] == [
        ("evidence", True, "image/png"),
        ("evidence", True, "application/pdf"),
    ]
    assert (message.request_id, row.unread_messages, stored()) == (row.id, 1, [])
    for job_id in list(Job.objects.due(now).filter(kind="attachments.prepare").values_list("id", flat=True)):
        jobs.run_job(job_id=job_id, now=now)
    assert {one.state for one in files.all()} == {"clean"}
    assert "A PDF document" in begun.get(f"/status/{row.reference}/evidence/").text


def test_every_company_that_shall_correct_gets_them(begun: Client, fill) -> None:
    send(begun, attach="1")
    fill(what={"rights": ["correction", "access"]}, companies={"companies": ["jm-insurance", "jm-facets"]})
    begun.post("/request/check/")
    got = {one.message.request for one in Attachment.objects.select_related("message__request")}
    assert {(one.right, one.company) for one in got} == {("correction", "jm-insurance"), ("correction", "jm-facets")}
    assert stored() == []


def test_a_refused_filing_keeps_the_papers_with_the_form(begun: Client, fill, monkeypatch) -> None:
    send(begun, attach="1")
    fill(what={"rights": ["correction"]})
    monkeypatch.setattr("requests_app.services.drafts.mark_filed", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        begun.post("/request/check/")
    assert (len(stored()), Attachment.objects.count(), PrivacyRequest.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty"),
        (b"MZ\x90", "We cannot take this kind of file"),
        (make.pdf(password="x"), "locked"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * (10 * 1024 * 1024), "larger than 10 megabytes"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("button", ["attach", "go_on"])
def test_a_file_that_cannot_be_taken_is_told_and_nothing_is_lost(
    begun: Client, content: bytes, words: str, button: str
) -> None:
    send(begun, attach="1")
    page = send(begun, content, "x.pdf", **{button: "1"})
    assert words in errors(page.text)[0]
    assert "<title>Error: " in page.text
    assert "920-555-0143" in page.text
    assert "bill.png" in page.text
    assert len(stored()) == 1


def test_the_place_on_this_page_is_not_carried_to_the_next(begun: Client) -> None:
    for address in (STEP, f"{STEP}?change=1"):
        assert f'<form id="words" method="post" action="{address}"' in begun.get(address).text


def test_the_button_without_a_file_says_what_to_do(begun: Client) -> None:
    with nothing_written():
        page = begun.post(STEP, {**TYPED, "attach": "1"})
    assert errors(page.text) == ["Take a picture, or choose a file"]


def test_the_same_file_sent_twice_is_there_once(begun: Client) -> None:
    for _time in range(2):
        page = send(begun, attach="1")
    assert (len(stored()), page.text.count('name="remove"')) == (1, 1)


def test_one_form_takes_a_few_and_says_where_more_can_go(begun: Client) -> None:
    for number in range(MOST):
        send(begun, make.picture(size=(40 + number, 40)), attach="1")
    page = send(begun, make.pdf(), attach="1")
    assert f"{MOST} files" in errors(page.text)[0]
    assert len(stored()) == MOST


def test_a_paper_can_be_taken_out_again_and_nobody_takes_out_anothers(begun: Client, now) -> None:
    page = send(begun, attach="1").text
    paper = re.search(r'name="remove" value="([^"]+)"', page)
    assert paper
    stranger = Client()
    stranger.post("/request/who/", NORA_PAGES["who"])
    stranger.post("/request/what/", {"rights": ["correction"]})
    for other in (paper[1], "x", ""):
        stranger.post(STEP, {**TYPED, "remove": other})
    assert len(stored()) == 1
    page = begun.post(STEP, {**TYPED, "remove": paper[1]}).text
    assert ("bill.png" in page, stored()) == (False, [])
    assert "920-555-0143" in page
    assert begun.post(STEP, {**TYPED, "remove": paper[1]}).status_code == 200, "a second click changes nothing"


@pytest.mark.parametrize("end", ["start again", "time is up", "start again after it was put aside"])
def test_papers_of_a_form_that_is_given_up_are_destroyed(begun: Client, now, end: str) -> None:
    send(begun, attach="1")
    (file,) = stored()
    if end == "time is up":
        drafts.purge(now=now + timedelta(days=31))
        assert Draft.objects.count() == 0
    else:
        if "aside" in end:
            code = begun.post("/request/save/", {"email": ""}).text.split('id="reference-code">')[1].split("<")[0]
            begun.post("/request/return/", {"code": code})
        begun.post("/request/again/")
    file.refresh_from_db()
    assert (file.status, file.wrapped_key) == ("shredded", None)
    with pytest.raises(vault.NotStored):
        vault.read_for_delivery(file.id)


def test_a_form_that_came_back_by_its_code_still_has_them(begun: Client, fill) -> None:
    send(begun, attach="1")
    code = begun.post("/request/save/", {"email": ""}).text.split('id="reference-code">')[1].split("<")[0]
    phone = Client()
    phone.post("/request/return/", {"code": code})
    assert "bill.png" in phone.get(STEP).text


def test_who_no_longer_wants_a_correction_leaves_no_paper_behind(begun: Client, fill) -> None:
    send(begun, attach="1")
    fill(what={"rights": ["access"]})
    assert "bill.png" not in begun.get("/request/check/").text
    begun.post("/request/check/")
    assert (PrivacyRequest.objects.get().right, stored(), Attachment.objects.count()) == ("access", [], 0)


def test_a_name_that_hides_something_is_shown_harmless(begun: Client) -> None:
    page = send(begun, name="<b>\u202egnp.exe" + "x" * 300, attach="1").text
    assert "<b>" not in page.split("<main")[1]
    assert "\u202e" not in page
    assert "x" * 100 not in page


def test_the_other_language_keeps_papers_and_words(begun: Client) -> None:
    send(begun, attach="1")
    page = begun.post(STEP, {**TYPED, "switch_language": "es"}).text
    assert 'lang="es"' in page
    assert "bill.png" in page
    assert "920-555-0143" in page


def test_a_flood_of_files_from_one_address_is_stopped(begun: Client, monkeypatch) -> None:
    monkeypatch.setattr("dsar_portal.consumer.views.correction.PER_HOUR", 1)
    send(begun, attach="1")
    page = send(begun, make.pdf(), attach="1")
    assert (page.status_code, len(stored())) == (429, 1)
