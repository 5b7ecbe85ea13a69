"""Calls of the telephone system held against the entries of the ledger."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import declare_access
from accounts.selectors import staff_names
from dsar_portal.auditor.access import CALLS, Desk
from dsar_portal.auditor.forms.calls import CallListForm, PeriodForm
from dsar_portal.auditor.views import lines
from requests_app.services import days
from requests_app.services.watch import calls as held
from requests_app.services.watch import listing

WEEK = timedelta(days=6)


@declare_access(CALLS)
@require_http_methods(["GET", "HEAD", "POST"])
def calls(request: Desk) -> HttpResponse:
    """What was called and not written down, and the reverse; a POST reads a list in. Both are recorded."""
    form = CallListForm(request.POST, request.FILES) if request.method == "POST" else CallListForm()
    if form.is_bound and form.is_valid() and _read_in(request, form):
        return redirect("auditor:calls")
    today = days.day_of(request.now)
    period = PeriodForm(request.GET if {"since", "until"} & set(request.GET) else None)
    since, until = period.days(today - WEEK, today)
    found = held.reconcile(since=since, until=until, by=request.principal, now=request.now)
    if not period.is_bound:
        period = PeriodForm(initial={"since": since, "until": until})
    context = {
        "form": form,
        "period": period,
        "since": since,
        "until": until,
        "found": found,
        "calls": [(call, _agent(call.agent_label, call.agent)) for call in found.without_entry],
        "entries": lines.rows_of(found.without_call),
    }
    return render(request, "auditor/calls.html", context, status=422 if form.errors else 200)


def _agent(label: str, agent: object) -> str:
    return staff_names([str(agent)]).get(str(agent), label) if agent else label


def _dropped(n: int) -> str:
    words = ngettext("Nothing was kept of %(n)s other column.", "Nothing was kept of %(n)s other columns.", n)
    return words % {"n": n}


def _read_in(request: Desk, form: CallListForm) -> bool:
    upload = form.cleaned_data["file"]
    # One byte more than is allowed tells a file that is too large, without reading all of it.
    content = upload.read(listing.MOST_BYTES + 1)
    try:
        done = listing.read_in(content=content, by=request.principal, now=request.now)
    except listing.Unreadable as unreadable:
        for fault in unreadable.faults:
            form.add_error("file", fault)
        return False
    said = ngettext("%(n)s call is new.", "%(n)s calls are new.", done.new) % {"n": done.new}
    if done.known:
        said += " " + _("%(n)s were known already and stay as they are.") % {"n": done.known}
    if done.unknown_agents:
        said += " " + _("Nobody here has these user names: %(names)s.") % {"names": ", ".join(done.unknown_agents[:10])}
    if done.dropped:
        said += " " + _dropped(done.dropped)
    messages.success(request, said)
    return True
