"""A report about a child's data, from the company's own systems or anybody's program."""

from typing import Any

from rest_framework.response import Response

from accounts.access import Access, declare_access
from accounts.scopes import Scope
from dsar_portal.api.serializers.children import ChildReportIn, ChildReportOut
from dsar_portal.api.views.room import REPEATABLE, Room, described
from requests_app.choices import Channel
from requests_app.input_child import validate_report
from requests_app.services import children, dates

CREATE = Access.API(Scope.REQUESTS_CREATE)


@declare_access(CREATE)
class ChildReports(Room):
    @described(
        "Report that we hold a child's data", ChildReportOut, takes=ChildReportIn, status=202, parameters=[REPEATABLE]
    )
    def post(self, request: Any) -> Response:
        return self.once(self._take)

    def _take(self, value: Any) -> Response:
        said = validate_report(value, today=dates.received_on(self.now))
        filed = children.report(said=said, channel=Channel.API, by=self.by, now=self.now)
        return Response({"reference": filed.reference, "answer_by": filed.answer_by.isoformat()}, status=202)
