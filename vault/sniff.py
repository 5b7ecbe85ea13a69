"""What a file really is, by its content. Names and declared types are claims."""

import re
import zlib
from dataclasses import dataclass

MEBIBYTE = 1024 * 1024
MAX_PIXELS = 50_000_000
CAPS = {
    "application/pdf": 10 * MEBIBYTE,
    "image/png": 10 * MEBIBYTE,
    "image/jpeg": 10 * MEBIBYTE,
    "text/plain": MEBIBYTE,
}
ALLOWED = frozenset(CAPS)
# What a reader program might run or fetch by itself.
ACTIVE_PDF = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|OpenAction|AA|RichMedia|XFA)\b")
LOCKED_PDF = re.compile(rb"/Encrypt\b")
# The bytes of pictures and fonts: three letters that look like a name stand in every large one by chance.
STREAM = re.compile(rb"\bstream\r?\n.*?endstream", re.DOTALL)
PDF_HEAD = b"%PDF-"
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
JPEG_HEAD = b"\xff\xd8\xff"
JPEG_SIZES = frozenset({0xC0, 0xC1, 0xC2})


@dataclass(frozen=True)
class Sniffed:
    """The type found in the content."""

    media_type: str


class Refused(ValueError):
    """The file is not taken.

    `cause` is a code: empty, too_large, unknown_type, damaged, active_content, encrypted or too_many_pixels; of a
    paper also heic, two_kinds, too_many_pages or busy.
    """

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


def sniff(content: bytes) -> Sniffed:
    """Find the type of an uploaded file and check its structure. Raises `Refused`."""
    if not content:
        raise Refused("empty")
    media_type = _type_of(content)
    if len(content) > CAPS[media_type]:
        raise Refused("too_large")
    checks = {"application/pdf": _check_pdf, "image/png": _check_png, "image/jpeg": _check_jpeg}
    if media_type in checks:
        checks[media_type](content)
    return Sniffed(media_type)


def _type_of(content: bytes) -> str:
    if content.startswith(PDF_HEAD):
        return "application/pdf"
    if content.startswith(PNG_HEAD):
        return "image/png"
    if content.startswith(JPEG_HEAD):
        return "image/jpeg"
    if _is_plain_text(content):
        return "text/plain"
    raise Refused("unknown_type")


def _is_plain_text(content: bytes) -> bool:
    """UTF-8 without control characters, and nothing a browser could take for markup."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if any(ord(sign) < 32 and sign not in "\t\n\r" for sign in text):
        return False
    return not re.search(r"<\s*(!doctype|html|svg|script|\?xml|body|iframe)", text, re.IGNORECASE)


def _check_pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-1024:] or b"startxref" not in content[-2048:]:
        raise Refused("damaged")
    # Names may be written with #xx escapes, so those are resolved before looking.
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), STREAM.sub(b"", content))
    if LOCKED_PDF.search(plain):
        raise Refused("encrypted")
    if ACTIVE_PDF.search(plain):
        raise Refused("active_content")


def _check_png(content: bytes) -> None:
    """Walk the chunks: checksums right, size sane, and nothing behind the end."""
    position = len(PNG_HEAD)
    kind = b""
    while kind != b"IEND":
        length = int.from_bytes(content[position : position + 4], "big")
        kind, body = content[position + 4 : position + 8], content[position + 8 : position + 8 + length]
        checksum = content[position + 8 + length : position + 12 + length]
        if len(checksum) != 4 or zlib.crc32(kind + body) != int.from_bytes(checksum, "big"):
            raise Refused("damaged")
        if kind == b"IHDR":
            _check_pixels(int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big"))
        position += 12 + length
    if position != len(content):
        raise Refused("damaged")


def _check_jpeg(content: bytes) -> None:
    """Walk the segments up to the picture itself; it must end with the end marker."""
    if not content.endswith(b"\xff\xd9"):
        raise Refused("damaged")
    position, marker = 2, 0
    while marker != 0xDA:
        if position + 4 > len(content) or content[position] != 0xFF:
            raise Refused("damaged")
        marker = content[position + 1]
        length = int.from_bytes(content[position + 2 : position + 4], "big")
        if marker in JPEG_SIZES:
            height, width = content[position + 5 : position + 7], content[position + 7 : position + 9]
            _check_pixels(int.from_bytes(width, "big"), int.from_bytes(height, "big"))
        position += 2 + length


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise Refused("damaged")
    if width * height > MAX_PIXELS:
        raise Refused("too_many_pixels")
