"""Code by e-mail: eight digits, thirty minutes, five tries, once.

The code shows that the person reads that mailbox. It is a point only if the address was on file before.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from django.db import connection
from django.utils.translation import gettext_lazy as _

from vault.blind import blind_index
from verification.assurance import ON_FILE_DAYS, Point, Tier, rests_on
from verification.directories import normalise
from verification.models import Check, Code

SLUG = "email_code"
SAID = _("We sent a code to the email address you gave us. It works for 30 minutes.")
DIGITS = 8
LIFETIME = timedelta(minutes=30)
MAX_TRIES = 5
MAX_FAILURES = 20
CODES_PER_HOUR = 3
LOCK = timedelta(minutes=15)

# 19 MiB, two passes, one lane: the OWASP minimum. The code lives half an hour and dies after five tries.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

# One lock judges: parallel guesses wait for it and see the tries of those before, so at most MAX_TRIES get a row back.
TAKE_A_TRY = """
SELECT code.id, code.rev, code.tries, code.code_hash FROM verification_code AS code
WHERE code.id = (SELECT newest.id FROM verification_code AS newest
                 WHERE newest.subject_ref = %(subject)s AND newest.purpose = %(purpose)s
                 ORDER BY newest.created_at DESC, newest.id DESC LIMIT 1)
  AND code.used_at IS NULL AND code.expires_at > %(now)s AND code.tries < %(max_tries)s
  AND code.tries + (SELECT coalesce(sum(older.tries), 0) FROM verification_code AS older
                    WHERE older.subject_ref = %(subject)s AND older.purpose = %(purpose)s
                      AND older.id <> code.id) < %(max_failures)s
FOR UPDATE OF code
"""


@dataclass(frozen=True)
class Judged:
    """One try that was judged."""

    code_id: UUID
    rev: int
    right: bool
    tries_left: int


def offered(check: Check) -> bool:
    """Offered when an address was typed; whether it is on file plays no part."""
    return check.status == Check.Status.OPEN and check.required > Tier.T0 and check.has_email


def start(*, subject_ref: UUID, purpose: str, email: str, now: datetime) -> tuple[Code, str]:
    """A new code row, unsaved, and its digits. Once saved it is the newest, and older ones are dead."""
    digits = "".join(secrets.choice("0123456789") for _digit in range(DIGITS))
    code = Code(
        subject_ref=subject_ref,
        purpose=purpose,
        code_hash=HASHER.hash(_bound(subject_ref, purpose, digits)),
        contact_index=contact_index(email),
        created_at=now,
        expires_at=now + LIFETIME,
    )
    return code, digits


def attempt(*, subject_ref: UUID, purpose: str, typed: str, now: datetime) -> Judged | None:
    """Judge one guess, or None when no code may be tried: none sent, expired, used, or out of tries."""
    values: dict[str, Any] = {"subject": subject_ref, "purpose": purpose, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(TAKE_A_TRY, values | {"max_tries": MAX_TRIES, "max_failures": MAX_FAILURES})
        row = cursor.fetchone()
    if row is None:
        return None
    code_id, rev, tries, code_hash = row
    right = _matches(code_hash, _bound(subject_ref, purpose, typed))
    # One change, one revision, one ledger entry: the try, and the use if it was right.
    Code.objects.filter(id=code_id).update(tries=tries + 1, rev=rev + 1, used_at=now if right else None)
    return Judged(code_id, rev + 1, right, MAX_TRIES - tries - 1)


def points(check: Check) -> list[Point]:
    """The mailbox as a point: shown once, counting only if it was on file long enough before receipt."""
    if check.email_proved_at is None:
        return []
    typed = normalise.email(str(check.contact.get("email") or ""))
    latest = (check.received_at - timedelta(days=ON_FILE_DAYS)).date().isoformat()
    on_file = any(
        entry["kind"] == "email" and entry["value"] == typed and (entry["since"] or "9999") <= latest
        for entry in check.on_file
    )
    return [Point("email_control", SLUG, counts=on_file and not rests_on("email_control", check.disputed))]


def clean(typed: str) -> str:
    """The digits as typed, without spaces and dashes; empty when it cannot be a code, which costs no try."""
    plain = "".join(char for char in typed if char not in " -\u00a0\u2009")
    return plain if len(plain) == DIGITS and plain.isascii() and plain.isdigit() else ""


def contact_index(email: str) -> bytes:
    """A blind index of an address: to count the codes sent there without storing it."""
    return blind_index(normalise.email(email), purpose="verification.contact")


def _bound(subject_ref: UUID, purpose: str, digits: str) -> str:
    # Bound to its request and purpose: a code of one request opens nothing of another.
    return f"{purpose}:{subject_ref}:{digits}"


def _matches(code_hash: str, candidate: str) -> bool:
    try:
        return HASHER.verify(code_hash, candidate)
    except VerifyMismatchError:
        return False
