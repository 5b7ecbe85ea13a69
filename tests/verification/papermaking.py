"""Papers as people send them, made here: photographs, scans, PDFs of one page; and a few that nobody honest sends."""

import io

import pikepdf
import pytest
from PIL import Image, ImageDraw

from vault import flatten, papers
from vault.sniff import Refused


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (320, 200), words: str = "POWER OF ATTORNEY") -> bytes:
    """A photograph of a paper, with a place and a camera in its EXIF where the format has one."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((10, 10), words, fill="black")
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x0131] = "Camera of Nora", "taken at 12 Elm St"
    image.save(out, kind, **({"exif": exif} if kind in {"JPEG", "WEBP"} else {}))
    return out.getvalue()


def pdf(*, pages: int = 1, password: str = "", script: bool = False) -> bytes:
    """A PDF of that many pages; with a password to open it, or with a script that its reader would run."""
    made = pikepdf.new()
    for _number in range(pages):
        page = made.add_blank_page(page_size=(300, 400))
        page.Contents = made.make_stream(b"0 0 1 rg 50 50 100 100 re f")
    if script:
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    out = io.BytesIO()
    made.save(out, encryption=pikepdf.Encryption(owner="x", user=password) if password else False)
    return out.getvalue()


def wide_pdf() -> bytes:
    """A PDF whose page is a thread a hundred times as long as it is wide."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(14_000, 14))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def vast_picture() -> bytes:
    """64 million pixels in a few KB."""
    out = io.BytesIO()
    Image.new("1", (8_000, 8_000)).save(out, "PNG")
    return out.getvalue()


def decode_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decode in this process, which is quicker: what the child does is told in tests/vault/test_papers.py."""

    def ask(task: str, media_type: str, content: bytes) -> tuple[dict[str, object], bytes]:
        try:
            if task == "inspect":
                return {"count": flatten.inspect(content, media_type)}, b""
            made = flatten.pages(content, media_type)
        except flatten.Unfit as unfit:
            raise Refused(str(unfit)) from None
        return {"pages": [len(page) for page in made]}, b"".join(made)

    monkeypatch.setattr(papers, "_ask", ask)
