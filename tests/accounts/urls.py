"""One page of each kind, before the portal's own addresses."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from accounts.access import Access, declare_access, staff
from accounts.roles import Permission


def _page(request: HttpRequest) -> HttpResponse:
    principal = request.principal
    return HttpResponse(f"{principal.kind} {principal.id}" if principal else "nobody")


def _page_of(access: Access, **methods: Access):
    @declare_access(access, **methods)
    def view(request: HttpRequest) -> HttpResponse:
        return _page(request)

    return view


def undeclared(request: HttpRequest) -> HttpResponse:
    return _page(request)


urlpatterns = [
    path("undeclared/", undeclared),
    path("public/", _page_of(Access.PUBLIC)),
    path("consumer/", _page_of(Access.CONSUMER)),
    path("any-staff/", _page_of(staff())),
    path("api/any/", _page_of(Access.API())),
    path("api/both/", _page_of(Access.API("requests:read"), POST=Access.API("requests:create"))),
    *[path(f"may/{permission}/", _page_of(staff(permission)), name=f"may-{permission}") for permission in Permission],
    path("", include("dsar_portal.urls")),
]
