"""What all views of the API share: keys, JSON, problems, quotas, revisions, repetition."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.principals import Principal
from accounts.throttles import RateState
from dsar_portal.api import access, errors, idempotency, throttles
from dsar_portal.api.authentication import BearerKey
from dsar_portal.api.serializers.parsing import Body, StrictJSON
from dsar_portal.api.serializers.requests import request_json
from requests_app.selectors import hidden_revisions
from requests_app.services import reading

_ETAG = re.compile(r'"(\d{1,9})"')
REPEATABLE = OpenApiParameter(
    idempotency.HEADER, str, "header", description="a repetition gets the stored answer for 48 hours"
)
IF_MATCH = OpenApiParameter("If-Match", str, "header", description="refuse with 412 if the request has another rev")


class ProblemOut(serializers.Serializer[Any]):
    type = serializers.URLField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    errors = serializers.ListField(child=serializers.DictField(), required=False)  # type: ignore[assignment]  # a field of the answer that DRF calls by the same name


class JSONOnly(DefaultContentNegotiation):
    """`?format=` is a filter like any other here, not a way to choose a form."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        # A caller may say that it takes problems; the answer is JSON all the same.
        if errors.MEDIA_TYPE in request.headers.get("Accept", ""):
            return renderers[0], renderers[0].media_type
        return super().select_renderer(request, renderers, format_suffix)


class Problems(APIView):
    """A view whose failures are problem details."""

    renderer_classes = [JSONRenderer]
    authentication_classes: Any = []
    permission_classes: Any = []
    content_negotiation_class = JSONOnly
    metadata_class = None

    def get_exception_handler(self) -> Any:
        return errors.handle


class Room(Problems):
    """A view for programs with a key."""

    authentication_classes = [BearerKey]
    parser_classes = [StrictJSON]
    throttle_classes = [throttles.KeyThrottle]
    rate: RateState | None = None

    @property
    def by(self) -> Principal:
        return access.caller(self.request)

    @property
    def now(self) -> datetime:
        return access.now_of(self.request)

    @property
    def whole(self) -> bool:
        """Does this key work on all cases, or only on what it filed itself?"""
        return self.by.sees_all_submissions

    @property
    def query(self) -> QueryDict:
        return self.request.query_params

    def body(self) -> Body:
        found = self.request.data
        return found if isinstance(found, Body) else Body()

    def once(self, effect: Callable[[Any], Response]) -> Response:
        """Run `effect` on the body; at most once where the caller sent an Idempotency-Key."""
        body = self.body()
        return idempotency.once(self.request, body=body.raw, effect=lambda: effect(body.value))

    def case(self, reference: str, status: int = 200) -> Response:
        """The request as it is now, with its revision."""
        found = reading.find(reference, by=self.by)
        shown = request_json(found, whole=self.whole)
        return Response(shown, status=status, headers=etag(shown["rev"]))

    def known_rev(self, request_id: UUID) -> int | None:
        """The revision that the caller means, as the core counts it: outsiders are not shown all of them."""
        rev = expected_rev(self.request)
        if rev is None or rev < 0 or self.whole:
            return rev
        return rev + hidden_revisions([request_id]).get(request_id, 0)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        if self.rate is not None:
            for name, value in throttles.fields(self.rate).items():
                answer.headers[name] = value
        return answer


def etag(rev: int) -> dict[str, str]:
    return {"ETag": f'"{rev}"'}


def expected_rev(request: Request) -> int | None:
    """The revision that the caller knows; None if it does not care. Anything else never matches."""
    header = request.headers.get("If-Match", "*").strip()
    found = _ETAG.fullmatch(header)
    return None if header == "*" else int(found[1]) if found else -1


def described(
    summary: str,
    answers: Any,
    *,
    takes: Any = None,
    status: int = 200,
    parameters: list[OpenApiParameter] | None = None,
    name: str | None = None,
) -> Callable[[Any], Any]:
    """How a call stands in the API's description."""
    responses: Mapping[Any, Any] = {
        status: answers,
        ("4XX", errors.MEDIA_TYPE): ProblemOut,
        ("5XX", errors.MEDIA_TYPE): ProblemOut,
    }
    decorate: Callable[[Any], Any] = extend_schema(
        operation_id=name,
        summary=summary,
        description="",
        request=takes,
        responses=dict(responses),
        parameters=parameters or [],
    )
    return decorate
