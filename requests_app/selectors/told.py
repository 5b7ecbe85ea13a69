"""The revision of a request as outsiders may know it: what the worker found about the person moves it for nobody."""

from collections.abc import Collection
from uuid import UUID

from audit import selectors as ledger

# Changes of a request that happen only where somebody is known, shows some of it, is doubted, asked before, or told us
# that they permitted nobody.
INNER = frozenset({
    "request.identity_not_shown", "request.level_raised", "request.level_restored", "request.level_reached",
    "request.stopped", "request.release_held_up", "request.duplicate_linked",
    "request.authority_withdrawn", "request.left_to_the_clock",
})  # fmt: skip


def hidden_revisions(ids: Collection[UUID]) -> dict[UUID, int]:
    """By request, how many of its revisions are of that kind; those without any are left out."""
    return ledger.counts_by_request(actions=INNER, requests=ids)
