"""All methods in one row. Each is a module of the same shape, so that a new one is a file and a line here.

The shape: `SLUG`, `SAID` (what a requester hears afterwards, the same for known and unknown people), `offered(check)`
(whether a requester is shown it; looks at what was asked and typed, never at what is on file, and reads no table),
`attempt(...)` (keeps what was given), `points(check)` (what it shows, as `assurance.Point`). A method that must send
something first also has `start(...)`.
"""

from typing import Protocol, cast

from verification.assurance import Point
from verification.methods import (
    account_sign_in,
    authority_paper,
    call_back,
    declaration,
    direct_confirmation,
    document,
    email_code,
    facts_on_file,
    mailed_code,
    sms_code,
    staff_evidence,
)
from verification.models import Check


class Method(Protocol):
    """One way to show who one is."""

    SLUG: str

    def offered(self, check: Check) -> bool:
        """Whether the requester may use it now."""
        ...

    def points(self, check: Check) -> list[Point]:
        """What it has shown so far."""
        ...


# In the order in which a requester is shown them.
FOR_REQUESTERS = cast(
    tuple[Method, ...],
    (
        email_code, sms_code, account_sign_in, facts_on_file, mailed_code, call_back, declaration, authority_paper,
        document,
    ),
)  # fmt: skip
ALL = (*FOR_REQUESTERS, *cast(tuple[Method, ...], (direct_confirmation, staff_evidence)))


# What these show is found by the directory and comes fresh from it.
BY_DIRECTORY = frozenset({facts_on_file.SLUG, account_sign_in.SLUG})


def offered(check: Check) -> tuple[str, ...]:
    """Which methods a requester is shown, in order."""
    return tuple(method.SLUG for method in FOR_REQUESTERS if method.offered(check))


def points(check: Check, *, facts: list[Point] | None = None) -> list[Point]:
    """What all methods have shown. `facts` are fresh ones from the directory, in place of those found before."""
    shown = [method.points(check) for method in ALL if facts is None or method.SLUG not in BY_DIRECTORY]
    return (facts or []) + [point for found in shown for point in found]
