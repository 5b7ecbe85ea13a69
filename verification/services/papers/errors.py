"""Why a deed around a paper was refused."""

from verification.services.errors import VerificationError


class NoSuchPaper(VerificationError):
    """There is no such paper, or no such look."""


class NotWanted(VerificationError):
    """No paper of this kind is needed now."""


class TooManyPapers(VerificationError):
    """As many papers were sent as one check takes."""


class NotTheSame(VerificationError):
    """This deed needs another person: whoever asks does not allow, whoever put it in does not judge."""


class LookFirst(VerificationError):
    """Nobody judges a paper unseen, and nobody sees one without a look that was asked for and still holds."""


class Unjudged(VerificationError):
    """All points seen, and yet refused; or some not seen, and yet accepted."""
