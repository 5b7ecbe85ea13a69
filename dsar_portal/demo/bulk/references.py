"""References for a whole run: each number below 30^7 once, in an order that looks like chance and is not."""

from collections.abc import Iterator
from math import gcd

from django.db import connection

from requests_app.profile import PROFILE
from requests_app.reference import ALPHABET, check_character

_ALL = len(ALPHABET) ** 7
_STRIDE = 7_368_787_549  # shares no factor with 30, so that every number comes once


def free(seed: int, *, look_ahead: int = 5_000) -> Iterator[str]:
    """References that nobody has yet, always the same for a seed and the same database."""
    assert gcd(_STRIDE, _ALL) == 1  # noqa: S101  # a constant of this file
    turn = 0
    while True:
        batch = [_reference((seed + (turn + step) * _STRIDE) % _ALL) for step in range(look_ahead)]
        turn += look_ahead
        taken = _taken(batch)
        yield from (one for one in batch if one not in taken)


def has_requests() -> bool:
    """Whether anybody has asked for anything here yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM requests_app_privacyrequest)")
        return bool(cursor.fetchone()[0])


def _reference(number: int) -> str:
    body = ""
    for _ in range(7):
        number, digit = divmod(number, len(ALPHABET))
        body += ALPHABET[digit]
    whole = body + check_character(body)
    return f"{PROFILE.reference_prefix}-{whole[:4]}-{whole[4:]}"


def _taken(batch: list[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference FROM requests_app_privacyrequest WHERE reference = ANY(%s)", [batch])
        return {row[0] for row in cursor.fetchall()}
