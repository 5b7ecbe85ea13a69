"""Reading on from a place in the tree, and telling which entries a database does not hold: for copies outside it."""

from collections.abc import Collection, Iterable
from uuid import UUID

from audit import models
from audit.selectors import EntryView, tree_size, views_of

AT_ONCE = 1000


def placed_after(place: int, *, actions: Collection[str]) -> tuple[list[EntryView], int]:
    """Return the entries of these actions among the next places from `place` on, and the place to go on from."""
    until = min(place + AT_ONCE * 10, tree_size())
    found = models.Entry.objects.select_related("place").filter(
        place__leaf_index__gte=place, place__leaf_index__lt=until, action__in=actions
    )
    return views_of(found.order_by("place__leaf_index")), max(place, until)


def missing(entries: Iterable[UUID]) -> set[UUID]:
    """Return those of the entries that this ledger does not hold: its database is older than they are."""
    wanted = list(entries)
    known: set[UUID] = set()
    for start in range(0, len(wanted), AT_ONCE):
        batch = wanted[start : start + AT_ONCE]
        known.update(models.Entry.objects.filter(id__in=batch).values_list("id", flat=True))
    return set(wanted) - known
