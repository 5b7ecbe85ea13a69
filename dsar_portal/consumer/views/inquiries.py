"""What became of a question or a complaint: for whoever showed its number and its code."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import Access, declare_access
from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest
from dsar_portal.consumer.forms.inquiry import told
from requests_app.services import inquiries

if TYPE_CHECKING:
    from requests_app.models import Inquiry

OPENED = "consumer_inquiry_opened"


def let_in(request: HttpRequest, inquiry: "Inquiry", *, now: datetime) -> HttpResponse:
    """Number and code were right: open its page in this browser, until the visit ends."""
    request.session.cycle_key()
    request.session[OPENED] = {"id": str(inquiry.id), "since": now.isoformat()}
    return HttpResponseRedirect(reverse("consumer:inquiry"))


def opened(request: HttpRequest, *, now: datetime) -> UUID | None:
    """The inquiry that this browser may show; None without one, or where the visit was too long ago."""
    known = request.session.get(OPENED)
    longest = timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS)
    if not known or now - datetime.fromisoformat(known["since"]) >= longest:
        return None
    return UUID(known["id"])


@declare_access(Access.CONSUMER)
@require_safe
def inquiry(request: VisitorRequest) -> HttpResponse:
    """Where it stands, until when we answer, and the answer."""
    known = opened(request, now=request.now)
    found = inquiries.look(inquiry_id=known, by=access.visitor(), now=request.now) if known else None
    if found is None:
        return access.to_the_door(request)
    return render(request, "consumer/inquiry.html", {"one": told(found)})
