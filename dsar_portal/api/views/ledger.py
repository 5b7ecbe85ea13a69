"""What an outside monitor needs: entries in the order of the tree, the signed head, and proofs."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter
from rest_framework.response import Response

from accounts.access import Access, declare_access
from accounts.scopes import Scope
from audit import selectors as ledger
from dsar_portal.api import filters
from dsar_portal.api.serializers import systems
from dsar_portal.api.views.room import Room, described
from requests_app import reference
from requests_app.input_fields import FieldError, Invalid
from requests_app.permissions import NotFound
from requests_app.services import auditing

AUDIT = Access.API(Scope.AUDIT_READ)
NUMBER = "Give a whole number."
EPOCH = OpenApiParameter(
    "epoch", int, description="the log's epoch, where not the newest; both numbers count within it"
)
T = TypeVar("T")


def _named(text: str) -> str:
    """A reference or an id in its one form. Raises ValueError for what can be neither."""
    try:
        return str(UUID(text))
    except ValueError:
        return reference.parse(text)


@declare_access(AUDIT)
class Entries(Room):
    @described(
        "Entries that have their place, in the order of the tree",
        systems.EntriesOut,
        parameters=[OpenApiParameter("request"), OpenApiParameter("after", int), OpenApiParameter("page_size", int)],
    )
    def get(self, request: Any) -> Response:
        given = filters.Parameters(self.query)
        about = given.value("request", _named, "Give a reference, or the id of a request or submission.")
        after = given.value("after", filters.whole, NUMBER)
        size = filters.page_size(given, most=1000, usual=100)
        given.finish()
        start = -1 if after is None else after
        entries = auditing.in_tree_order(request=about or "", after=start, limit=size, by=self.by)
        last = str(entries[-1].leaf_index) if len(entries) == size else None
        following = filters.address(request.path, self.query, after=last)
        results = [systems.entry_json(entry) for entry in entries]
        return Response({"next": following, "previous": None, "results": results})


@declare_access(AUDIT)
class Checkpoint(Room):
    @described("The newest signed checkpoint", systems.CheckpointOut)
    def get(self, request: Any) -> Response:
        head = ledger.latest_checkpoint()
        if head is None:
            raise NotFound
        return Response(systems.checkpoint_json(head))


@declare_access(AUDIT)
class Inclusion(Room):
    @described(
        "Why an entry is in the tree",
        systems.InclusionOut,
        parameters=[OpenApiParameter("index", int, required=True), OpenApiParameter("size", int, required=True), EPOCH],
    )
    def get(self, request: Any) -> Response:
        index, size, epoch = _numbers(filters.Parameters(self.query), "index", "size")
        path = _proof(lambda: ledger.inclusion_proof(index, size, epoch))
        return Response({"index": index, "size": size, "proof": systems.path_json(path)})


@declare_access(AUDIT)
class Consistency(Room):
    @described(
        "Why the later tree begins with the earlier one",
        systems.ConsistencyOut,
        parameters=[
            OpenApiParameter("first", int, required=True),
            OpenApiParameter("second", int, required=True),
            EPOCH,
        ],
    )
    def get(self, request: Any) -> Response:
        first, second, epoch = _numbers(filters.Parameters(self.query), "first", "second")
        path = _proof(lambda: ledger.consistency_proof(first, second, epoch))
        return Response({"first": first, "second": second, "proof": systems.path_json(path)})


def _numbers(given: filters.Parameters, *names: str) -> tuple[int, int, int | None]:
    """Both numbers that a proof is about, and the number of the epoch if one was named."""
    found = [given.value(name, filters.whole, NUMBER) for name in names]
    epoch = given.value("epoch", filters.whole, NUMBER)
    for name in names:
        if not given.text(name):
            given.refuse(name, NUMBER)
    given.finish()
    return found[0] or 0, found[1] or 0, epoch


def _proof(make: Callable[[], T]) -> T:
    try:
        return make()
    except ValueError:
        words = "There is no such proof: the numbers must lie within the tree, the smaller one first."
        raise Invalid([FieldError("#", words)]) from None
