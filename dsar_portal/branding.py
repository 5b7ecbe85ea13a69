"""Under whose name does this person come? By the company's own address, or by the company that they chose."""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from requests_app.brands import Brand
from requests_app.profile import BRANDS

# The slug of a company and nothing else; forgotten when the browser closes.
COOKIE = "company"


def brand_of(request: HttpRequest) -> Brand | None:
    """The brand to show; None for the group's own."""
    return _at_home(request) or BRANDS.get(request.COOKIES.get(COOKIE, ""))


def of_company(request: HttpRequest, slug: str) -> dict[str, Brand | None]:
    """The look of a page about this company, for its template: its own, whatever the browser showed before."""
    return {"brand": BRANDS.get(slug) or _at_home(request)}


def _at_home(request: HttpRequest) -> Brand | None:
    try:
        host = request.get_host().partition(":")[0].casefold()
    except DisallowedHost:  # the page that refuses it is drawn with this look too
        return None
    return next((brand for brand in BRANDS.values() if host in brand.hosts), None)


def remember(response: HttpResponse, slug: str) -> None:
    """Show this company's look from now on; one without a look of its own, or the group, brings back the group's."""
    if slug in BRANDS:
        response.set_cookie(COOKIE, slug, httponly=True, samesite="Lax", secure=settings.SECURE, path="/")
    else:
        response.delete_cookie(COOKIE, path="/", samesite="Lax")
