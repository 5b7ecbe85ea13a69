"""Mails as they come back: from well-behaved servers, from old ones, from people, and from nobody good."""

from uuid import UUID

from notifications import return_address


def report(letter: UUID, *groups: str, to: str = "", about: str = "") -> bytes:
    """A report after RFC 3464. Each group is the fields of one recipient; `about` is the letter that came back."""
    address = to or return_address.of(letter)
    told = "\r\n\r\n".join(["Reporting-MTA: dns; mx.example.net", *groups])
    return f"""Return-Path: <>\r
From: Mail Delivery System <MAILER-DAEMON@mx.example.net>\r
To: {address}\r
Subject: Undelivered Mail Returned to Sender\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="=_frontier"\r
\r
--=_frontier\r
Content-Type: text/plain\r
\r
Nora Quist <nora@example.org> could not be reached. See 12 Elm St.\r
--=_frontier\r
Content-Type: message/delivery-status\r
\r
{told}\r
\r
--=_frontier\r
Content-Type: message/rfc822\r
\r
{about or "Subject: Your privacy request"}\r
\r
Dear Nora Quist\r
--=_frontier--\r
""".encode()


def group(action: str, status: str, *, reason: str = "550 5.1.1 <nora@example.org> unknown") -> str:
    """The fields of one recipient."""
    return (
        f"Final-Recipient: rfc822; nora@example.org\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; {reason}"
    )


def plain(
    letter: UUID | None,
    body: str,
    *,
    sender: str = "MAILER-DAEMON@mx.example.net",
    subject: str = "failure notice",
    header: str = "",
) -> bytes:
    """A mail that is no report."""
    to = return_address.of(letter) if letter else "bounce@privacy.example"
    more = f"{header}\r\n" if header else ""
    return f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n{more}\r\n{body}\r\n".encode()
