"""What the seeded requests are: who asks for what, through which channel, how long ago, and how far it went."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

# Stages that a right can stand at. The order matters: each right walks through its own list.
CHECKED = (
    "verifying", "code_sent", "in_progress", "completed", "partly_completed", "in_review", "denied", "awaiting",
    "extended", "withdrawn", "overdue", "unverified", "duplicate", "due_soon",
)  # fmt: skip
PROTECTIVE = ("in_progress", "completed", "denied", "appealed", "withdrawn", "overdue", "due_soon", "message")
OPTED_OUT = ("done", "done", "done", "fresh")

DAYS_AGO = {
    "verifying": 1, "code_sent": 3, "in_progress": 9, "completed": 30, "partly_completed": 33, "in_review": 21,
    "denied": 28, "awaiting": 14, "extended": 44, "withdrawn": 12, "overdue": 49, "unverified": 46, "duplicate": 2,
    "due_soon": 43, "appealed": 26, "message": 6, "done": 8, "fresh": 0,
}  # fmt: skip

RIGHTS = (
    ("access", CHECKED), ("deletion", CHECKED), ("opt_out", OPTED_OUT), ("correction", CHECKED),
    ("restriction", PROTECTIVE), ("objection", PROTECTIVE), ("automated_decision", PROTECTIVE),
    ("consent_withdrawal", PROTECTIVE),
)  # fmt: skip
# Access, deletion and opt-out are what most people ask for.
ORDER = (0, 1, 2, 3, 0, 1, 4, 5, 0, 2, 6, 7)
CHANNELS = ("web", "phone", "web", "api", "mail", "web", "email", "phone", "web", "agent_protocol")
KINDS = (
    ("marketing_email",), ("sale_sharing", "targeted_advertising"), ("marketing_mail", "marketing_phone"),
    ("limit_sensitive",), ("marketing_email", "marketing_sms", "profiling"),
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """One request to make."""

    number: int
    right: str
    stage: str
    channel: str
    days_ago: int
    company: str
    kinds: tuple[str, ...]
    scope: str


def plans(count: int, *, seed: int) -> Iterator[Plan]:
    """`count` plans, the oldest first, always the same for the same seed."""
    dice = Random(seed)  # noqa: S311  made-up data needs no secrecy
    seen: dict[str, int] = {}
    made = [_plan(number, seen, dice) for number in range(count)]
    return iter(sorted(made, key=lambda plan: (-plan.days_ago, plan.number)))


def _plan(number: int, seen: dict[str, int], dice: Random) -> Plan:
    right, stages = RIGHTS[ORDER[number % len(ORDER)]]
    turn = seen[right] = seen.get(right, -1) + 1
    stage = stages[turn % len(stages)]
    channel = CHANNELS[number % len(CHANNELS)]
    if right == "opt_out" and turn % 4 == 1:
        channel = "gpc"
    return Plan(
        number=number,
        right=right,
        stage=stage,
        channel=channel,
        days_ago=DAYS_AGO[stage] + (dice.randrange(2) if stage in {"in_progress", "message", "done"} else 0),
        company=("group", "group", "jm-insurance", "jm-care-plan", "jm-facets")[number % 5],
        kinds=KINDS[turn % len(KINDS)],
        scope=("specific_pieces", "categories", "portability")[turn % 3] if right == "access" else "",
    )
