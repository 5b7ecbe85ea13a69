"""Whether a number or an address on file may be used: whoever asks said which kinds of them are not safe."""

from typing import Any

from verification.directories import normalise
from verification.models import Check


def is_safe(check: Check, kind: str, value: Any) -> bool:
    """Whether this phone number or postal address on file may be called or written to.

    A kind that is not safe is not used, but for the very contact point that was named as the safe one.
    """
    if not value or _was_left(check, kind, value):
        return False
    if kind not in check.contact.get("unsafe", ()):
        return True
    named = check.contact.get("safe", {}).get(kind)
    return bool(named) and _same(kind, value, named)


def _was_left(check: Check, kind: str, value: Any) -> bool:
    """Whether it is one that somebody left because it is not safe any more."""
    return any(one["kind"] == kind and _same(kind, value, one["value"]) for one in check.contact.get("left", ()))


def _same(kind: str, value: Any, other: Any) -> bool:
    plain = normalise.address if kind == "post" else normalise.phone
    return bool(plain(value)) and plain(value) == plain(other)
