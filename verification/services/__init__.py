"""The deeds of verification. Web, phone, API and workers call these and nothing else."""

from .account_sign_in import SignInChoice, leave_to_sign_in, sign_in_choices, take_sign_in
from .asked import Asked, Found, asked_of, found_of
from .calling_back import (
    NotShown,
    Resting,
    Waiting,
    ask_for_call_back,
    find_number,
    put_away_call_back,
    record_call_back,
    resting_call_backs,
    show_number,
    waiting_call_back,
    waiting_call_backs,
)
from .checks import fail_check, open_check, raise_bar
from .closing import close_check, hold, open_again
from .codes import CodeOutcome, CodeResult, issue_code, send_code, try_code, use_code
from .contact_points import add_contact, move_contact, texts_are_on
from .errors import (
    Locked,
    NoContact,
    NoSuchCheck,
    NotAllowed,
    NotOpen,
    TooManyCodes,
    TooManyContacts,
    VerificationError,
)
from .evidence import give_facts, record_staff_evidence, sign_declaration
from .fraud_signs import dismiss_sign, note_sign
from .mailed_codes import ask_for_mailed_code, mail_code, try_mailed_code
from .settling import settle
from .waiting_codes import send_waiting

__all__ = [
    "Asked",
    "CodeOutcome",
    "CodeResult",
    "Found",
    "Locked",
    "NoContact",
    "NoSuchCheck",
    "NotAllowed",
    "NotOpen",
    "NotShown",
    "Resting",
    "SignInChoice",
    "TooManyCodes",
    "TooManyContacts",
    "VerificationError",
    "Waiting",
    "add_contact",
    "ask_for_call_back",
    "ask_for_mailed_code",
    "asked_of",
    "close_check",
    "dismiss_sign",
    "fail_check",
    "find_number",
    "found_of",
    "give_facts",
    "hold",
    "issue_code",
    "leave_to_sign_in",
    "mail_code",
    "move_contact",
    "note_sign",
    "open_again",
    "open_check",
    "put_away_call_back",
    "raise_bar",
    "record_call_back",
    "record_staff_evidence",
    "resting_call_backs",
    "send_code",
    "send_waiting",
    "settle",
    "show_number",
    "sign_declaration",
    "sign_in_choices",
    "take_sign_in",
    "texts_are_on",
    "try_code",
    "try_mailed_code",
    "use_code",
    "waiting_call_back",
    "waiting_call_backs",
]
