"""The looks of the member companies: the address by which people come, and the colours."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import Access, declare_access
from dsar_portal import branding
from dsar_portal.consumer.access import VisitorRequest
from requests_app.profile import BRANDS, GROUP

KEPT = 24 * 60 * 60


@declare_access(Access.PUBLIC)
@require_safe
def come_by(request: VisitorRequest, slug: str) -> HttpResponse:
    """The start page in the look of one company; `group` brings back the group's own."""
    if slug not in BRANDS and slug != GROUP:
        raise Http404
    response = HttpResponseRedirect(reverse("consumer:start"))
    branding.remember(response, slug)
    return response


@declare_access(Access.PUBLIC)
@require_safe
def colours(request: VisitorRequest, slug: str) -> HttpResponse:
    """The style sheet of one company. Its address changes with it, so browsers may keep it."""
    brand = BRANDS.get(slug)
    if brand is None:
        raise Http404
    headers = {"Cache-Control": f"public, max-age={KEPT}"}
    return HttpResponse(brand.css, content_type="text/css; charset=utf-8", headers=headers)
