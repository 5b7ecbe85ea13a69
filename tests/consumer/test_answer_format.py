"""In which form somebody can read: asked on the web, seen on the case and by the mail room."""

import pytest
from django.test import Client

from requests_app.models import PrivacyRequest, Submission
from tests import cast
from tests.officer.stage import desk as desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WAYS = {"delivery": "secure_download", "language": "en"}


def test_braille_is_asked_for_on_the_web_and_becomes_a_task(file, client: Client, desk, now) -> None:
    file(answer={**WAYS, "answer_format": "braille"}, contact={"email": "", "phone": ""})
    submission = Submission.objects.get()
    assert (submission.answer_format, submission.delivery) == ("braille", "post")
    cast.work_off(now)
    case = desk("olu").get(f"/officer/case/{PrivacyRequest.objects.get().reference}/").text
    assert "the mail room has the answer made in Braille" in case
    assert "Have it produced as Braille before posting" in desk("mo").get("/mailroom/").text


def test_the_check_page_says_it_in_words_and_keeps_to_the_list(fill, client: Client) -> None:
    fill(answer={**WAYS, "answer_format": "large_print"})
    page = client.get("/request/check/").text
    assert "In large print" in page
    page = client.post("/request/answer/", {**WAYS, "answer_format": "smoke"}).text
    assert "Choose one of the answers in the list" in page
