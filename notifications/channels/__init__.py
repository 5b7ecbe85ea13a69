"""The ways out. Each channel is one function `deliver(letter, content, now)` that returns a `Result` or raises."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from notifications.enclosures import Receipt
from notifications.models import Letter, Outcome, Status
from notifications.recipients import Recipient
from notifications.rendering import Content
from vault.services import OpenedFile


@dataclass(frozen=True)
class Result:
    """What a channel achieved: the letter's new status, its ledger event, the sheet if it made one, and by what name
    whoever carries it knows the letter."""

    status: Status
    outcome: Outcome
    event: str
    pdf: bytes | None = None
    tracking: str = ""


@dataclass(frozen=True)
class Parcel:
    """Everything a channel needs, read before any transaction is opened."""

    letter: Letter
    to: Recipient
    content: Content
    now: datetime
    receipt: Receipt | None = None
    locked: OpenedFile | None = None


class Unreachable(Exception):
    """Not now: the other side is away or asks to come back. `code` says why, without an address."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(Exception):
    """Never: the other side will not take this letter. `code` says why, without an address."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Deliver = Callable[[Parcel], Result]
