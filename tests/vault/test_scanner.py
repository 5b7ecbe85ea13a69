"""The virus scanner is asked as clamd wants it, and no answer is never a good answer."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.vault import scanning
from vault import scanner
from vault.scanner import Verdict


@pytest.fixture
def daemon(settings: Any) -> Iterator[scanning.Daemon]:
    with scanning.running() as started:
        settings.CLAMD_ADDRESS = started.address
        yield started


def test_what_the_scanner_knows_is_found_and_the_rest_is_clean(daemon: scanning.Daemon) -> None:
    daemon.learn(scanning.EICAR, "Eicar-Test-Signature")
    long = b"a page of a court paper " * 20_000
    assert [scanner.scan(content) for content in (scanning.EICAR, b"", long)] == [
        Verdict.INFECTED, Verdict.CLEAN, Verdict.CLEAN,
    ]  # fmt: skip
    assert daemon.scanned == [len(scanning.EICAR), 0, len(long)]


@pytest.mark.parametrize(
    "answer",
    [b"", b"stream: OK", b"stream: \0", b"INSTREAM size limit exceeded. ERROR\0", b"OK\0", b"x" * 9_000 + b"\0"],
)
def test_any_other_answer_keeps_the_file_shut(daemon: scanning.Daemon, answer: bytes) -> None:
    daemon.answer = answer
    with pytest.raises(scanner.ScannerDown):
        scanner.scan(b"a paper")


def test_a_scanner_that_is_down_is_not_passed_over_and_none_is_said_to_be_none(settings: Any) -> None:
    settings.CLAMD_ADDRESS = f"127.0.0.1:{scanning.closed_port()}"
    with pytest.raises(scanner.ScannerDown):
        scanner.scan(b"a paper")
    settings.CLAMD_ADDRESS = ""
    assert scanner.scan(scanning.EICAR) is Verdict.NOT_SCANNED
