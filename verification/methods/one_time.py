"""What all one-time codes have in common: eight digits, five tries, once, and only the newest."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from django.db import connection

from vault.blind import blind_index
from verification.assurance import ON_FILE_DAYS, Point, rests_on
from verification.directories import normalise
from verification.models import Check, Code, Contact

DIGITS = 8
MAX_TRIES = 5
MAX_FAILURES = 20
CODES_PER_HOUR = 3
# For one contact point and day, whoever asks: so many at once, and so many where a check gets its first of that day.
# Beyond, e-mails go together (`services.waiting_codes`).
CODES_PER_DAY, FIRST_CODES_PER_DAY = 10, 30
TOGETHER_EVERY = timedelta(minutes=20)
# To a contact point that was named later and not proved: it may be a stranger's, who would get mail day and night.
CODES_PER_DAY_UNPROVED = 3
LOCK = timedelta(minutes=15)
IDENTITY = "identity"

# 19 MiB, two passes, one lane: the OWASP minimum. The code lives half an hour and dies after five tries.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

# One lock judges: parallel guesses wait for it and see the tries of those before, so at most MAX_TRIES get a row back.
TAKE_A_TRY = """
SELECT code.id, code.rev, code.tries, code.code_hash, code.contact_index FROM verification_code AS code
WHERE code.id = (SELECT newest.id FROM verification_code AS newest
                 WHERE newest.subject_ref = %(subject)s AND newest.purpose = %(purpose)s
                   AND (%(contact)s::bytea IS NULL OR newest.contact_index = %(contact)s)
                 ORDER BY newest.created_at DESC, newest.id DESC LIMIT 1)
  AND code.used_at IS NULL AND code.expires_at > %(now)s AND code.tries < %(max_tries)s
  AND code.tries + (SELECT coalesce(sum(older.tries - CASE WHEN older.used_at IS NULL THEN 0 ELSE 1 END), 0)
                    FROM verification_code AS older
                    WHERE older.subject_ref = %(subject)s AND older.purpose = %(purpose)s
                      AND older.id <> code.id) < %(max_failures)s
FOR UPDATE OF code
"""


@dataclass(frozen=True)
class Judged:
    """One try that was judged. `locked_until` is set by the last wrong one."""

    code_id: UUID
    rev: int
    right: bool
    tries_left: int
    locked_until: datetime | None


def new_code(
    *, subject_ref: UUID, purpose: str, contact_index: bytes, lifetime: timedelta, now: datetime
) -> tuple[Code, str]:
    """A new code row, unsaved, and its digits. Once saved it is the newest, and older ones are dead."""
    digits = "".join(secrets.choice("0123456789") for _digit in range(DIGITS))
    code = Code(
        subject_ref=subject_ref,
        purpose=purpose,
        code_hash=HASHER.hash(_bound(subject_ref, purpose, contact_index, digits)),
        contact_index=contact_index,
        created_at=now,
        expires_at=now + lifetime,
    )
    return code, digits


def judge(
    *, subject_ref: UUID, purpose: str, typed: str, now: datetime, contact_index: bytes | None = None
) -> Judged | None:
    """Judge one guess, or None when no code may be tried: none sent, expired, used, or out of tries.

    With `contact_index` only a code that went to that contact point is looked at, else the newest of the purpose.
    """
    values: dict[str, Any] = {"subject": subject_ref, "purpose": purpose, "now": now, "contact": contact_index}
    with connection.cursor() as cursor:
        cursor.execute(TAKE_A_TRY, values | {"max_tries": MAX_TRIES, "max_failures": MAX_FAILURES})
        row = cursor.fetchone()
    if row is None:
        return None
    code_id, rev, tries, code_hash, index = row
    right = _matches(code_hash, _bound(subject_ref, purpose, bytes(index), typed))
    left = MAX_TRIES - tries - 1
    locked_until = None if right or left else now + LOCK
    # One change, one revision, one ledger entry: the try, the use if it was right, the rest if it was the last.
    changes = {"tries": tries + 1, "rev": rev + 1, "used_at": now if right else None, "locked_until": locked_until}
    Code.objects.filter(id=code_id).update(**changes)
    return Judged(code_id, rev + 1, right, left, locked_until)


def clean(typed: str) -> str:
    """The digits as typed, without spaces and dashes; empty when it cannot be a code, which costs no try."""
    plain = "".join(char for char in typed if char not in " -\u00a0\u2009")
    return plain if len(plain) == DIGITS and plain.isascii() and plain.isdigit() else ""


def index_of(kind: str, value: str) -> bytes:
    """A blind index of a contact point: to count the codes sent there without storing it."""
    plain = normalise.phone(value) if kind == Contact.Kind.PHONE else normalise.email(value)
    return blind_index(plain, purpose="verification.contact")


def proved(check: Check, *kinds: str) -> list[Contact]:
    """The contact points of a check from which a code came back, oldest first."""
    used = Code.objects.filter(subject_ref=check.subject_ref, purpose=IDENTITY, used_at__isnull=False)
    shown = {bytes(index) for index in used.values_list("contact_index", flat=True)} - {b""}
    rows = Contact.objects.filter(check_row=check, kind__in=kinds).order_by("added_at", "id") if shown else []
    return [row for row in rows if bytes(row.value_index) in shown]


def control(check: Check, *, kind: str, point: str, method: str) -> list[Point]:
    """All contact points of a kind as one point; it counts if a proved one was on file long enough before receipt."""
    shown = proved(check, kind)
    if not shown:
        return []
    latest = (check.received_at - timedelta(days=ON_FILE_DAYS)).date().isoformat()
    values = {normalise.fact(kind, row.value) for row in shown}
    on_file = any(
        entry["kind"] == kind and entry["value"] in values and (entry["since"] or "9999") <= latest
        for entry in check.on_file
    )
    return [Point(point, method, counts=on_file and not rests_on(point, check.disputed))]


def _bound(subject_ref: UUID, purpose: str, contact_index: bytes, digits: str) -> str:
    # Bound to its request, purpose and contact point: a code of one opens nothing of another.
    return f"{purpose}:{subject_ref}:{contact_index.hex()}:{digits}"


def _matches(code_hash: str, candidate: str) -> bool:
    try:
        return HASHER.verify(code_hash, candidate)
    except VerifyMismatchError:
        return False
