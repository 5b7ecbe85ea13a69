"""Reading: the queue, one request, and its parts."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter
from rest_framework.response import Response

from accounts.access import Access, declare_access
from accounts.roles import Permission
from accounts.scopes import Scope
from dsar_portal.api import filters
from dsar_portal.api.serializers import parts
from dsar_portal.api.serializers.requests import RequestOut, RequestPageOut, request_json, row_json
from dsar_portal.api.views.room import Room, described, etag
from fulfillment import selectors as held
from fulfillment.services import NoPackage
from requests_app import timeline
from requests_app.permissions import NotAllowed
from requests_app.selectors import hidden_revisions, queue
from requests_app.services import delivery, proofs, reading

READ = Access.API(Scope.REQUESTS_READ, Scope.REQUESTS_READ_ALL)
NAMES = (
    "status", "right", "channel", "company", "assignee", "regime", "due_before", "due_after", "overdue",
    "received_after", "received_before", "q", "ordering", "cursor", "page_size",
)  # fmt: skip
PARTS = {"html": "text/html", "pdf": "application/pdf", "json": "application/json", "csv": "text/csv"}


@declare_access(READ)
class Requests(Room):
    @described("The queue", RequestPageOut, name="requests_list", parameters=[OpenApiParameter(name) for name in NAMES])
    def get(self, request: Any) -> Response:
        given = filters.Parameters(self.query)
        wanted = filters.queue_filters(given, self.by)
        size, cursor = filters.page_size(given), filters.cursor(given)
        given.finish()
        page = queue(by=self.by, filters=wanted, now=self.now, cursor=cursor, page_size=size)
        if wanted.q:
            reading.searched(by=self.by, now=self.now, fields=["q"], results=len(page.rows))
        hidden = {} if self.whole else hidden_revisions([row.id for row in page.rows])
        rows = [row_json(row, whole=self.whole, hidden=hidden.get(row.id, 0)) for row in page.rows]
        return Response(filters.page(request.path, self.query, rows, next=page.next, previous=page.previous))


class Case(Room):
    """One request; reading it leaves a trace."""

    page = "api"

    def opened(self, reference: str) -> Any:
        return reading.open_case(reference_text=reference, by=self.by, now=self.now, page=self.page)


@declare_access(READ)
class Detail(Case):
    @described("One request", RequestOut)
    def get(self, request: Any, reference: str) -> Response:
        found = self.opened(reference)
        shown = request_json(found, whole=self.whole)
        return Response(shown, headers=etag(shown["rev"]))


@declare_access(READ)
class Timeline(Case):
    page = "api_timeline"

    @described("Its history in sentences, from the ledger", parts.TimelineOut)
    def get(self, request: Any, reference: str) -> Response:
        found = self.opened(reference)
        told = timeline.for_staff if self.whole else timeline.for_consumer
        return Response(parts.timeline_json(found.reference, told(found.id, found.submission_id), whole=self.whole))


@declare_access(READ)
class Deadlines(Case):
    page = "api_deadlines"

    @described("Its dates under every regime, with the arithmetic", parts.DeadlinesOut)
    def get(self, request: Any, reference: str) -> Response:
        return Response(parts.deadlines_json(self.opened(reference)))


@declare_access(READ)
class Items(Case):
    page = "api_items"

    @described("What was found and what became of it", parts.ItemsOut)
    def get(self, request: Any, reference: str) -> Response:
        found = self.opened(reference)
        return Response(parts.items_json(found, held.items_for(found.id), whole=self.whole))


@declare_access(READ)
class Receipt(Case):
    page = "api_receipt"

    @described("Proof that it was registered", parts.ReceiptOut)
    def get(self, request: Any, reference: str) -> Response:
        found = self.opened(reference)
        return Response(parts.receipt_json(found.reference, proofs.receipt_of(found.id)))


@declare_access(Access.API(Scope.REQUESTS_READ_ALL))
class Package(Case):
    page = "api_package"

    @described("The answer: what there is, or one part", parts.PackageOut, parameters=[OpenApiParameter("part")])
    def get(self, request: Any, reference: str) -> HttpResponse | Response:
        given = filters.Parameters(self.query)
        part = given.choice("part", PARTS)
        given.finish()
        found = self.opened(reference)
        if not self.by.may(Permission.REQUEST_DECIDE):
            raise NotAllowed("A package is the person's own. Only keys that read and decide all requests may fetch it.")
        if part:
            return _file(delivery.open_part(request_id=found.id, part=part, by=self.by, now=self.now), part)
        package = held.package_for(found.id)
        if package is None:
            raise NoPackage
        return Response(parts.package_json(found.reference, package))


def _file(opened: Any, part: str) -> HttpResponse:
    # Never shown by a browser on our origin: the content is somebody's personal data.
    answer = HttpResponse(opened.content, content_type=PARTS[part])
    answer.headers["Content-Disposition"] = f'attachment; filename="package.{part}"'
    return answer
