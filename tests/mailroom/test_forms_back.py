"""Mo scans a bar code: the form finds its request, or a sentence says why not."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from requests_app.models import PaperForm
from requests_app.services.paper_forms import numbers
from tests.requests_app.test_paper_forms import form as form
from tests.requests_app.test_paper_forms import picture
from tests.untouched import HIDDEN, nothing_written

Desk = Callable[[str], Client]
BACK = "/mailroom/arrived/form/"


def test_the_reference_is_told_and_no_name(desk: Desk, form: PaperForm) -> None:
    mo = desk("mo")
    scan = SimpleUploadedFile("form.jpg", picture(), "image/jpeg")
    page = mo.post(BACK, {"number": form.number.lower(), "scan": scan}, follow=True).text
    assert f"Signed statement for {form.request.reference}: recorded." in page
    assert "Quist" not in page
    again = mo.post(BACK, {"number": form.number}, follow=True).text
    assert "recorded already" in again


def test_what_is_no_form_of_ours_changes_nothing(desk: Desk, form: PaperForm) -> None:
    mo = desk("mo")
    unknown = numbers.new_number()
    mistyped = unknown[:-1] + ("2" if unknown[-1] != "2" else "3")
    files = {
        "empty": (b"", "The scan is empty"),
        "text": (b"hello", "The scan cannot be read"),
        "half": (picture()[:40], "The scan cannot be read"),
    }
    with nothing_written():
        assert "No form of ours has this number" in mo.post(BACK, {"number": unknown}).text
        assert "This is not the number of a form" in mo.post(BACK, {"number": mistyped}).text
        assert "Scan the bar code" in mo.post(BACK, {"number": ""}).text
        assert "sent more than once" in mo.post(BACK, {"number": [form.number, form.number]}).text
        for content, said in files.values():
            scan = SimpleUploadedFile("form.pdf", content, "application/pdf")
            assert said in mo.post(BACK, {"number": form.number, "scan": scan}).text
        for hidden in HIDDEN.values():
            assert mo.post(BACK, {"number": hidden}).status_code == 200
    form.refresh_from_db()
    assert form.state == "out"


def test_olu_looks_at_the_pages_and_lets_it_count(desk: Desk, form: PaperForm) -> None:
    mo, olu = desk("mo"), desk("olu")
    mo.post(BACK, {"number": form.number})
    assert form.request.reference in olu.get("/officer/forms/").text
    page = f"/officer/forms/{form.id}/"
    assert "The paper itself is in" in olu.get(page).text
    assert "Say why" in olu.post(f"{page}refuse/", {}).text
    assert "counts from now on" in olu.post(f"{page}count/", follow=True).text
    assert "judged already" in olu.post(f"{page}count/", follow=True).text
    assert olu.get(f"{page}page/1/").status_code == 404
    assert mo.get(page).status_code == 403
