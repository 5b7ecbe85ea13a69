"""Why a deed of verification was refused. None of these depends on whether the person is known."""

from datetime import datetime


class VerificationError(Exception):
    """Base of all refusals."""


class NoSuchCheck(VerificationError):
    """There is no check under this reference."""


class NotOpen(VerificationError):
    """The check is concluded, or needs a person; nothing can be added this way."""


class NoContact(VerificationError):
    """No e-mail address was given, so no code can be sent."""


class NotAllowed(VerificationError):
    """Evidence must be recorded by a named member of staff, with a reason."""


class TooManyCodes(VerificationError):
    """Three codes in an hour went to this address."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__("too many codes")
        self.retry_at = retry_at


class Locked(VerificationError):
    """Too many tries; the lock ends by itself."""

    def __init__(self, until: datetime) -> None:
        super().__init__("locked")
        self.until = until
