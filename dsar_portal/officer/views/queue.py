"""The queue: its address is its whole state."""

from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import declare_access
from dsar_portal.officer import filters
from dsar_portal.officer.access import EXPORT, QUEUE, WORK, Desk
from dsar_portal.officer.filters import Query
from dsar_portal.officer.forms import FilterForm
from dsar_portal.officer.views.rows import Row, rows_of
from fulfillment import spreadsheet
from requests_app.profile import PROFILE
from requests_app.selectors import BadCursor, Page, QueueFilters, queue
from requests_app.services import reading, work

TABS = (
    ("", "All open"), ("is:due-week", "Due this week"), ("is:overdue", "Overdue"), ("is:unassigned", "Unassigned"),
    ("assignee:@me", "Mine"), ("is:to-approve", "To approve"),
)  # fmt: skip
SIZES = (25, 50, 100)
MOST_EXPORTED = 10_000


@declare_access(QUEUE)
def show(request: Desk) -> HttpResponse:
    """One page of the queue. A search is recorded, without what was searched for."""
    if "lists" in request.GET and not _merged(request).errors:
        return redirect(_address(_merged(request), size=_size(request)))
    query = filters.parse(request.GET.get("q", ""))
    wanted, errors = filters.filters_of(query, by=request.principal, now=request.now)
    page = Page()
    try:
        if not errors:
            cursor = request.GET.get("cursor", "")
            page = queue(by=request.principal, filters=wanted, now=request.now, cursor=cursor, page_size=_size(request))
    except BadCursor as bad:
        errors = [str(bad)]
    if (query.tokens or query.text) and not errors and "cursor" not in request.GET:
        reading.searched(by=request.principal, now=request.now, fields=query.fields, results=len(page.rows))
    return render(request, "officer/queue.html", _context(request, query, page, errors))


@require_POST
@declare_access(WORK)
def assign_to_me(request: Desk) -> HttpResponse:
    """Take the chosen requests. What cannot be taken is named with its reason."""
    chosen = request.POST.getlist("reference")[: max(SIZES)]
    back = _address(filters.parse(request.POST.get("q", "")), size=_size(request))
    if not chosen or request.principal.user_id is None:
        messages.error(request, _("Choose at least one request first."))
        return redirect(back)
    bulk = work.assign_many(
        references=chosen, assignee=request.principal.user_id, by=request.principal, now=request.now
    )
    text = ngettext("%(count)d request is now yours.", "%(count)d requests are now yours.", bulk.done)
    messages.success(request, text % {"count": bulk.done})
    for reference, why in bulk.skipped:
        messages.warning(request, f"{reference}: {why}")
    return redirect(back)


@require_POST
@declare_access(EXPORT)
def export(request: Desk) -> HttpResponse:
    """The whole list as a file, masked as on the page. Recorded."""
    query = filters.parse(request.POST.get("q", ""))
    wanted, errors = filters.filters_of(query, by=request.principal, now=request.now)
    if errors:
        messages.error(request, errors[0])
        return redirect(_address(query, size=_size(request)))
    rows = list(_all_rows(request, wanted))
    reading.exported(by=request.principal, now=request.now, kind="queue", rows=len(rows))
    columns = [_("Reference"), _("Requester"), _("Right"), _("Company"), _("State"), _("Status"), _("Next step"),
               _("Waiting for"), _("Assigned to"), _("Channel"), _("Received"), _("Due")]  # fmt: skip
    name = f"queue-{_today(request.now).isoformat()}.csv"
    return HttpResponse(
        spreadsheet.table([columns, *map(_cells, rows)]),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _cells(row: Row) -> list[str]:
    received = row.received.astimezone(ZoneInfo(PROFILE.time_zone)).date().isoformat()
    return [row.reference, row.person, row.right, row.company, row.state, row.status_words, row.next_step,
            row.blocked_by, row.assignee, row.channel, received, row.respond_by.isoformat()]  # fmt: skip


def _all_rows(request: Desk, wanted: QueueFilters) -> Iterator[Row]:
    cursor, given = "", 0
    while given < MOST_EXPORTED:
        page = queue(by=request.principal, filters=wanted, now=request.now, cursor=cursor, page_size=500)
        yield from rows_of(page, today=_today(request.now))
        given += len(page.rows)
        if page.next is None:
            return
        cursor = page.next


def _context(request: Desk, query: Query, page: Page, errors: list[str]) -> dict[str, object]:
    size, typed = _size(request), request.GET.get("q", "")
    listed = {name: request.GET.get(name) or query.value(name) for name in FilterForm.LISTS}
    form = FilterForm(initial={**listed, "q": typed if errors else str(_unlisted(query))})
    return {
        "filters": form,
        "errors": [{"href": "#id_q", "message": error} for error in errors],
        "query": typed,
        "rows": rows_of(page, today=_today(request.now)),
        "tabs": [_tab(code, label, query) for code, label in TABS],
        "chips": [
            {"label": str(token), "remove_href": _address(query.without(token), size=size)} for token in query.tokens
        ],
        "previous_href": _address(query, size=size, cursor=page.previous) if page.previous else "",
        "next_href": _address(query, size=size, cursor=page.next) if page.next else "",
        "sizes": [{"size": one, "href": _address(query, size=one), "current": one == size} for one in SIZES],
        "size": size,
    }


def _tab(code: str, label: str, query: Query) -> dict[str, object]:
    here = filters.parse(code)
    current = set(here.tokens) == {token for token in query.tokens if token.key != "sort"} and not query.text
    return {"label": _(label), "href": _address(here, size=SIZES[0]), "current": current}


def _unlisted(query: Query) -> Query:
    """What the lists cannot show, and so stays in the box."""
    form = FilterForm()
    shown = [token for token in query.tokens if _in_list(form, token)]
    return query.without(*shown)


def _in_list(form: FilterForm, token: filters.Token) -> bool:
    options = getattr(form.fields.get(token.key), "choices", ())
    return token.value in {value for value, _label in options}


def _merged(request: Desk) -> Query:
    values = {name: request.GET.get(name, "") for name in FilterForm.LISTS}
    return filters.parse(request.GET.get("q", "")).with_values(values)


def _size(request: Desk) -> int:
    asked = request.GET.get("rows") or request.POST.get("rows") or ""
    return int(asked) if asked in {str(size) for size in SIZES} else SIZES[0]


def _today(now: datetime) -> date:
    return now.astimezone(ZoneInfo(PROFILE.time_zone)).date()


def _address(query: Query, *, size: int, cursor: str | None = None) -> str:
    values = {"q": str(query), "rows": str(size) if size != SIZES[0] else "", "cursor": cursor or ""}
    kept = {name: value for name, value in values.items() if value}
    return reverse("officer:queue") + (f"?{urlencode(kept)}" if kept else "")
