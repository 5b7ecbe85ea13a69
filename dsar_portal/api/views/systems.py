"""For the company's own systems: opt-outs, the data map, figures, files."""

from typing import Any

from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from accounts.access import Access, declare_access
from accounts.scopes import Scope
from dsar_portal.api import filters, idempotency
from dsar_portal.api.serializers import systems
from dsar_portal.api.serializers.parsing import Body, RawFile, TooLarge
from dsar_portal.api.views.room import REPEATABLE, Room, described
from fulfillment import selectors as held
from requests_app import plain_text
from requests_app.input_fields import FieldError, Invalid
from requests_app.selectors import suppressions_since
from requests_app.services import auditing, reading
from vault import papers as guard
from vault import services as vault
from vault.sniff import MEBIBYTE, sniff

MOST_SUPPRESSIONS = 1000
MOST_FILE = 10 * MEBIBYTE
CURSOR_WORDS = "This cursor is not one of ours. Start again from the first page."


@declare_access(Access.API(Scope.SUPPRESSIONS_READ))
class Suppressions(Room):
    @described("Opt-outs to obey, oldest first", systems.SuppressionsOut)
    def get(self, request: Any) -> Response:
        given = filters.Parameters(self.query)
        since = given.value("since", filters.moment, filters.TIME_WORDS)
        size = filters.page_size(given, most=MOST_SUPPRESSIONS, usual=100)
        cursor = filters.cursor(given)
        after = given.value("cursor", lambda _text: filters.unpacked(cursor), CURSOR_WORDS)
        given.finish()
        rows = suppressions_since(since=since, after=after, most=size + 1, by=self.by)
        more, rows = len(rows) > size, rows[:size]
        if rows:
            reading.exported(by=self.by, now=self.now, kind="suppressions", rows=len(rows))
        found = [systems.suppression_json(row) for row in rows]
        following = filters.packed(rows[-1].id) if more else None
        return Response(filters.page(request.path, self.query, found, next=following))


@declare_access(Access.API())
class Taxonomy(Room):
    @described("Kinds of data, and where they lie", systems.TaxonomyOut)
    def get(self, request: Any) -> Response:
        return Response(systems.taxonomy_json(held.systems()))


@declare_access(Access.API(Scope.METRICS_READ))
class Metrics(Room):
    @described("The yearly figures of 11 CCR 7102", systems.MetricsOut)
    def get(self, request: Any, year: int) -> Response:
        if not 2000 <= year <= self.now.year:
            raise Invalid([FieldError("#/year", f"Give a year from 2000 to {self.now.year}.")])
        return Response(systems.metrics_json(year, auditing.figures(year=year, by=self.by, now=self.now)))


@declare_access(Access.API(Scope.REQUESTS_CREATE, Scope.REQUESTS_WORK))
class Uploads(Room):
    parser_classes = [MultiPartParser, RawFile]

    @described(
        "Store a file: as `file` in multipart/form-data, or as the body itself",
        systems.UploadOut,
        status=201,
        parameters=[REPEATABLE],
    )
    def post(self, request: Any) -> Response:
        name, content = self._file()
        return idempotency.once(self.request, body=content, effect=lambda: self._store(name, content))

    def _file(self) -> tuple[str, bytes]:
        data = self.request.data
        if isinstance(data, Body):
            return "upload", data.raw
        file = self.request.FILES.get("file")
        if file is None:
            raise Invalid([FieldError("#/file", "Send the file as the part “file”, or as the body itself.")])
        if (file.size or 0) > MOST_FILE:
            raise TooLarge
        try:
            return plain_text.line(file.name or "upload", longest=120), file.read()
        except plain_text.Unfit as unfit:
            raise Invalid([FieldError("#/file", f"The file's name: {unfit}")]) from None

    def _store(self, name: str, content: bytes) -> Response:
        found = sniff(content)
        if found.media_type != "text/plain":
            guard.inspect(content)
        file_id = vault.put(
            owner=self.by.user_id,  # type: ignore[arg-type]  # a key always has an owner
            kind=vault.UPLOAD,
            name=name,
            media_type=found.media_type,
            content=content,
            by=self.by.actor,
            now=self.now,
        )
        answer = {"id": str(file_id), "media_type": found.media_type, "size": len(content)}
        return Response(answer, status=201)
