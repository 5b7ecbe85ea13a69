"""What a mail server writes when it cannot deliver: the catcher's reports, after RFC 3464, into a Maildir.

Mail to `bounce@` any domain is taken and comes back a moment later, as it does in life: accepted, then sent back.
"""

import mailbox
from email import message_from_bytes, policy
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formatdate, make_msgid
from pathlib import Path

SERVER = "mail.portal.example"
_TEXT = """This is the mail server of the demonstration.

Your message could not be delivered to {to}: there is no such mailbox. It will not be tried again.
"""


def comes_back(address: str) -> bool:
    """Whether mail to this address is one that the demonstration sends back."""
    name = address.partition("@")[0].lower()
    return name == "bounce" or name.startswith("bounce.")


def report(*, raw: bytes, sender: str, to: str) -> bytes:
    """A delivery status notification to `sender` about a mail that did not reach `to`."""
    back = MIMEMultipart("report", policy=policy.SMTP, report_type="delivery-status")
    back["From"] = f"Mail Delivery System <MAILER-DAEMON@{SERVER}>"
    back["To"] = sender
    back["Subject"] = "Undelivered mail returned to sender"
    back["Date"], back["Message-ID"] = formatdate(localtime=False), make_msgid(domain=SERVER)
    back["Auto-Submitted"] = "auto-replied"
    for part in (MIMEText(_TEXT.format(to=to), policy=policy.SMTP), _status(to), _headers_of(raw)):
        back.attach(part)
    return back.as_bytes(policy=policy.SMTP)


def send_back(*, raw: bytes, sender: str, to: str, folder: Path) -> None:
    """Lay the report into the box for returned mail; Maildir makes it appear whole or not at all."""
    mailbox.Maildir(folder, create=True).add(report(raw=raw, sender=sender, to=to))


def _status(to: str) -> Message:
    server, person = Message(), Message()
    server["Reporting-MTA"] = f"dns; {SERVER}"
    person["Final-Recipient"] = f"rfc822; {to}"
    person["Action"], person["Status"] = "failed", "5.1.1"
    person["Diagnostic-Code"] = "smtp; 550 5.1.1 No such person here"
    part = Message()
    part["Content-Type"] = "message/delivery-status"
    part.set_payload([server, person])
    return part


def _headers_of(raw: bytes) -> Message:
    """The head of the mail that came back, without its words (RFC 6522)."""
    kept = message_from_bytes(raw, policy=policy.compat32)
    part = Message()
    part["Content-Type"] = "text/rfc822-headers"
    part.set_payload("".join(f"{name}: {value}\n" for name, value in kept.items() if str(value).isascii()))
    return part
