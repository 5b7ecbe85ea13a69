"""The job of the outbox."""

from datetime import datetime
from uuid import UUID

from jobs.registry import handles
from notifications.sending import send


@handles("letters.send", atomic=False)
def send_letter(*, now: datetime, letter_id: str) -> None:
    """Send one letter; it keeps its own transactions, because mail cannot be rolled back."""
    send(letter_id=UUID(letter_id), now=now)
