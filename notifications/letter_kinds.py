"""What a kind of letter is, and the codes that letters turn into words."""

from dataclasses import dataclass

from notifications.context import Key

OPT_OUT_KINDS = (
    "marketing_email",
    "marketing_phone",
    "marketing_sms",
    "marketing_mail",
    "sale_sharing",
    "targeted_advertising",
    "profiling",
    "limit_sensitive",
    "affiliate_sharing",
    "nonaffiliate_sharing",
)
DELIVERIES = ("secure_download", "encrypted_email", "post")
CAPACITIES = ("self", "authorized_agent", "parent_or_guardian", "executor", "conservator")
OTHER_RIGHTS = ("restriction", "objection", "automated_decision", "consent_withdrawal")
FORM_MEMBERS = ("kind", "number", "reference")
KEPT_OUTCOMES = frozenset({"kept", "withheld", "review_upheld"})


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter. `secret`: holds a code that is wiped once it has left. `staff`: goes to our own people.
    `brief`: one line for the screen of a phone, without letterhead."""

    keys: tuple[Key, ...]
    statutory: bool = True
    secret: bool = False
    staff: bool = False
    brief: bool = False
