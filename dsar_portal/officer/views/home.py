"""Where an officer begins: how much waits, and for whom."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import declare_access
from dsar_portal.officer.access import QUEUE, Desk
from requests_app.selectors import figures


@declare_access(QUEUE)
def home(request: Desk) -> HttpResponse:
    """The figures, each a link into the queue. The search box of every page leads here too."""
    if "q" in request.GET:
        return redirect(queue_address(request.GET["q"]))
    counts = figures(by=request.principal, now=request.now)
    kpis = [
        {"number": counts.overdue, "label": _("Overdue"), "href": queue_address("is:overdue"), "tone": "overdue"},
        {"number": counts.due_this_week, "label": _("Due in 7 days"), "href": queue_address("is:due-week"), "tone": "soon"},  # noqa: E501 - one card a line
        {"number": counts.unassigned, "label": _("Unassigned"), "href": queue_address("is:unassigned")},
        {"number": counts.mine, "label": _("Mine"), "href": queue_address("assignee:@me")},
        {"number": counts.to_approve, "label": _("To approve"), "href": queue_address("is:to-approve")},
        {"number": counts.unread, "label": _("New messages"), "href": queue_address("is:unread")},
        {"number": counts.inquiries, "label": _("Questions and complaints"), "href": reverse("officer:inquiries")},
        {"number": counts.open, "label": _("All open"), "href": queue_address("")},
    ]  # fmt: skip
    return render(request, "officer/home.html", {"kpis": kpis, "counts": counts})


def queue_address(query: str) -> str:
    """The queue with this query."""
    return reverse("officer:queue") + (f"?{urlencode({'q': query})}" if query else "")
