"""Papers that strangers send: what is taken, and its pages as pictures of our own making.

Names and declared types are claims; the first bytes choose the decoder, and only what it can read whole is taken. The
decoders run in a process of their own with bounds on time and memory (`flatten`).
"""

import json
import re
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vault.sniff import JPEG_HEAD, MEBIBYTE, PDF_HEAD, PNG_HEAD, Refused

MAX_BYTES = 10 * MEBIBYTE
CHILD = Path(__file__).with_name("flatten.py")
# A second file inside the first: what another program would open as an archive, a page or a document. What cameras add
# behind a picture, such as its short film, is no such thing.
ZIP_END, ZIP_TAIL = b"PK\x05\x06", 65_557
PAGE = re.compile(rb"<\s*(?:script|html|!doctype\s+html)[\s>]", re.IGNORECASE)
# A small file can cost a gigabyte and twenty seconds: so many of them at once in one process, and nobody waits longer
# for a turn than this.
AT_ONCE, TURN_SECONDS = 2, 5.0
_turns = threading.BoundedSemaphore(AT_ONCE)
WAIT_SECONDS = {"inspect": 30, "pages": 150}
# The camera format of newer phones, by its brand. Nothing here decodes it, so the person is told what to do.
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


@dataclass(frozen=True)
class Inspected:
    """A file that can be taken: what it really is, and how many pages it has."""

    media_type: str
    pages: int


def inspect(content: bytes) -> Inspected:
    """Look whether a file can be read as a paper.

    Raises `sniff.Refused` with empty, too_large, heic, unknown_type, two_kinds, damaged, too_many_pixels, encrypted,
    too_many_pages, or busy where too many come at once.
    """
    if not content:
        raise Refused("empty")
    if len(content) > MAX_BYTES:
        raise Refused("too_large")
    media_type = _type_of(content)
    if _is_two_kinds(content, media_type):
        raise Refused("two_kinds")
    if not _turns.acquire(timeout=TURN_SECONDS):
        raise Refused("busy")
    try:
        answer, _rest = _ask("inspect", media_type, content)
    finally:
        _turns.release()
    return Inspected(media_type, answer["count"])


def as_pictures(content: bytes, media_type: str) -> list[bytes]:
    """The pages as JPEG pictures that hold nothing but what can be seen. Raises `sniff.Refused`."""
    answer, rest = _ask("pages", media_type, content)
    pictures, start = [], 0
    for size in answer["pages"]:
        pictures.append(rest[start : start + size])
        start += size
    return pictures


def _type_of(content: bytes) -> str:
    if content.startswith(PDF_HEAD):
        return "application/pdf"
    if content.startswith(PNG_HEAD):
        return "image/png"
    if content.startswith(JPEG_HEAD):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    raise Refused("heic" if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS else "unknown_type")


def _is_two_kinds(content: bytes, media_type: str) -> bool:
    if ZIP_END in content[-ZIP_TAIL:]:
        return True
    if media_type == "application/pdf":
        # A text about web pages may stand in a PDF; a browser looks for one at the beginning.
        return PAGE.search(content[:1024]) is not None
    return PDF_HEAD in content or PAGE.search(content) is not None


def _ask(task: str, media_type: str, content: bytes) -> tuple[dict[str, Any], bytes]:
    """Let the child look. One that dies or does not end was given a trap: the file counts as damaged."""
    command = [sys.executable, "-I", str(CHILD), task, media_type]
    try:
        # An empty environment: no address of a database, no path of a key.
        done = subprocess.run(  # noqa: S603 - a fixed command of our own; the file goes to standard input
            command, input=content, capture_output=True, timeout=WAIT_SECONDS[task], env={}, check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused("damaged") from None
    line, _, rest = done.stdout.partition(b"\n")
    if done.returncode or not line:
        raise Refused("damaged")
    answer = json.loads(line)
    if "cause" in answer:
        raise Refused(str(answer["cause"]))
    return answer, rest
