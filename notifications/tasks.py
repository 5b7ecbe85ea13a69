"""The job of the outbox, and the look into the box for what came back."""

from datetime import datetime
from uuid import UUID

from jobs.registry import handles
from jobs.sweeps import sweep
from notifications.bounces import taking_in
from notifications.sending import send


@handles("letters.send", atomic=False)
def send_letter(*, now: datetime, letter_id: str) -> None:
    """Send one letter; it keeps its own transactions, because mail cannot be rolled back."""
    send(letter_id=UUID(letter_id), now=now)


@sweep("returned_mail", every_seconds=60)
def take_in_returned_mail(*, now: datetime) -> int:
    return taking_in.sweep(now=now)
