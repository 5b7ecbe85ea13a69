"""E-mail through the configured SMTP server."""

import smtplib

from django.core.mail import EmailMultiAlternatives

from notifications import return_address
from notifications.channels import Parcel, Refused, Result, Unreachable
from notifications.models import Outcome, Status
from notifications.organisation import organisation


def deliver(parcel: Parcel) -> Result:
    """Hand the letter to the mail server, once, under a Message-ID that stays the same in every attempt."""
    try:
        _message(parcel).send(fail_silently=False)
    except smtplib.SMTPRecipientsRefused as refusal:
        code = next(iter(refusal.recipients.values()))[0]
        raise _refusal(code) from None
    except smtplib.SMTPResponseException as answer:
        raise _refusal(answer.smtp_code) from None
    except (smtplib.SMTPException, OSError) as failure:
        raise Unreachable(type(failure).__name__.lower()) from None
    except ValueError:
        # Django's own refusal of an address that could smuggle a header; its text would repeat the address.
        raise Refused("bad_address") from None
    return Result(status=Status.SENT, outcome=Outcome.SENT, event="letter.sent")


def _message(parcel: Parcel) -> EmailMultiAlternatives:
    sender = organisation()
    message = EmailMultiAlternatives(
        subject=parcel.content.subject,
        body=parcel.content.text,
        # The envelope's sender: where a mail server sends it back to. Readers see the one in the header.
        from_email=return_address.of(parcel.letter.id) or sender.mail_from,
        to=[parcel.to.email or ""],
        reply_to=[sender.email],
        headers={
            "From": sender.mail_from,
            "Message-ID": parcel.letter.message_id,
            # No vacation answers, no loops between robots (RFC 3834).
            "Auto-Submitted": "auto-generated",
            "Content-Language": parcel.content.language,
        },
    )
    message.attach_alternative(parcel.content.html, "text/html")
    if parcel.receipt is not None and parcel.receipt.text is not None:
        # Not text/plain: mail programs change the line ends of text, and a proof is signed byte for byte.
        message.attach(parcel.receipt.file, parcel.receipt.text.encode(), "application/octet-stream")
    if parcel.locked is not None:
        message.attach(parcel.locked.name, bytes(parcel.locked.content), parcel.locked.media_type)
    return message


def _refusal(code: int) -> Unreachable | Refused:
    """5xx about this message is final; 4xx and trouble with our own sign-in (530, 535) are not its fault."""
    if 500 <= code < 600 and code not in {530, 534, 535}:
        return Refused(f"smtp_{code}")
    return Unreachable(f"smtp_{code}")
