"""What a mail in the box for returned mail says. Pure but for the address it came to; every byte is a stranger's.

A report after RFC 3464 says by itself what became of a letter. Any other mail counts only by the address it came to
and by who sent it: a mail server's own sender means that the letter came back, a vacation answer means nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from enum import StrEnum
from itertools import islice
from uuid import UUID

from notifications import return_address

# Nobody needs more of a mail than this to know what it says; the letter sent back along comes after it.
MOST_BYTES = 256 * 1024
MOST_PARTS = 50
MOST_NESTED = 12
TEXT_BYTES = 32 * 1024
# Where mail servers note the address that a mail came to, the most trustworthy first.
ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
REPORTS = ("message/delivery-status", "message/global-delivery-status")
_DAEMON = re.compile(r"(?:^|<)\s*(mailer-daemon|postmaster|mail-daemon|mdaemon)@", re.IGNORECASE)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_SMTP = re.compile(r"(?<![\d.])55\d(?![\d.])")
_NOT_YET = re.compile(r"delay|warning|still being retried|not yet", re.IGNORECASE)
_GIVEN_UP = re.compile(r"fail|undeliver|returned|could not be delivered|rejected", re.IGNORECASE)
_FIELD = re.compile(r"^(action|status)[ \t]*:[ \t]*([^\r\n;(]{1,40})", re.IGNORECASE | re.MULTILINE)


class Verdict(StrEnum):
    """`failed`: the letter came back. `no_failure`: late, passed on, or nobody is there today. `unclear`: look."""

    FAILED = "failed"
    NO_FAILURE = "no_failure"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Reading:
    """What a mail says about which letter. `code` is a status such as 5.1.1, never a person's words."""

    letter: UUID | None
    verdict: Verdict
    code: str = ""


def read(raw: bytes) -> Reading:
    """Read the beginning of a mail. Never raises: what cannot be understood is `unclear`, for a person to look at."""
    try:
        return _read(raw[:MOST_BYTES])
    except Exception:  # a stranger wrote this; whatever the parser stumbles over, no other mail may wait for it
        return Reading(None, Verdict.UNCLEAR, "unreadable")


def _read(raw: bytes) -> Reading:
    if raw.lower().count(b"boundary") > MOST_NESTED:
        return Reading(None, Verdict.UNCLEAR, "too_nested")
    mail = BytesParser(policy=compat32).parsebytes(raw)
    addressed = "\n".join(str(value) for name in ADDRESSED for value in mail.get_all(name, [])[:5])
    verdict, code = _reported(mail) or _plain(mail)
    return Reading(return_address.letter_in(addressed), verdict, code)


def _reported(mail: Message) -> tuple[Verdict, str] | None:
    """What the report says of each recipient; None where the mail is no report. A letter has one recipient."""
    if mail.get_content_type() != "multipart/report":
        return None
    told = [one for part in _parts(mail) if part.get_content_type() in REPORTS for one in _groups(part)]
    if not told:
        return None
    for action, status in told:
        if action == "failed" or (action not in _OTHER_ACTIONS and status.startswith("5.")):
            return Verdict.FAILED, status or "no_status"
    return Verdict.NO_FAILURE, told[0][0] if told[0][0] in _OTHER_ACTIONS else "no_action"


# Late, delivered, passed on to a system that does not report, or sent on to several: none says that it failed.
_OTHER_ACTIONS = frozenset({"delayed", "delivered", "relayed", "expanded"})


def _groups(part: Message) -> Iterator[tuple[str, str]]:
    """Action and status of each recipient that a report speaks about."""
    for block in re.split(r"\n[ \t\r]*\n", _text_of(part)):
        fields = {name.lower(): value.strip().lower() for name, value in _FIELD.findall(block)}
        if fields:
            status = _STATUS.fullmatch(fields.get("status", "").split(" ")[0])
            yield fields.get("action", ""), status[1] if status else ""


def _text_of(part: Message) -> str:
    """The fields of a report, as far as we read: Python gives them as one message per block."""
    blocks = part.get_payload()
    if isinstance(blocks, str):
        return blocks[:TEXT_BYTES]
    shown = [_fields(block) for block in islice(blocks, MOST_PARTS) if isinstance(block, Message)]
    return "\n\n".join(shown)[:TEXT_BYTES]


def _fields(block: Message) -> str:
    rest = block.get_payload()
    head = "\n".join(f"{name}: {value}" for name, value in islice(block.items(), MOST_PARTS))
    return f"{head}\n\n{rest}" if isinstance(rest, str) else head


def _plain(mail: Message) -> tuple[Verdict, str]:
    """A mail that is no report: what its sender makes of it."""
    subject = str(mail.get("Subject", ""))[:500]
    if not _from_mail_server(mail):
        return (Verdict.NO_FAILURE, "automatic") if _automatic(mail) else (Verdict.UNCLEAR, "from_a_person")
    text = _words(mail)
    hard = [code for code in _STATUS.findall(text) if code.startswith("5.")]
    if _NOT_YET.search(subject) and not _GIVEN_UP.search(subject):
        return Verdict.NO_FAILURE, "delayed"
    if hard or _SMTP.search(text):
        return Verdict.FAILED, hard[0] if hard else "no_status"
    soft = [code for code in _STATUS.findall(text) if code.startswith("4.")]
    if soft and not _GIVEN_UP.search(subject):
        return Verdict.NO_FAILURE, soft[0]
    # Its sender had nothing else to tell us than that the letter did not arrive.
    return Verdict.FAILED, soft[0] if soft else "no_status"


def _from_mail_server(mail: Message) -> bool:
    senders = [str(value) for name in ("From", "Sender") for value in mail.get_all(name, [])[:2]]
    return "X-Failed-Recipients" in mail or any(_DAEMON.search(sender) for sender in senders)


def _automatic(mail: Message) -> bool:
    said = str(mail.get("Auto-Submitted", "no")).strip().lower()
    if not said.startswith("no") or any(name in mail for name in ("X-Autoreply", "X-Autorespond", "List-Id")):
        return True
    if mail.get_content_type() == "multipart/report" or str(mail.get("Return-Path", "")).strip() == "<>":
        return True
    return str(mail.get("Precedence", "")).strip().lower() in {"auto_reply", "bulk", "junk", "list"}


def _words(mail: Message) -> str:
    for part in _parts(mail) or [mail]:
        if part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            return payload[:TEXT_BYTES].decode("ascii", "replace") if isinstance(payload, bytes) else ""
    return ""


def _parts(mail: Message) -> list[Message]:
    """The parts that lie directly in a mail. What lies deeper is the letter that came back, or a trick."""
    parts = mail.get_payload()
    return [part for part in parts[:MOST_PARTS] if isinstance(part, Message)] if isinstance(parts, list) else []
