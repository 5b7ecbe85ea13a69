"""Asking: one submission, many, or a browser's signal."""

from typing import Any

from rest_framework.response import Response

from accounts.access import Access, declare_access
from accounts.scopes import Scope
from dsar_portal.api.serializers.filing import BatchIn, BatchOut, FiledOut, GpcIn, SubmissionIn, batch_json, filed_json
from dsar_portal.api.serializers.parsing import StrictBatch
from dsar_portal.api.views.room import REPEATABLE, Room, described
from requests_app.choices import GPC_KINDS, Channel, Right
from requests_app.input_fields import FieldError, Invalid
from requests_app.services import dates
from requests_app.services.batch import submit_many
from requests_app.services.intake import submit
from requests_app.submission_input import validate

CREATE = Access.API(Scope.REQUESTS_CREATE)
GPC_MEMBERS = {"consumer", "identifiers", "companies", "residence", "language"}


class Filing(Room):
    """Files one submission."""

    channel = Channel.API

    def file(self, raw: Any) -> Response:
        new = validate(raw, today=dates.received_on(self.now))
        filed = submit(submission=new, channel=self.channel, by=self.by, now=self.now)
        first = filed_json(filed)
        return Response(first, status=201, headers={"Location": first["requests"][0]["links"]["self"]})


@declare_access(CREATE)
class Submissions(Filing):
    @described("File one submission", FiledOut, takes=SubmissionIn, status=201, parameters=[REPEATABLE])
    def post(self, request: Any) -> Response:
        return self.once(self.file)


@declare_access(CREATE)
class Batch(Room):
    parser_classes = [StrictBatch]

    @described("File up to 5,000 submissions", BatchOut, takes=BatchIn, parameters=[REPEATABLE])
    def post(self, request: Any) -> Response:
        return self.once(self._file)

    def _file(self, value: Any) -> Response:
        rows = submit_many(raws=_rows(value), channel=Channel.API, by=self.by, now=self.now)
        return Response(batch_json(rows))


@declare_access(CREATE)
class Gpc(Filing):
    channel = Channel.GPC

    @described("Record a browser's opt-out signal", FiledOut, takes=GpcIn, status=201, parameters=[REPEATABLE])
    def post(self, request: Any) -> Response:
        return self.once(lambda value: self.file(_signal(value)))


def _rows(value: Any) -> list[Any]:
    """The rows, in a member `submissions` or as a bare list."""
    rows = value.get("submissions") if isinstance(value, dict) and set(value) <= {"submissions"} else value
    if not isinstance(rows, list):
        raise Invalid(
            [FieldError("#/submissions", "Give a list of submissions in this member, and nothing beside it.")]
        )
    return rows


def _signal(value: Any) -> dict[str, Any]:
    """The submission that a browser's signal stands for."""
    if not isinstance(value, dict):
        raise Invalid([FieldError("#", "Give this as an object with named members.")])
    strange = [str(name)[:60].encode("ascii", "replace").decode() for name in value if name not in GPC_MEMBERS]
    if strange:
        raise Invalid(FieldError(f"#/{name}", "There is no field of this name. Remove it.") for name in strange)
    return {**value, "rights": [{"right": str(Right.OPT_OUT), "kinds": [str(kind) for kind in GPC_KINDS]}], "gpc": True}
