"""What a decision is judged by beside its own words: gathered here, judged by the pure law. Internal to services."""

from datetime import datetime

from fulfillment import selectors as held
from fulfillment.taxonomy import SYSTEMS
from requests_app.grounds import NOBODY_SHOWN
from requests_app.lifecycle import OPEN
from requests_app.models import PrivacyRequest
from requests_app.must_also import Circumstances, Direction
from requests_app.selectors.binding import fitting_grounds
from requests_app.services import dates, history, holding
from verification.assurance import Tier

MARKETING = frozenset(system.slug for system in SYSTEMS.values() if system.marketing)


def of(request: PrivacyRequest, *, now: datetime) -> Circumstances:
    """The circumstances of one request. An appeal is judged by those of the request that it is about."""
    original = request.appeal_of or request
    return Circumstances(
        right=original.right,
        today=dates.received_on(now),
        fits=frozenset(ground.code for ground in fitting_grounds(request)),
        scope=original.scope,
        enough_for_categories=original.reached_tier >= Tier.T1,
        searched=searched(original) or searched(request),
        still_searching=held.has_open_tasks(original.id),
        found=_found(original),
        repeats_another=repeated(original) is not None,
        free=history.free_use(original),
        refused_before=original.right == "correction" and history.correction_refused(original),
        marketing_systems=MARKETING,
        directed=_directed(original),
    )


def _directed(request: PrivacyRequest) -> tuple[Direction, ...]:
    holds = holding.holds_on(request.submission)
    return tuple(Direction(hold.until, frozenset(hold.systems)) for hold in holds if hold.until)


def searched(request: PrivacyRequest) -> tuple[str, ...]:
    """The systems that somebody or the portal looked through, as they are called."""
    return tuple(dict.fromkeys(task.system_label for task in held.tasks_for(request.id) if task.looked))


def _found(request: PrivacyRequest) -> frozenset[tuple[str, str]]:
    """Where something of the person lies. What a decision calls not found has a row too, without anything in it."""
    items = held.items_for(request.id)
    return frozenset((item.category, item.system) for item in items if item.outcome != "nothing_found")


def repeated(request: PrivacyRequest) -> PrivacyRequest | None:
    """The earlier request that this one repeats: it goes on, or it has an answer that stands for this one too."""
    other = request.duplicate_of
    if other is None or other.status in OPEN:
        return other
    return other if other.answered_at is not None and other.primary_ground not in NOBODY_SHOWN else None
