"""The ledger: searching it, and one entry with everything needed to prove it."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from accounts.access import declare_access
from audit import receipts
from dsar_portal.auditor.access import LEDGER, Desk
from dsar_portal.auditor.filters import as_text, cursor_of
from dsar_portal.auditor.forms.search import SearchForm
from dsar_portal.auditor.views import lines
from requests_app.permissions import NotAllowed, NotFound
from requests_app.services.auditing import MOST_COUNTED, Found, Wanted, export, open_entry, search, walk
from requests_app.services.spreadsheets import csv_text

FIELDS = ("request", "action", "actor", "role", "subject", "reason", "since", "until")
MORE = ("role", "subject", "reason")
COLUMNS = (
    "at", "action", "sentence", "by", "actor_type", "actor_id", "request", "reference", "subject_type", "subject_id",
    "rev", "from", "to", "reason", "facts", "entry", "leaf_hash", "leaf_index",
)  # fmt: skip


@declare_access(LEDGER)
@require_safe
@gzip_page
def ledger(request: Desk) -> HttpResponse:
    """Search the ledger, newest first."""
    asked = any(request.GET.get(name) for name in FIELDS)
    form = SearchForm(request.GET if asked else None)
    if asked and request.GET.get("format") == "csv" and form.is_valid():
        return _as_csv(request, form)
    found = _found(request, form)
    context = {
        "form": form,
        "asked": asked,
        "rows": lines.rows_of(found.entries),
        "next": _next(request, found),
        "total": found.total,
        "most": MOST_COUNTED,
        "more_open": any(request.GET.get(name) for name in MORE),
        "csv": f"?{urlencode(_kept(request) | {'format': 'csv'})}",
    }
    return render(request, "auditor/ledger.html", context)


@declare_access(LEDGER)
@require_safe
def entry(request: Desk, entry_id: UUID) -> HttpResponse:
    """One entry: its exact text, its hash, its place and the proof of it."""
    try:
        view, proof = open_entry(entry_id=entry_id, by=request.principal, now=request.now)
    except (NotFound, NotAllowed):
        raise Http404 from None
    row = lines.rows_of([view])[0]
    way = walk(proof)
    return render(request, "auditor/entry.html", {"row": row, "entry": view, "proof": proof, "walk": way})


@declare_access(LEDGER)
@require_safe
def proof_file(request: Desk, entry_id: UUID) -> HttpResponse:
    """The proof as a file that any verifier of the format reads."""
    try:
        _view, proof = open_entry(entry_id=entry_id, by=request.principal, now=request.now)
    except (NotFound, NotAllowed):
        raise Http404 from None
    text = receipts.file_text(proof)
    if text is None:
        raise Http404
    name = f'attachment; filename="{entry_id}.tlog-proof"'
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": name})


def _found(request: Desk, form: SearchForm) -> Found:
    nothing = Found([], None)
    if form.is_bound and not form.is_valid():
        return nothing
    wanted = form.wanted() if form.is_bound else Wanted()
    cursor = cursor_of(request.GET.get("after", ""))
    try:
        return search(wanted=wanted, cursor=cursor, by=request.principal, now=request.now)
    except NotFound:
        form.add_error("request", _("No request with this reference"))
    except NotAllowed as refused:
        # A page nobody searched on has no form errors to show; the sentence stands above the empty list.
        if form.is_bound:
            form.add_error("request", str(refused))
    return nothing


def _next(request: Desk, found: Found) -> str:
    if found.next is None:
        return ""
    return reverse("auditor:ledger") + "?" + urlencode({**_kept(request), "after": as_text(found.next)})


def _kept(request: Desk) -> dict[str, str]:
    return {name: request.GET[name] for name in FIELDS if request.GET.get(name)}


def _as_csv(request: Desk, form: SearchForm) -> HttpResponse:
    """What the search finds as a file. Taking it out is recorded."""
    try:
        found = export(wanted=form.wanted(), by=request.principal, now=request.now)
    except NotFound:
        raise Http404 from None
    rows = (_cells(row) for row in lines.rows_of(found))
    name = f'attachment; filename="ledger-{request.now:%Y-%m-%d}.csv"'
    return HttpResponse(
        csv_text(COLUMNS, rows), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )


def _cells(row: lines.Row) -> list[object]:
    entry = row.entry
    return [
        entry.at.isoformat(), entry.action, row.sentence, row.by, entry.actor_type, entry.actor_id, entry.request,
        row.reference, entry.subject_type, entry.subject_id, entry.rev, entry.before, entry.after, entry.reason,
        row.facts, entry.id, entry.leaf_hash, entry.leaf_index,
    ]  # fmt: skip
