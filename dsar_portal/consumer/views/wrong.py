"""“This is wrong” beside an item of an answer: a request for correction, begun with what is known already."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Access, declare_access
from accounts.principals import Principal
from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest, signed_in
from dsar_portal.consumer.forms import overview
from dsar_portal.consumer.views.asking import draft_of
from dsar_portal.consumer.views.status import find
from requests_app.services import drafts

# The field of a correction that fits a kind of data best; the person may choose another.
FIELD_OF = {"banking": "payment_details", "employment": "employment_details"}


@declare_access(Access.CONSUMER)
@require_POST
@signed_in
def wrong(request: VisitorRequest, ref: str, *, by: Principal) -> HttpResponse:
    """Begin a correction of one item. Who asks is asked again: the proof of one request is good for that one alone."""
    row = find(ref, by)
    item = _item(row, request.POST.get("category", ""), request.POST.get("system", ""))
    begun = draft_of(request)
    if begun is not None and begun.answers:
        messages.warning(request, _("You have a form that is not finished. Finish it or start again, then come back."))
        return HttpResponseRedirect(reverse("consumer:begin"))
    key, _draft = drafts.start(now=request.now, language=get_language() or "en")
    drafts.save(token=key, answers=_known(row, item), now=request.now, language=get_language())
    response = HttpResponseRedirect(reverse("consumer:step", args=["correction"]))
    access.keep_draft_key(response, key)
    return response


def _item(row: Any, category: str, system: str) -> dict[str, Any]:
    answer = overview.answer_of(row) or {"items": []}
    for item in answer["items"]:
        if item["correctable"] and (item["category_code"], item["system_code"]) == (category, system):
            found: dict[str, Any] = item
            return found
    raise Http404


def _known(row: Any, item: dict[str, Any]) -> dict[str, Any]:
    """What need not be asked twice. Nothing that shows who somebody is: whoever holds the code could read it."""
    asked = row.submission
    return {
        "who": {"capacity": asked.capacity},
        "what": {"rights": ["correction"]},
        "companies": {"companies": [row.company]},
        "relationships": {"relationships": list(asked.relationships)},
        "residence": {"country": asked.country, "state": asked.state},
        "correction": {
            "count": 1,
            "field_0": FIELD_OF.get(item["category_code"], "other"),
            "current_0": f"{item['category']} ({item['system']})",
            "requested_0": "",
            "reason_0": _("From our answer to %(reference)s.") % {"reference": row.reference},
        },
    }
