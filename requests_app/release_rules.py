"""How long data waits before it leaves, so that the known contacts can say that it was not they. Pure.

The law wants security that fits the harm of giving data to a stranger (11 CCR 7060(b), 7062(f); GDPR art. 12(6), 32);
it does not name hours. The hours are this house's, within bounds that no table can leave.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

LEAST, MOST = 24, 72
# What is asked for → what it is called in the table of hours. Where several are asked for, the longest wait counts.
CALLED = {"access": "copy", "automated_decision": "copy", "deletion": "deletion", "correction": "correction"}
DEFAULT = {"copy": 48, "deletion": 24, "correction": 24, "signs": 72, "slow": 72}


# What takes this level of proof waits: given to a stranger it would do harm that cannot be undone.
LEAST_TIER = 2


class BadHours(ValueError):
    """The table of hours leaves the bounds, or names something nobody knows."""


@dataclass(frozen=True)
class Wait:
    """How many hours; `short`: even the least of them ends after the day of the answer."""

    hours: int
    short: bool = False


def covers(right: str, *, tier: int) -> bool:
    """Whether the answer to this right, at this level of proof, waits before it leaves."""
    return right in CALLED and tier >= LEAST_TIER


def hours_of(raw: Mapping[str, int]) -> dict[str, int]:
    """The table of hours with what was configured. Raises BadHours."""
    table = {**DEFAULT, **raw}
    for name, hours in table.items():
        if name not in DEFAULT or not isinstance(hours, int) or not LEAST <= hours <= MOST:
            raise BadHours(f"release_hold.{name} must be one of {sorted(DEFAULT)}, from {LEAST} to {MOST} hours.")
    return table


def wait(
    rights: Iterable[str], *, signs: bool, warned: Collection[str], left: timedelta, table: Mapping[str, int]
) -> Wait:
    """The wait for these rights. `warned`: on which ways somebody was told; `left`: the time to the day of the answer.

    Longer with signs of fraud, and where only paper or nothing at all could go out. Cut so that it ends in time, never
    below the least: a day that comes sooner is missed rather than somebody's file given away unseen.
    """
    wanted = [table[CALLED[right]] for right in rights if right in CALLED]
    if signs:
        wanted.append(table["signs"])
    if not {"email", "sms"} & set(warned):
        wanted.append(table["slow"])
    whole = int(left.total_seconds() // 3600)
    return Wait(max(LEAST, min(max(wanted, default=LEAST), whole)), short=whole < LEAST)
