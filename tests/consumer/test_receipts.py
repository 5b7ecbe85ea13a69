"""Nora takes her receipt home, and anybody can have one checked, without a script in the page."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from audit import checkpoints, selectors
from tests import cast
from tests.audit.conftest import book  # noqa: F401  # her ledger is signed in this test
from tests.conftest import NOW


@pytest.fixture
def nora(book, monkeypatch) -> dict:  # noqa: F811  # a fixture of the file it is imported from
    """Her request, signed, and she at her status page."""
    monkeypatch.setattr(checkpoints, "folder", lambda: book.folder)
    filed = cast.ask(cast.body("access"), now=NOW)
    client = Client()
    client.post("/status/", {"reference": filed.requests[0].reference, "code": filed.access_code})
    return {"client": client, "book": book, "page": f"/status/{filed.requests[0].reference}/", "filed": filed}


def checked(text: str, **more) -> str:
    return Client().post("/receipt/", {"receipt": text, **more}).text


def test_a_receipt_goes_home_and_comes_back_to_be_checked(nora):
    client, page = nora["client"], nora["page"]
    assert "Your receipt is being signed" in client.get(page).text
    assert "being signed" in client.get(page + "receipt/", follow=True).text
    nora["book"].sequence()
    assert "Download your receipt" in client.get(page).text
    answer = client.get(page + "receipt/")
    assert answer["Content-Disposition"].endswith('.tlog-proof"')
    text = answer.content.decode()
    shown = checked(text)
    assert "This receipt holds" in shown
    assert "We registered your request." in shown
    assert str(nora["filed"].requests[0].receipt.entry) in shown
    assert "This receipt holds" in checked("", file=SimpleUploadedFile("a.tlog-proof", text.encode()))
    actions = {entry.action for entry in selectors.find_entries()}
    assert {"receipt.fetched", "receipt.checked"} <= actions
    for wrong, words in {
        text[:500]: "A part of the receipt is missing",
        re.sub(r"\nindex \d+", "\nindex 3", text): "do not belong together",
        text.replace("portal.example", "another.example"): "from another ledger",
        "Dear Sir or Madam, please check": "This is not a receipt",
        "x " * 60_000: "This is not a receipt",
        text + " x" * 60_000: "too long for a receipt",
        "": "Paste the receipt or a number, or choose the file",
    }.items():
        assert words in checked(wrong), words
    assert "not a receipt" in checked("", file=SimpleUploadedFile("photo.jpg", b"\xff\xd8\x00" * 200_000))


def test_a_stranger_gets_no_receipt(nora):
    nora["book"].sequence()
    assert Client().get(nora["page"] + "receipt/").headers["Location"] == "/status/"
    other = cast.ask(cast.body("deletion"), now=NOW).requests[0].reference
    assert nora["client"].get(f"/status/{other}/receipt/").status_code == 404


def test_key_state_and_checker_are_there_for_anybody(nora):
    client = Client()
    assert client.get("/receipt/checkpoint.txt").status_code == 404
    nora["book"].sequence()
    assert client.get("/receipt/checkpoint.txt").content.decode().startswith("portal.example/audit/1\n")
    assert client.get("/receipt/log.vkey").content.decode() == f"{nora['book'].signer.verifier}\n"
    assert nora["book"].signer.verifier.fingerprint in client.get("/receipt/").text
    tool = client.get("/receipt/verify_ledger.py")
    assert b"RFC 9162" in tool.content
    assert tool["Content-Disposition"].startswith("attachment")
    assert client.get("/receipt/manage.py").status_code == 404
