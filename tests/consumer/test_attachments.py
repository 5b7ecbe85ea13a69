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

pytestmark = pytest.mark.django_db


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
    assert Client().get(f"{address}file/{ours.id}/").status_code == 302
    assert str(ours.id) not in str(Letter.objects.get(kind="message_waiting").context)


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
