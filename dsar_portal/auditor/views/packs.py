"""Evidence packs: of one request at once, of a period by a worker."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import declare_access
from dsar_portal.auditor.access import EVIDENCE, LEDGER, Desk
from dsar_portal.auditor.forms.packs import PackForm, two_years
from requests_app.permissions import NotAllowed, NotFound
from requests_app.reference import Mistyped
from requests_app.services import days
from requests_app.services import packs as evidence


@declare_access(LEDGER)
@require_http_methods(["GET", "HEAD", "POST"])
def packs(request: Desk) -> HttpResponse:
    """Ask for the pack of a period, and see how far one's packs are."""
    today = days.day_of(request.now)
    initial = {"since": two_years(today), "until": today}
    form = PackForm(request.POST or None, initial=initial, today=today, slugs=request.principal.companies)
    if request.method == "POST" and form.is_valid():
        try:
            evidence.ask(asked=form.asked(), by=request.principal, now=request.now)
        except evidence.TooMany:
            words = _("These are more than %(most)s requests. Choose a shorter period") % {
                "most": evidence.MOST_LIMITED
            }
            form.add_error("until", words)
        else:
            messages.success(request, _("The pack is being made. You can leave this page and come back."))
            return redirect("auditor:packs")
    context = {"form": form, "packs": evidence.mine(by=request.principal)}
    return render(request, "auditor/packs.html", context, status=422 if form.errors else 200)


@declare_access(LEDGER)
@require_safe
def pack(request: Desk, pack_id: UUID) -> HttpResponse:
    """Download a finished pack. Recorded."""
    try:
        found, content = evidence.fetch(pack_id=pack_id, by=request.principal, now=request.now)
    except NotFound:
        raise Http404 from None
    except evidence.NotReady:
        messages.error(request, _("This pack is not there: it is still being made, or its 30 days are over."))
        return redirect("auditor:packs")
    return _zip(content, f"evidence-{found.since}-{found.until}.zip")


@declare_access(EVIDENCE)
@require_POST
def pack_of_request(request: Desk, reference: str) -> HttpResponse:
    """The pack of one request, at once. Recorded."""
    try:
        parsed, made = evidence.of_one_request(reference_text=reference, by=request.principal, now=request.now)
    except (NotFound, NotAllowed, Mistyped):
        raise Http404 from None
    return _zip(made.content, f"evidence-{parsed}.zip")


def _zip(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/zip", headers=headers)
