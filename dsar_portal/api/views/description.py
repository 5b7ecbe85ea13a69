"""The API's own description: the schema, pages to read it, the types of problems, and addresses that do not exist."""

from functools import cache
from typing import Any

from django.http import Http404
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Access, declare_access
from dsar_portal.api.errors import KINDS
from dsar_portal.api.views.room import Problems


@cache
def description() -> Any:
    """The OpenAPI document. It is the same for everybody, so it is made once a process."""
    return SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # drf-spectacular has no types here


@declare_access(Access.PUBLIC)
class Schema(Problems):
    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(description())


@declare_access(Access.PUBLIC)
class Docs(Problems, SpectacularSwaggerSplitView):
    """Swagger's page with our own copy of its assets; nothing in it is inline."""

    renderer_classes = [TemplateHTMLRenderer]
    template_name = "api/docs.html"
    url_name = "api:schema"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]  # as above


@declare_access(Access.PUBLIC)
class Problem(Problems):
    """What a type of problem means; the `type` of every problem leads here."""

    @extend_schema(exclude=True)
    def get(self, request: Request, slug: str) -> Response:
        kind = KINDS.get(slug)
        if kind is None:
            raise Http404
        return Response({"title": kind.title, "status": kind.status, "meaning": kind.meaning})


@declare_access(Access.PUBLIC)
class Unknown(Problems):
    """Any other address."""

    @extend_schema(exclude=True)
    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Http404
