"""Letters handed to a mail server that takes or refuses them, without a mail server."""

from datetime import datetime
from unittest.mock import patch

from notifications import sending
from notifications.channels import Parcel, Refused, Result
from notifications.models import Letter, Outcome, Status

TAKEN = Result(status=Status.SENT, outcome=Outcome.SENT, event="letter.sent")


def sent(letter: Letter, *, at: datetime) -> Letter:
    """The letter after its sending."""
    with patch.dict(sending.CHANNELS, {"email": lambda _parcel: TAKEN}):
        sending.send(letter_id=letter.id, now=at)
    letter.refresh_from_db()
    return letter


def refused(letter: Letter, *, at: datetime) -> Letter:
    """The letter after a mail server would not have it."""

    def deliver(_parcel: Parcel) -> Result:
        raise Refused("smtp_550")

    with patch.dict(sending.CHANNELS, {"email": deliver}):
        sending.send(letter_id=letter.id, now=at)
    letter.refresh_from_db()
    return letter
