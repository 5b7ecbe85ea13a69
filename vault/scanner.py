"""The virus scanner: ClamAV's daemon, asked with its INSTREAM command. Nothing is written to a disk for it.

Without `CLAMD_ADDRESS` there is no scanner, and whoever shows a file says "not scanned". With one, a file that could
not be scanned stays shut: every answer but a plain OK or FOUND counts as none.
"""

import socket
from enum import StrEnum

from django.conf import settings

CHUNK = 64 * 1024
WAIT_SECONDS = 60
LONGEST_ANSWER = 4096


class Verdict(StrEnum):
    """What is known of a file."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"


class ScannerDown(Exception):
    """A scanner is configured and gave no usable answer. The file has to wait."""


def configured() -> bool:
    """Whether uploads are scanned here at all."""
    return bool(settings.CLAMD_ADDRESS)


def scan(content: bytes) -> Verdict:
    """Let the scanner look at a file. Raises `ScannerDown`; gives NOT_SCANNED only where none is configured.

    The name of what was found is not kept: it says nothing that anybody here could act on.
    """
    if not configured():
        return Verdict.NOT_SCANNED
    try:
        answer = _asked(content)
    except (OSError, ValueError) as error:
        raise ScannerDown(type(error).__name__) from error
    if answer == "stream: OK":
        return Verdict.CLEAN
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Verdict.INFECTED
    raise ScannerDown("unexpected answer")


def _asked(content: bytes) -> str:
    host, _, port = settings.CLAMD_ADDRESS.rpartition(":")
    with socket.create_connection((host.strip("[]"), int(port)), timeout=WAIT_SECONDS) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            part = content[start : start + CHUNK]
            line.sendall(len(part).to_bytes(4, "big") + part)
        line.sendall(bytes(4))
        return _line(line)


def _line(line: socket.socket) -> str:
    """One answer, ended by a zero byte; a longer one than any real answer is none."""
    said = b""
    while b"\0" not in said:
        part = line.recv(LONGEST_ANSWER)
        said += part
        if not part or len(said) > LONGEST_ANSWER:
            raise ValueError("no answer")
    return said.partition(b"\0")[0].decode("ascii", "replace")
