"""What verification does in the worker."""

from datetime import datetime
from uuid import UUID

from jobs.registry import handles

from . import services
from .services import papers


@handles("verification.match")
def match(*, now: datetime, subject_ref: str) -> None:
    """Compare what was given with what is on file, and weigh it."""
    services.settle(subject_ref=UUID(subject_ref), now=now)


@handles("verification.mail_code")
def mail_code(*, now: datetime, wish: str) -> None:
    """Send the code that was asked for by post, if there is an address to send it to."""
    services.mail_code(wish_id=UUID(wish), now=now)


@handles("verification.send_waiting_codes")
def send_waiting_codes(*, now: datetime, contact: str) -> None:
    """Send the codes that wait for one mailbox, together."""
    services.send_waiting(contact_id=UUID(contact), now=now)


@handles("verification.find_number")
def find_number(*, now: datetime, wish: str) -> None:
    """Find out whether there is a number that may be called."""
    services.find_number(wish_id=UUID(wish), now=now)


@handles("verification.paper", atomic=False)
def prepare_paper(*, now: datetime, paper_id: str) -> None:
    """Scan a paper that came in, and draw its pages."""
    papers.prepare(paper_id=UUID(paper_id), now=now)
