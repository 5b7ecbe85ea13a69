"""Uploads are what their bytes say, or they are turned away."""

import zlib

import pytest

from vault.sniff import CAPS, Refused, sniff


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def png(width: int = 1, height: int = 1) -> bytes:
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def jpeg(width: int = 1, height: int = 1) -> bytes:
    size = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return b"\xff\xd8\xff\xc0\x00\x0b\x08" + size + b"\x01\x01\x11\x00\xff\xda\x00\x02picture\xff\xd9"


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\nstartxref\n9\n%%EOF\n"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (png(), "image/png"),
        (jpeg(), "image/jpeg"),
        ("Sehr geehrte Peña".encode(), "text/plain"),
    ],
)
def test_known_types_are_told_by_content(content: bytes, media_type: str) -> None:
    assert sniff(content).media_type == media_type


def test_letters_in_a_picture_are_no_script() -> None:
    scan = PDF.replace(b"endobj", b"endobj 2 0 obj<<>>stream\n\xff\xd8/JS \x00/AA \nendstream endobj")
    assert sniff(scan).media_type == "application/pdf"


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "empty"),
        (b"a" * (CAPS["text/plain"] + 1), "too_large"),
        (b"PK\x03\x04 a zip", "unknown_type"),
        (b"MZ\x90\x00", "unknown_type"),
        (b"<html><script>alert(1)</script>", "unknown_type"),
        (b"<?xml version='1.0'?><svg/>", "unknown_type"),
        (png() + b"<html>", "damaged"),
        (png()[:-4], "damaged"),
        (png(40_000, 10_000), "too_many_pixels"),
        (jpeg() + b"PK\x03\x04", "damaged"),
        (jpeg(60_000, 60_000), "too_many_pixels"),
        (b"\xff\xd8\xff\xff\xd9", "damaged"),
        (PDF[:-6], "damaged"),
        (PDF.replace(b"/Catalog", b"/Catalog/OpenAction 2 0 R"), "active_content"),
        (PDF.replace(b"/Catalog", b"/Catalog/J#61vaScript 2 0 R"), "active_content"),
        (PDF.replace(b"/Catalog", b"/Catalog/Encrypt 2 0 R"), "encrypted"),
    ],
)
def test_others_are_turned_away_with_a_cause(content: bytes, cause: str) -> None:
    with pytest.raises(Refused) as refused:
        sniff(content)
    assert refused.value.cause == cause
