"""Where an officer begins: how much waits, and for whom."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import trainings
from accounts.access import declare_access
from accounts.roles import Permission
from dsar_portal.officer import filters
from dsar_portal.officer.access import FIGURES, QUEUE, Desk
from dsar_portal.officer.views.rows import rows_of
from dsar_portal.wording import RIGHTS, word
from requests_app.selectors import figures, queue
from requests_app.services import auditing, days, paper_forms, papers

FIRST = 6  # rows of each list: enough to begin the day, few enough for one look
TYPES = {
    "delete": RIGHTS["deletion"], "correct": RIGHTS["correction"], "know": RIGHTS["access"],
    "opt_out": RIGHTS["opt_out"], "limit": gettext_lazy("Limit sensitive data"),
    "marketing": gettext_lazy("Marketing (voluntary)"),
}  # fmt: skip


@declare_access(FIGURES)
def dashboard(request: Desk) -> HttpResponse:
    """The yearly figures of 11 CCR 7102, as they stand now."""
    asked = request.GET.get("year", "")
    this_year = request.now.year
    year = int(asked) if asked in {str(one) for one in range(this_year - 5, this_year + 1)} else this_year
    rows = [
        [word(TYPES, line.type), line.received, line.complied_whole, line.complied_part, line.denied,
         line.open_or_withdrawn, line.median_days or "–", line.mean_days or "–", line.late]
        for line in auditing.figures(year=year, by=request.principal, now=request.now)
    ]  # fmt: skip
    columns = [_("Kind"), _("Received"), _("In full"), _("In part"), _("Denied"), _("Open or withdrawn"),
               _("Median days"), _("Mean days"), _("Late")]  # fmt: skip
    bars = [{"label": row[0], "value": row[1]} for row in rows]
    two = [_("Kind"), _("Received")]
    context = {
        "two": two,
        "rows": rows,
        "columns": columns,
        "bars": bars,
        "year": year,
        "years": range(this_year, this_year - 3, -1),
    }
    return render(request, "officer/dashboard.html", context)


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
        {"number": counts.undelivered, "label": _("Notices that did not arrive"), "href": queue_address("is:undelivered"), "tone": "soon" if counts.undelivered else ""},  # noqa: E501 - one card a line
        {"number": counts.inquiries, "label": _("Questions and complaints"), "href": reverse("officer:inquiries")},
    ]  # fmt: skip
    lists = [
        {"title": _("Yours, due first"), "none": _("Nothing is assigned to you."), **_first(request, "assignee:@me")},
        {"title": _("Nobody's yet, due first"), "none": _("Every open request has somebody."), **_first(request, "is:unassigned")},  # noqa: E501 - one list a line
    ]  # fmt: skip
    works = request.principal.may(Permission.REQUEST_WORK)
    waiting = {
        "forms_back": paper_forms.waiting(by=request.principal) if works else 0,
        "training_missing": trainings.is_missing_for(request.principal.person, today=days.day_of(request.now)),
        "papers": len(papers.inbox(by=request.principal)) if works else 0,
    }
    return render(request, "officer/home.html", {"kpis": kpis, "counts": counts, "lists": lists, **waiting})


def _first(request: Desk, words: str) -> dict[str, Any]:
    """The first few rows of a view of the queue, and where the rest is."""
    wanted, _errors = filters.filters_of(filters.parse(words), by=request.principal, now=request.now)
    page = queue(by=request.principal, filters=wanted, now=request.now, page_size=FIRST)
    return {"rows": rows_of(page, today=days.day_of(request.now)), "href": queue_address(words)}


def queue_address(query: str) -> str:
    """The queue with this query."""
    return reverse("officer:queue") + (f"?{urlencode({'q': query})}" if query else "")
