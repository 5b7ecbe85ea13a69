"""Papers on the status page: sent without scripts, refused with a sentence, and never asked for without need."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from jobs import services as jobs
from jobs.models import Job
from requests_app.models import PrivacyRequest, Submission
from tests import cast
from tests.consumer.conftest import errors, mailed
from tests.untouched import nothing_written
from tests.verification import papermaking as make
from vault.models import StoredFile
from verification import paper_selectors as known
from verification.models import Paper
from verification.paper_rules import CHECKLIST, IDENTITY
from verification.services import papers

pytestmark = pytest.mark.django_db
PERMISSION = "/status/identity/paper/signed_permission/"
AGENT = {"who": {"capacity": "authorized_agent"}}


@pytest.fixture(autouse=True)
def _decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    make.decode_here(monkeypatch)


def send(client: Client, content: bytes, address: str = PERMISSION):
    return client.post(address, {"file": SimpleUploadedFile("IMG_0001.jpg", content)}, follow=True)


def work(now) -> None:
    for job_id in list(Job.objects.due(now).filter(kind="verification.paper").values_list("id", flat=True)):
        jobs.run_job(job_id=job_id, now=now)


def test_an_agent_sends_a_permission_hears_what_is_missing_and_sends_another(
    register, file, client: Client, clock, now
) -> None:
    file(**AGENT)
    assert PERMISSION in client.get("/status/identity/").text
    page = client.get(PERMISSION).text
    assert "What to cover up first" in page
    assert 'enctype="multipart/form-data"' in page
    assert "We have your paper" in send(client, make.picture()).text
    work(now)
    paper, petra = Paper.objects.get(), cast.staff("petra").actor
    assert (paper.state, StoredFile.objects.get(owner=paper.id, status="stored").name) == ("waiting", "1")
    papers.ask_look(paper_id=paper.id, reason="read it", minutes=15, by=petra, now=now)
    papers.open_paper(paper_id=paper.id, by=petra, now=now)
    seen = [code for code in CHECKLIST["signed_permission"] if code != "signed"]
    papers.refuse(paper_id=paper.id, seen=seen, destroy_now=False, by=petra, now=now)
    page = client.get(PERMISSION).text
    assert "has not signed it" in page
    assert "We have your paper" in send(client, make.pdf()).text
    client.cookies["django_language"] = "es"
    assert "no lo firmó" in client.get(PERMISSION).text


def test_a_file_that_is_none_is_refused_with_a_sentence_and_nothing_changes(register, file, client: Client) -> None:
    file(**AGENT)
    with nothing_written():
        for content, words in (
            (b"", "This file is empty"),
            (b"<html>", "cannot take this kind of file"),
            (make.pdf(password="secret"), "locked with a password"),
            (make.picture()[:-40], "cannot open this file"),
        ):
            page = send(client, content)
            assert words in errors(page.text)[0]
            assert "<title>Error: " in page.text
        assert "Take a picture, or choose a file" in errors(client.post(PERMISSION, {}).text)[0]
        huge = b"\xff\xd8\xff" + bytes(12 * 1024 * 1024)
        assert "That is too much at once" in send(client, huge).text
        client.cookies["django_language"] = "es"
        assert '<html lang="es"' in send(client, huge).text


def test_nobody_is_asked_for_a_passport_who_need_not_show_one(register, file, client: Client, now) -> None:
    file()
    passport = "/status/identity/paper/identity_document/"
    assert passport not in client.get("/status/identity/").text
    assert "Nothing more is needed here" in send(client, make.picture(), passport).text
    assert client.get("/status/identity/paper/selfie/").status_code == 404
    assert Paper.objects.count() == 0
    subject, olu = Submission.objects.get().id, cast.staff("olu").actor
    papers.ask_for_document(subject_ref=subject, reason="no code can reach her", by=olu, now=timezone.now())
    assert known.wanted(subject) == (IDENTITY,)
    page = client.get(passport).text
    assert "The number of the document" in page
    assert "Two people of our team" in page


def test_an_opt_out_has_no_page_that_takes_a_paper(register, file, client: Client) -> None:
    file(what={"rights": ["opt_out"]}, **AGENT)
    assert PrivacyRequest.objects.get().right == "opt_out"
    assert client.get(PERMISSION).status_code == 302
    send(client, make.picture())
    assert Paper.objects.count() == 0


def test_what_could_not_be_opened_is_told_by_letter(register, file, client: Client, clock, now, monkeypatch) -> None:
    file(**AGENT)
    send(client, make.picture())
    from vault.sniff import Refused

    def broken(content: bytes, media_type: str) -> list[bytes]:
        raise Refused("damaged")

    monkeypatch.setattr("vault.papers.as_pictures", broken)
    work(now)
    assert "could not open it safely" in mailed("paper_refused")["missing"][0]
    assert "We could not open it" in client.get(PERMISSION).text
