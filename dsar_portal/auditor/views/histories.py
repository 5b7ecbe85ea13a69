"""One request's history in sentences, with its person masked."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import declare_access
from dsar_portal import wording
from dsar_portal.auditor.access import LEDGER, Desk
from dsar_portal.auditor.forms.search import HistoryForm
from dsar_portal.auditor.views import lines
from requests_app.permissions import NotAllowed, NotFound
from requests_app.reference import Mistyped
from requests_app.selectors import explained
from requests_app.services import telling


@declare_access(LEDGER)
@require_safe
def find(request: Desk) -> HttpResponse:
    """Ask for a reference and go to its history."""
    form = HistoryForm(request.GET if "reference" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("auditor:history", form.cleaned_data["reference"])
    return render(request, "auditor/find.html", {"form": form})


@declare_access(LEDGER)
@require_safe
def history(request: Desk, reference: str) -> HttpResponse:
    """Everything that was done to one request, newest first."""
    try:
        found = telling.history(reference_text=reference, by=request.principal, now=request.now)
    except (NotFound, NotAllowed, Mistyped):
        raise Http404 from None
    case = found.request
    words = {
        "right": wording.RIGHTS.get(case.right, case.right),
        "channel": wording.CHANNELS.get(case.submission.channel, case.submission.channel),
    }
    dates = explained(case)
    told = [(wording.word(wording.DUTIES, one.duty), one) for one in dates.dates]
    context = {
        "governing": dates.governing,
        "dates": told,
        "case": case,
        "found": found,
        "rows": lines.history_rows(found.told),
        "now": request.now,
        **words,
    }
    return render(request, "auditor/history.html", context)
