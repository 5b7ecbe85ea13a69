"""Papers of strangers: what is taken becomes a picture made here; the rest is turned away with a cause."""

import io
import threading

import pikepdf
import pytest
from PIL import Image

from dsar_portal.consumer.forms import papers as consumer
from dsar_portal.mailroom import forms as mailroom
from dsar_portal.officer.forms import papers as officer
from tests.verification import papermaking as make
from vault import flatten, papers
from vault.sniff import Refused

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "empty"),
        (b"\xff\xd8\xff" + bytes(papers.MAX_BYTES), "too_large"),
        (b"PK\x03\x04 a zip", "unknown_type"),
        (b"<html><script>alert(1)</script>", "unknown_type"),
        (b"GIF89a a picture that moves", "unknown_type"),
        (HEIC, "heic"),
        (make.picture() + b"PK\x05\x06" + bytes(18), "two_kinds"),
        (make.picture()[:20] + b"<SCRIPT>alert(1)</SCRIPT>" + make.picture()[20:], "two_kinds"),
        (make.picture("PNG") + make.pdf(), "two_kinds"),
        (make.pdf() + b"PK\x05\x06" + bytes(18), "two_kinds"),
        (make.pdf().replace(b"\n", b"\n%<html >\n", 1), "two_kinds"),
    ],
)
def test_what_is_turned_away_before_anything_decodes_it(content: bytes, cause: str) -> None:
    with pytest.raises(Refused) as refused:
        papers.inspect(content)
    assert refused.value.cause == cause


@pytest.mark.parametrize(
    ("content", "media_type", "cause"),
    [
        (make.picture()[:-40], "image/jpeg", "damaged"),
        (b"\xff\xd8\xff\xe0 no picture", "image/jpeg", "damaged"),
        (make.picture("PNG"), "image/jpeg", "damaged"),
        (make.vast_picture(), "image/png", "too_many_pixels"),
        (make.pdf(password="secret"), "application/pdf", "encrypted"),
        (make.pdf(pages=31), "application/pdf", "too_many_pages"),
        (make.pdf()[:200], "application/pdf", "damaged"),
        (make.wide_pdf(), "application/pdf", "damaged"),
    ],
)
def test_what_a_decoder_turns_away(content: bytes, media_type: str, cause: str) -> None:
    with pytest.raises(flatten.Unfit) as unfit:
        flatten.inspect(content, media_type)
    assert str(unfit.value) == cause


def test_a_photograph_with_its_short_film_behind_it_is_taken() -> None:
    assert papers.inspect(make.picture() + b"\x00\x00\x00\x18ftypmp42" + bytes(4000)).pages == 1


def test_a_photograph_loses_all_but_what_can_be_seen() -> None:
    hidden = make.picture() + b"PK\x03\x04<script>alert(1)</script>"
    [clean] = flatten.pages(hidden, "image/jpeg")
    image = Image.open(io.BytesIO(clean))
    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (320, 200), {})
    for trace in (b"Elm St", b"Camera", b"<script>", b"PK\x03\x04"):
        assert trace not in clean


def test_a_pdf_becomes_pictures_of_its_pages_and_its_script_is_gone() -> None:
    source = make.pdf(pages=2, script=True)
    pages = flatten.pages(source, "application/pdf")
    assert len(pages) == 2
    image = Image.open(io.BytesIO(pages[0])).convert("RGB")
    width, height = image.size
    assert height > width > 1000
    assert image.getpixel((width // 3, height * 3 // 4))[2] > 200 > image.getpixel((width // 3, height * 3 // 4))[0]
    with pytest.raises(pikepdf.PdfError):
        pikepdf.open(io.BytesIO(pages[0]))


def test_so_many_at_once_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = threading.BoundedSemaphore(1)
    taken.acquire()
    monkeypatch.setattr(papers, "_turns", taken)
    monkeypatch.setattr(papers, "TURN_SECONDS", 0.01)
    with pytest.raises(Refused) as refused:
        papers.inspect(make.picture())
    assert refused.value.cause == "busy"
    for words in (consumer.WHY_NOT, officer.WHY_NOT, mailroom.WHY_NOT):
        assert "file" in str(words["busy"])
        assert "another file" in str(words["two_kinds"])
    taken.release()
    assert papers.inspect(make.picture()).pages == 1
    with pytest.raises(Refused):
        papers.inspect(b"%PDF-nothing")
    assert papers.inspect(make.picture()).pages == 1  # a refusal gives its turn back


def test_the_child_answers_its_parent() -> None:
    assert papers.inspect(make.pdf(pages=3)) == papers.Inspected("application/pdf", 3)
    [page] = papers.as_pictures(make.picture("WEBP"), "image/webp")
    assert page.startswith(b"\xff\xd8\xff")
    with pytest.raises(Refused):
        papers.as_pictures(make.pdf(password="secret"), "application/pdf")


def test_a_child_that_dies_or_hangs_was_given_a_trap(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    for script, wait in (("raise SystemExit(9)", 30), ("while True: pass", 0.2)):
        (tmp_path / "child.py").write_text(script)
        monkeypatch.setattr(papers, "CHILD", tmp_path / "child.py")
        monkeypatch.setitem(papers.WAIT_SECONDS, "inspect", wait)
        with pytest.raises(Refused):
            papers.inspect(make.picture())
