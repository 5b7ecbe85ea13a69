"""The deeds of verification. Web, phone, API and workers call these and nothing else."""

from .checks import fail_check, open_check, raise_bar
from .codes import CodeOutcome, CodeResult, issue_code, send_code, try_code, use_code
from .errors import Locked, NoContact, NoSuchCheck, NotAllowed, NotOpen, TooManyCodes, VerificationError
from .evidence import give_facts, record_staff_evidence, sign_declaration
from .settling import settle

__all__ = [
    "CodeOutcome",
    "CodeResult",
    "Locked",
    "NoContact",
    "NoSuchCheck",
    "NotAllowed",
    "NotOpen",
    "TooManyCodes",
    "VerificationError",
    "fail_check",
    "give_facts",
    "issue_code",
    "open_check",
    "raise_bar",
    "record_staff_evidence",
    "send_code",
    "settle",
    "sign_declaration",
    "try_code",
    "use_code",
]
