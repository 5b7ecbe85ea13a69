"""Why a deed of verification was refused. None of these depends on whether the person is known."""

from datetime import datetime


class VerificationError(Exception):
    """Base of all refusals."""


class NoSuchCheck(VerificationError):
    """There is no check under this reference."""


class NotOpen(VerificationError):
    """The check is concluded, or needs a person; nothing can be added this way."""


class NoContact(VerificationError):
    """There is no such contact point, or no code can be sent to it."""


class TooManyContacts(VerificationError):
    """A check takes so many contact points and no more."""


class NotAllowed(VerificationError):
    """Evidence must be recorded by a named member of staff, with a reason."""


class NotNeeded(VerificationError):
    """The law does not let us ask this, or there is nothing left to ask."""


class NoSuchAgent(VerificationError):
    """There is no agent of this id, or it is not at the point where this can be done."""


class NoSuchPermission(VerificationError):
    """There is no permission here that could be kept, used or taken back."""


class TooManyCodes(VerificationError):
    """This check had its codes for the hour, or a phone number its codes for the day."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__("too many codes")
        self.retry_at = retry_at


class Locked(VerificationError):
    """Too many tries; the lock ends by itself."""

    def __init__(self, until: datetime) -> None:
        super().__init__("locked")
        self.until = until
