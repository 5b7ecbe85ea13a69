"""A code by post to the address on file: twelve characters, three weeks, five tries, once.

Whoever enters it holds the mailbox that was on file at least 30 days before receipt. Whether there is such an address
is found out by a worker; a wish for which no letter went out has the same days and the same tries.
"""

import secrets
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from vault.blind import blind_index
from verification.assurance import ON_FILE_DAYS, Point, Tier, rests_on
from verification.directories import normalise
from verification.methods.safety import is_safe
from verification.models import Check, PostedCode

SLUG = "mailed_code"
SAID = _(
    "If we have had a postal address for you for some time, we send a letter there. It can take a week or longer to "
    "come."
)
# No 0 O 1 I L U: they are misread on paper and misheard on the phone. 12 of 30: 58 bits, and five tries.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 12, 4
MAX_TRIES = 5
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@dataclass(frozen=True)
class Limits:
    """How long a code works, how soon a check gets another letter, and how many letters an address gets meanwhile."""

    valid: timedelta
    every: timedelta
    per_address: int


def limits() -> Limits:
    """The limits of the configured profile (`[limits]`); read once per file."""
    return _limits(Path(settings.PROFILE_FILE))


def offered(check: Check) -> bool:
    """Offered to everybody with an open check, unless the address itself is what the request disputes."""
    open_check = check.status == Check.Status.OPEN and check.required > Tier.T0
    return open_check and not rests_on(SLUG, check.disputed)


def start() -> tuple[str, str]:
    """A fresh code in groups of four, and its hash."""
    plain = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    return "-".join(plain[place : place + GROUP] for place in range(0, LENGTH, GROUP)), HASHER.hash(plain)


def attempt(wish: PostedCode, *, typed: str, now: datetime) -> bool:
    """Judge one guess at a locked wish and count it. A wish without a letter takes as long and is never right."""
    right = _matches(wish.code_hash or _decoy(), typed) and bool(wish.code_hash)
    wish.tries += 1
    wish.used_at = now if right else None
    return right


def clean(typed: str) -> str:
    """The twelve characters without spaces, dashes and case; empty for what cannot be a code, which costs no try."""
    plain = "".join(char for char in typed.upper() if char not in " -\u00a0\u2009\u2010\u2011\u2013\t")
    return plain if len(plain) == LENGTH and all(char in ALPHABET for char in plain) else ""


def points(check: Check) -> list[Point]:
    """The mailbox of an address on file, while the check is about the person whose address that is."""
    used = PostedCode.objects.filter(subject_ref=check.subject_ref, used_at__isnull=False).exclude(address_index=b"")
    sent_to = {bytes(index) for index in used.values_list("address_index", flat=True)}
    theirs = sent_to and {address_index(address) for address in _old_addresses(check)}
    return [Point(SLUG, SLUG, counts=not rests_on(SLUG, check.disputed))] if sent_to & theirs else []


def address_of(check: Check) -> tuple[PostedCode.Finding, dict[str, Any]]:
    """Where a letter may go: an address of the matched person that is on file long enough. For workers only."""
    if not check.person_key:
        return PostedCode.Finding.NOBODY, {}
    old = [address for address in _old_addresses(check) if is_safe(check, "post", address)]
    if old:
        return PostedCode.Finding.SENT, dict(old[0])
    known = any(entry["kind"] == "post" and is_safe(check, "post", entry["value"]) for entry in check.on_file)
    return (PostedCode.Finding.RECENT_CHANGE if known else PostedCode.Finding.NO_ADDRESS), {}


def _old_addresses(check: Check) -> list[dict[str, Any]]:
    latest = (check.received_at - timedelta(days=ON_FILE_DAYS)).date().isoformat()
    known = (entry for entry in check.on_file if entry["kind"] == "post" and entry["value"])
    return [entry["value"] for entry in known if (entry["since"] or "9999") <= latest]


def address_index(address: dict[str, Any]) -> bytes:
    """A blind index of an address: to count the letters that go there without storing it."""
    return blind_index(normalise.address(address), purpose="verification.address")


@lru_cache(maxsize=4)
def _limits(path: Path) -> Limits:
    known = tomllib.loads(path.read_text(encoding="utf-8")).get("limits", {})
    return Limits(
        valid=timedelta(days=known.get("mailed_code_days", 21)),
        every=timedelta(days=known.get("mailed_code_every_days", 7)),
        per_address=known.get("mailed_codes_per_address", 3),
    )


@lru_cache(maxsize=1)
def _decoy() -> str:
    return HASHER.hash(secrets.token_hex(LENGTH))


def _matches(code_hash: str, typed: str) -> bool:
    try:
        return HASHER.verify(code_hash, typed)
    except VerifyMismatchError:
        return False
