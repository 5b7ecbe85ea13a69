"""Boxes that mail comes back to. Each kind is one class of the same shape: look, read a beginning, put aside.

No mail is ever deleted: what was taken in is moved to `read`, what a person should look at to `aside`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings


class Place(StrEnum):
    """The folders for mail that was looked at."""

    READ = "returned-read"
    ASIDE = "returned-aside"


class Gone(Exception):
    """Somebody else took this mail out of the box meanwhile."""


class Away(Exception):
    """The box cannot be opened or read now. The text names no person and no password."""


class Mailbox(Protocol):
    """One open box."""

    def waiting(self, most: int) -> list[str]:
        """The keys of mails that nobody has taken in, the oldest first."""

    def beginning(self, key: str, most: int) -> bytes:
        """The first bytes of a mail. Raises `Gone`."""

    def put(self, key: str, place: Place) -> None:
        """Move a mail, whole, into a folder. Raises `Gone`."""

    def count(self, place: Place) -> int:
        """How many mails lie in a folder."""

    def close(self) -> None:
        """Let go of it."""


@contextmanager
def opened() -> Iterator[Mailbox]:
    """The configured box. Raises `Away`."""
    box = _open(settings.BOUNCE_MAILBOX)
    try:
        yield box
    finally:
        box.close()


def _open(address: str) -> Mailbox:
    from notifications.mailboxes.imap import ImapBox
    from notifications.mailboxes.maildir import FolderBox

    parts = urlsplit(address)
    return ImapBox(parts) if parts.scheme == "imaps" else FolderBox(parts.path)
