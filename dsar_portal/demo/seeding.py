"""Seed N requests: ask, then walk each to its stage, in the order of time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from dsar_portal.demo.asking import ask
from dsar_portal.demo.plan import Plan, plans
from dsar_portal.demo.stages import STAGES
from outbound.models import RegisterPerson

# Asked at different hours of the working day, so that lists look like life.
MINUTES_APART = 7


def seed(count: int, *, rng_seed: int, now: datetime) -> Iterator[tuple[int, Plan]]:
    """Make `count` requests and give a sign of life after each."""
    people = list(RegisterPerson.objects.order_by("person_key"))
    last: dict[str, int] = {}
    for done, plan in enumerate(plans(count, seed=rng_seed), start=1):
        person = people[_whose(plan, len(people), last)]
        at = now - timedelta(days=plan.days_ago, minutes=5 + MINUTES_APART * (plan.number % 60))
        filed = ask(plan, person, now=at)
        STAGES["spam" if plan.number % 24 == 12 and plan.right == "access" else plan.stage](plan, filed, at)
        yield done, plan


def _whose(plan: Plan, people: int, last: dict[str, int]) -> int:
    """Nora has the first; a duplicate is asked by whoever asked for the same before."""
    number = plan.number % people
    if plan.stage == "duplicate":
        return last.get(plan.right, number)
    last[plan.right] = number
    return number
