"""What a mail says about a letter: failed, not failed, or nothing that a program should judge."""

from uuid import UUID

import pytest

from audit.ids import new_id
from notifications import return_address
from notifications.bounces import reports
from notifications.bounces.reports import Reading, Verdict
from tests.notifications.mails import group, plain, report

LETTER = UUID("019ab000-0000-7000-8000-000000000001")
FAILED = group("failed", "5.1.1")


@pytest.fixture(autouse=True)
def _address(settings) -> None:
    settings.BOUNCE_ADDRESS = "bounce@privacy.example"


def test_each_letter_has_a_return_address_of_its_own_that_names_nobody() -> None:
    address = return_address.of(LETTER)
    name, _, domain = address.partition("@")
    assert domain == "privacy.example"
    assert len(name) <= 64, "RFC 5321 allows no more before the @"
    assert address != return_address.of(new_id())
    assert return_address.letter_in(f"Nora <{address.upper()}>") == LETTER, "mail servers may change the case"


def test_nobody_makes_up_a_return_address() -> None:
    address = return_address.of(LETTER)
    token = address.partition("+")[2].partition("@")[0]
    other = return_address.of(new_id()).partition("+")[2].partition("@")[0]
    for forged in (token[:20] + other[20:], token[:-6] + "aaaaaa", "a" * 45, token[:-1], token + "a", ""):
        assert return_address.letter_in(f"bounce+{forged}@privacy.example") is None, forged
    assert return_address.letter_in(address.replace("privacy", "evil")) is None
    assert return_address.letter_in(f"x{address}") is None
    assert return_address.letter_in(f"{address}.evil.example") is None


def test_without_a_configured_address_there_is_none(settings) -> None:
    address = return_address.of(LETTER)
    settings.BOUNCE_ADDRESS = ""
    assert return_address.of(LETTER) is None
    assert return_address.letter_in(address) is None


@pytest.mark.parametrize(
    ("groups", "verdict", "code"),
    [
        ([FAILED], Verdict.FAILED, "5.1.1"),
        ([group("Failed", "5.2.2 (mailbox full)")], Verdict.FAILED, "5.2.2"),
        ([group("failed", "4.4.7")], Verdict.FAILED, "4.4.7"),  # the server gave up after trying for days
        ([group("failed", "unknown")], Verdict.FAILED, "no_status"),
        ([group("", "5.7.1")], Verdict.FAILED, "5.7.1"),
        ([group("delayed", "4.4.1")], Verdict.NO_FAILURE, "delayed"),
        ([group("delayed", "5.4.1")], Verdict.NO_FAILURE, "delayed"),
        ([group("relayed", "2.1.9")], Verdict.NO_FAILURE, "relayed"),
        ([group("delivered", "2.1.5")], Verdict.NO_FAILURE, "delivered"),
        ([group("expanded", "2.1.5")], Verdict.NO_FAILURE, "expanded"),
        ([group("", "4.2.2")], Verdict.NO_FAILURE, "no_action"),
        ([group("relayed", "2.1.9"), FAILED], Verdict.FAILED, "5.1.1"),
    ],
)
def test_a_report_is_judged_by_its_action_and_status(groups: list[str], verdict: Verdict, code: str) -> None:
    assert reports.read(report(LETTER, *groups)) == Reading(LETTER, verdict, code)


def test_a_report_in_any_language_is_read_the_same() -> None:
    raw = report(LETTER, FAILED).replace(b"message/delivery-status", b"message/global-delivery-status")
    assert reports.read(raw) == Reading(LETTER, Verdict.FAILED, "5.1.1")


def test_the_address_it_came_to_counts_not_what_it_carries() -> None:
    theirs = return_address.of(LETTER)
    raw = report(LETTER, FAILED, to="bounce@privacy.example", about=f"To: {theirs}\r\nDelivered-To: {theirs}")
    assert reports.read(raw).letter is None


def test_a_report_inside_the_letter_that_came_back_says_nothing() -> None:
    inner = "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n" + FAILED
    raw = report(LETTER, group("delayed", "4.4.1"), about=inner)
    assert reports.read(raw).verdict is Verdict.NO_FAILURE


AWAY = {"sender": "nora@example.org"}
NOT_DELIVERED = "I'm afraid I wasn't able to deliver your message."


@pytest.mark.parametrize(
    ("body", "head", "verdict", "code"),
    [
        ("Sorry: 550 5.1.1 no such user", {}, Verdict.FAILED, "5.1.1"),
        ("Remote host said: 554 rejected", {}, Verdict.FAILED, "no_status"),
        (NOT_DELIVERED, {}, Verdict.FAILED, "no_status"),
        ("10.5.1.1 was tried", {}, Verdict.FAILED, "no_status"),
        ("4.4.7 gave up", {"subject": "Undeliverable: your request"}, Verdict.FAILED, "4.4.7"),
        ("4.4.1 will try again", {"subject": "Mail status"}, Verdict.NO_FAILURE, "4.4.1"),
        ("for 4 hours", {"subject": "Warning: message delayed"}, Verdict.NO_FAILURE, "delayed"),
        ("x", {"sender": "n@x.example", "header": "X-Failed-Recipients: n@x.example"}, Verdict.FAILED, "no_status"),
        ("I am away", {**AWAY, "header": "Auto-Submitted: auto-replied"}, Verdict.NO_FAILURE, "automatic"),
        ("Estoy fuera", {**AWAY, "header": "Return-Path: <>"}, Verdict.NO_FAILURE, "automatic"),
        ("I am away", {**AWAY, "header": "Precedence: bulk"}, Verdict.NO_FAILURE, "automatic"),
        ("5.1.1 please call me", AWAY, Verdict.UNCLEAR, "from_a_person"),
    ],
)
def test_other_mail_counts_by_who_sent_it(body: str, head: dict[str, str], verdict: Verdict, code: str) -> None:
    assert reports.read(plain(LETTER, body, **head)) == Reading(LETTER, verdict, code)


def _parts(count: int) -> bytes:
    head, _, tail = report(LETTER, FAILED).partition(b"--=_frontier\r\nContent-Type: message/delivery-status")
    filler = b"--=_frontier\r\nContent-Type: text/plain\r\n\r\nx\r\n" * count
    return head + filler + b"--=_frontier\r\nContent-Type: message/delivery-status" + tail


def _nested(depth: int) -> bytes:
    to = f"To: {return_address.of(LETTER)}\r\n".encode()
    lines = [b'Content-Type: multipart/report; boundary="b%d"\r\n\r\n--b%d\r\n' % (one, one) for one in range(depth)]
    return to + b"".join(lines)


HOSTILE = {
    "empty": lambda: b"",
    "not a mail": lambda: bytes(range(256)) * 64,
    "no end": lambda: report(LETTER, FAILED)[:400],
    "hundreds of parts": lambda: _parts(900),
    "nested": lambda: _nested(3000),
    "megabytes": lambda: b"To: x\r\nX-Padding: " + b"a" * 8_000_000,
    "a wrong charset": lambda: plain(LETTER, "x", header="Content-Type: text/plain; charset=\xff"),
    "broken base64": lambda: plain(LETTER, "%%%", header="Content-Transfer-Encoding: base64"),
    "headers without end": lambda: b"To: a\r\n" * 40_000,
    "addresses without end": lambda: b"To: " + return_address.of(new_id()).encode() * 2_000,
    "nul": lambda: report(LETTER, FAILED).replace(b"Final", b"\x00Final"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_whatever_is_sent_is_read_without_harm(kind: str) -> None:
    reading = reports.read(HOSTILE[kind]())
    assert len(reading.code) <= 20
    assert reading.code.isascii()


def test_too_many_parts_and_levels_are_left_to_a_person() -> None:
    assert reports.read(_nested(3000)).verdict is Verdict.UNCLEAR
    assert reports.read(_parts(20)).verdict is Verdict.FAILED
    assert reports.read(_parts(900)).code != "5.1.1", "nobody looks through nine hundred parts"
