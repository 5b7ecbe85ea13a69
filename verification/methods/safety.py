"""Whether a number or an address on file may be used: whoever asks said which kinds of them are not safe."""

from typing import Any

from verification.directories import normalise
from verification.models import Check


def is_safe(check: Check, kind: str, value: Any) -> bool:
    """Whether this phone number or postal address on file may be called or written to.

    A kind that is not safe is not used, but for the very contact point that was named as the safe one.
    """
    if not value:
        return False
    if kind not in check.contact.get("unsafe", ()):
        return True
    named = check.contact.get("safe", {}).get(kind)
    if not named:
        return False
    plain = normalise.address if kind == "post" else normalise.phone
    return bool(plain(value)) and plain(value) == plain(named)
