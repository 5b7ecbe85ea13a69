"""What two years of requests are made of, as companies publish it: opt-outs above all, most of them from browsers;
then access and deletion, of which many nobody proves; few are open today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from dsar_portal.demo import stages, working
from dsar_portal.demo.asking import staff
from dsar_portal.demo.plan import Plan
from requests_app.decision import Decision
from requests_app.models import PrivacyRequest
from requests_app.services import duties, letters, review
from requests_app.services.intake import Filed

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
Walk = Callable[[Plan, Filed, datetime, int], None]


@dataclass(frozen=True)
class Story:
    """One kind of history. `share` in a thousand; `days` it takes at pace 1; open ones keep their age of today."""

    share: int
    right: str
    walk: str
    days: int
    is_open: bool = False
    variants: int = 4
    channels: tuple[str, ...] = ("web", "web", "api", "phone")


STORIES = (
    Story(560, "opt_out", "opted_out", 3, variants=8, channels=("gpc",)),
    Story(310, "opt_out", "opted_out", 3, variants=10, channels=("web", "api", "web", "email", "phone")),
    Story(18, "access", "completed", 51, variants=8),
    Story(5, "access", "partly_completed", 51),
    Story(26, "access", "not_verified", 45, variants=6),
    Story(3, "access", "denied", 20),
    Story(4, "access", "withdrawn", 3, variants=2),
    Story(4, "access", "spam", 2, variants=2, channels=("web",)),
    Story(14, "deletion", "completed", 11, variants=8),
    Story(5, "deletion", "partly_completed", 11),
    Story(17, "deletion", "not_verified", 45),
    Story(2, "deletion", "denied", 20),
    Story(3, "deletion", "withdrawn", 3, variants=2),
    Story(5, "correction", "completed", 9),
    Story(2, "correction", "denied", 9, variants=2),
    Story(3, "restriction", "completed", 9, variants=2),
    Story(2, "objection", "completed", 9, variants=2),
    Story(2, "consent_withdrawal", "completed", 9, variants=2),
    Story(1, "automated_decision", "completed", 9, variants=2),
    Story(6, "access", "verifying", 3, is_open=True, variants=8),
    Story(4, "deletion", "verifying", 3, is_open=True, variants=8),
    Story(4, "access", "in_progress", 3, is_open=True, variants=8),
    Story(3, "deletion", "in_progress", 3, is_open=True, variants=6),
    Story(2, "correction", "in_progress", 3, is_open=True, variants=2),
    Story(1, "access", "awaiting", 4, is_open=True, variants=2),
    Story(1, "access", "message", 4, is_open=True, variants=2),
    Story(1, "deletion", "in_review", 6, is_open=True, variants=2),
    Story(1, "access", "extended", 31, is_open=True, variants=2),
)


def plan_of(story: Story, variant: int, *, number: int) -> Plan:
    """The plan of one variant: always the same for the same place in the table."""
    return Plan(
        number=number,
        right=story.right,
        stage=story.walk,
        channel=story.channels[variant % len(story.channels)],
        days_ago=0,
        company=("jm-insurance", "group", "jm-care-plan", "jm-insurance", "jm-facets")[variant % 5],
        kinds=(("sale_sharing", "targeted_advertising"), ("marketing_email",), ("limit_sensitive",))[variant % 3],
        scope=("specific_pieces", "categories", "portability")[variant % 3] if story.right == "access" else "",
    )


def pace_of(story: Story, variant: int) -> int:
    """How many days a day's work takes: 1 to 3. Fixed where the law fixes the day."""
    return 1 if story.is_open or story.walk in {"not_verified", "opted_out"} else 1 + variant % 3


def age_of(story: Story, variant: int) -> int:
    """How many days ago the first of this history began; the others are moved back from there by whole weeks."""
    if not story.is_open:
        return 70
    return story.days + 2 + (variant * 7) % 29 if story.walk != "extended" else 40 + variant


def choose(dice: Random, count: int) -> list[tuple[int, int]]:
    """`count` histories in these proportions: places in the table, each with a variant."""
    shares = [story.share for story in STORIES]
    picked = dice.choices(range(len(STORIES)), weights=shares, k=count)
    return [(place, dice.randrange(STORIES[place].variants)) for place in picked]


def walk(plan: Plan, filed: Filed, at: datetime, pace: int) -> None:
    """Take one filed request to its end, with the hands of the demonstration's staff."""
    working.do_jobs(now=at + timedelta(minutes=2))
    WALKS[plan.stage](plan, filed, at, pace)


def _opted_out(_plan: Plan, filed: Filed, at: datetime, _pace: int) -> None:
    working.finish_tasks(filed.requests[0].id, now=at + 2 * DAY)


def _verifying(_plan: Plan, filed: Filed, at: datetime, _pace: int) -> None:
    """Asked for identity in writing a day later, as the sweep does."""
    request = PrivacyRequest.objects.select_related("submission").get(id=filed.requests[0].id)
    now = at + DAY + HOUR
    if request.status == "verifying" and duties.once(request, "ask_identity", now=now):
        letters.ask_for_identity(request, by=working.robot("sweep.identity"), now=now)


def _not_verified(plan: Plan, filed: Filed, at: datetime, pace: int) -> None:
    _verifying(plan, filed, at, pace)
    words = "We asked for proof and did not get enough before our time ran out."
    decision = Decision("denied", words, (), "ID-UNVERIFIED")
    now = at + 43 * DAY
    review.decide(request_id=filed.requests[0].id, decision=decision, by=staff("petra"), now=now)


def _answered(outcome: str) -> Walk:
    def story(plan: Plan, filed: Filed, at: datetime, pace: int) -> None:
        stages.answer(plan, filed, stages.DECISIONS[outcome], at, day=pace * DAY)

    return story


def _as_staged(stage: str) -> Walk:
    def story(plan: Plan, filed: Filed, at: datetime, _pace: int) -> None:
        stages.STAGES[stage](plan, filed, at)

    return story


WALKS: dict[str, Walk] = {
    "opted_out": _opted_out,
    "verifying": _verifying,
    "not_verified": _not_verified,
    **{outcome: _answered(outcome) for outcome in ("completed", "partly_completed", "denied")},
    **{
        stage: _as_staged(stage)
        for stage in ("in_progress", "awaiting", "message", "in_review", "extended", "withdrawn", "spam")
    },
}
