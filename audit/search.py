"""Looking for entries by what the leaf says: pages that stay put, a bounded count, and a walk over everything found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import JSONField, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from audit import models
from audit.selectors import EntryView, cursor_of, views_of

WALK_PAGE = 500
Cursor = tuple[str, UUID]


@dataclass(frozen=True)
class Query:
    """What to look for; empty members do not limit.

    `action` may end with a dot and then means all actions of that family. `actors` are opaque ids; an empty tuple
    fits nobody. `until` itself is not included. `within` is the wall of whoever looks: a further condition on the
    columns `request_id` and `at`, which is written into the same query and so cannot be walked around by paging.
    """

    entry: UUID | None = None
    action: str = ""
    actors: tuple[str, ...] | None = None
    actor_type: str = ""
    request: UUID | None = None
    subject_type: str = ""
    subject: UUID | None = None
    reason: str = ""
    since: datetime | None = None
    until: datetime | None = None
    within: Q | None = None


def find(query: Query, *, cursor: Cursor | None = None, limit: int = 100) -> list[EntryView]:
    """One page, newest first. Hand `selectors.cursor_of()` the last entry of a page for the next one."""
    rows = _matching(query)
    if cursor is not None:
        at, entry = cursor
        rows = rows.filter(at__lte=at).exclude(at=at, id__gte=entry)
    return views_of(rows.select_related("place").order_by("-at", "-id")[:limit])


def count(query: Query, *, most: int) -> int:
    """How many entries fit, counted no further than `most` + 1."""
    return _matching(query)[: most + 1].count()


def walk(query: Query, *, most: int) -> Iterator[EntryView]:
    """Everything that fits, newest first, at most `most` entries, read page by page."""
    cursor: Cursor | None = None
    while most > 0:
        page = find(query, cursor=cursor, limit=min(WALK_PAGE, most))
        yield from page
        if len(page) < WALK_PAGE:
            return
        most, cursor = most - len(page), cursor_of(page[-1])


def in_tree_order(query: Query, *, after: int, limit: int) -> list[EntryView]:
    """Entries that have their place, oldest first, from the place after `after` (-1 for the start)."""
    rows = _matching(query).select_related("place").filter(place__leaf_index__gt=after)
    return views_of(rows.order_by("place__leaf_index")[:limit])


def text_of(at: datetime) -> str:
    """An instant as the leaf writes it: UTC with six decimals, so that texts sort like times."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _matching(query: Query) -> QuerySet[models.Entry]:
    wanted = {
        "id": query.entry,
        "actor_type": query.actor_type or None,
        "request_id": query.request,
        "subject_type": query.subject_type or None,
        "subject_id": query.subject,
        "at__gte": text_of(query.since) if query.since else None,
        "at__lt": text_of(query.until) if query.until else None,
        "actor_id__in": query.actors,
    }
    rows = models.Entry.objects.filter(**{name: value for name, value in wanted.items() if value is not None})
    if query.action:
        family = query.action.endswith(".")
        rows = rows.filter(**{"action__startswith" if family else "action": query.action})
    if query.reason:
        # The text first: it is canonical, and looking for a piece of it is much cheaper than reading all as JSON.
        rows = rows.filter(leaf__contains=f'"reason":"{query.reason}"')
        rows = rows.alias(why=KeyTextTransform("reason", Cast("leaf", JSONField()))).filter(why=query.reason)
    return rows if query.within is None else rows.filter(query.within)
