"""What somebody chose in a list for one order: how much of it is taken, and what is said of a row left alone."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST = 100
UNKNOWN = "You see no request of this reference."
CHANGED = "Somebody changed this request since you looked. Nothing was done; look at it again."
BROKEN = "Something went wrong with this one, and nothing of it was changed. Try it again by itself."


class BadChoice(ValueError):
    """The choice as a whole cannot be worked on; the message says what to do."""


@dataclass(frozen=True)
class Chosen:
    """One row as it was chosen: its reference, and the revision that was looked at."""

    reference: str
    rev: int | None = None


def check_choice(references: Sequence[str], *, what: str = "request") -> list[str]:
    """The references, each once. Raises BadChoice where there are none, or too many for one look."""
    found = list(dict.fromkeys(references))
    if not found:
        raise BadChoice(f"Choose at least one {what} first.")
    if len(found) > MOST:
        raise BadChoice(f"Choose at most {MOST} {what}s at a time.")
    return found
