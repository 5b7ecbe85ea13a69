"""The thread with files, both ways, in a browser without scripts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jobs import services as jobs
from jobs.models import Job
from notifications.models import Letter
from requests_app.models import Attachment, PrivacyRequest
from tests.officer.stage import desk as desk
from tests.untouched import nothing_written
from tests.verification import papermaking as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(autouse=True)
def _decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    make.decode_here(monkeypatch)


def work(now) -> None:
    for job_id in list(Job.objects.due(now).filter(kind="attachments.prepare").values_list("id", flat=True)):
        jobs.run_job(job_id=job_id, now=now)


def rev() -> int:
    return PrivacyRequest.objects.get().rev


def test_the_thread_with_files_on_both_desks_without_scripts(file, client: Client, desk, now) -> None:
    address = f"/status/{file()['references'][0]}/"
    picture = SimpleUploadedFile("IMG_0001.jpg", make.picture())
    page = client.post(address, {"body": "", "file": picture}, follow=True).text
    assert "We have your message" in page
    assert "A picture" in page
    assert 'enctype="multipart/form-data"' in page
    work(now)
    came, olu, case = Attachment.objects.get(), desk("olu"), "/officer/case/" + address.split("/")[2] + "/"
    assert f"/officer/files/{came.id}/" in olu.get(case).text
    assert f"/officer/files/{came.id}/page/1/" in olu.get(f"/officer/files/{came.id}/").text
    shown = olu.get(f"/officer/files/{came.id}/page/1/")
    assert (shown.headers["Content-Type"], shown.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    typed = {"body": "Please read this.", "file": SimpleUploadedFile("x.webp", make.picture("WEBP")), "rev": rev()}
    assert "Choose a PDF, a JPEG or a PNG." in olu.post(case + "message/", typed).text
    typed["file"] = SimpleUploadedFile("letter to Nora.pdf", make.pdf())
    typed["rev"] = rev()
    assert "The message is sent." in olu.post(case + "message/", typed, follow=True).text
    work(now)
    ours = Attachment.objects.get(inbound=False)
    assert f"{address}file/{ours.id}/" in client.get(address).text
    fetched = client.get(f"{address}file/{ours.id}/")
    assert fetched.headers["Content-Disposition"] == 'attachment; filename="file.pdf"'
    assert client.get(f"{address}file/{came.id}/").status_code == 404
    sent = f"{address}sent/{came.id}/"
    assert sent in client.get(address).text
    assert f"{sent}1/" in client.get(sent).text
    picture = client.get(f"{sent}1/")
    assert (picture.headers["Content-Type"], picture.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    assert [client.get(f"{sent}{number}/").status_code for number in (0, 2)] == [404, 404]
    assert client.get(f"{address}sent/{ours.id}/").status_code == 404
    assert Client().get(f"{address}file/{ours.id}/").status_code == 302
    assert str(ours.id) not in str(Letter.objects.get(kind="message_waiting").context)


def test_nobody_else_looks_at_what_nora_sent(file, client: Client, now) -> None:
    address = f"/status/{file()['references'][0]}/"
    client.post(address, {"body": "", "file": SimpleUploadedFile("IMG_0001.jpg", make.picture())})
    came = Attachment.objects.get()
    assert f"{address}sent/" not in client.get(address).text, "not before it was looked at and drawn anew"
    assert client.get(f"{address}sent/{came.id}/").status_code == 404
    work(now)
    client.post("/request/again/")
    other = f"/status/{file(name={'given_name': 'Sam'})['references'][0]}/sent/{came.id}/"
    with nothing_written():
        assert [client.get(f"{other}{more}").status_code for more in ("", "1/")] == [404, 404]
        assert client.get(f"{address}sent/{came.id}/1/").status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "This file is empty"), (b"MZ\x90", "We cannot take this kind of file"), (make.pdf(password="x"), "locked")],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_is_told_beside_it_and_the_words_stay(
    file, client: Client, content: bytes, words: str
) -> None:
    address = f"/status/{file()['references'][0]}/"
    with nothing_written():
        page = client.post(address, {"body": "Look at this.", "file": SimpleUploadedFile("x.pdf", content)}).text
    assert words in page
    assert "Look at this." in page
    assert "<title>Error: " in page


def test_a_correction_takes_a_paper_that_shows_what_is_right(file, client: Client, desk, now) -> None:
    reference = file(what={"rights": ["correction"]})["references"][0]
    address = f"/status/{reference}/evidence/"
    assert address in client.get(f"/status/{reference}/").text
    assert address in client.get("/request/done/").text
    with nothing_written():
        assert "Take a picture, or choose a file" in client.post(address, {"body": "The bill."}).text
    page = client.post(
        address, {"body": "The bill.", "file": SimpleUploadedFile("x.png", make.picture("PNG"))}, follow=True
    )
    assert "What you have sent" in page.text
    work(now)
    case = desk("olu").get(f"/officer/case/{reference}/").text
    assert "Papers that show what is right" in case
    assert f"/officer/files/{Attachment.objects.get(kind='evidence').id}/" in case


def test_no_other_request_takes_one(file, client: Client) -> None:
    reference = file()["references"][0]
    assert "evidence/" not in client.get(f"/status/{reference}/").text
    with nothing_written():
        page = client.post(f"/status/{reference}/evidence/", {"file": SimpleUploadedFile("x.png", make.picture("PNG"))})
    assert page.headers["Location"] == f"/status/{reference}/"
