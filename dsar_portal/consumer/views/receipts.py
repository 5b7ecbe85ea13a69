"""Receipts: the check that is open to anybody, the proof file of one's own request, tools to check without us."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Access, declare_access
from accounts.principals import Principal
from audit import bundle, checkpoints
from audit import selectors as ledger
from audit.receipts import FIRST_LINE, Finding
from dsar_portal import languages
from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest, signed_in
from dsar_portal.consumer.forms.receipt import WORDS, ReceiptForm, shown, steps_of
from dsar_portal.consumer.views.limits import limited
from dsar_portal.consumer.views.status import find
from requests_app.services import proofs

HASH = re.compile(r"[0-9a-f]{64}")
TOOLS = {"verify_ledger.py": "text/x-python", "verify_ledger.html": "text/html"}


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@limited("receipt.address", per_hour=240)
@languages.switches
def check(request: VisitorRequest) -> HttpResponse:
    """Does this receipt hold? Or: does the ledger hold the entry of this number or check value?"""
    form = languages.opened(ReceiptForm, request)
    context: dict[str, Any] = {"form": form, "keys": checkpoints.keys(checkpoints.folder())[::-1]}
    if form.is_bound and form.is_valid():
        context |= _told(request, form)
    return render(request, "consumer/receipt.html", context)


def _told(request: VisitorRequest, form: ReceiptForm) -> dict[str, Any]:
    text = form.cleaned_data["text"]
    if FIRST_LINE.strip() not in text and (len(text.split()) < 2 or HASH.search(text.lower())) and len(text) < 200:
        return _entry(form, text)
    checked = proofs.check_receipt(text=text, by=access.visitor(), now=request.now)
    if checked.finding in WORDS:
        form.add_error("receipt", WORDS[checked.finding])
        return {"grave": checked.finding in {Finding.AHEAD, Finding.SPLIT}}
    return {"told": shown(checked), "steps": steps_of(checked)}


def _entry(form: ReceiptForm, text: str) -> dict[str, Any]:
    """The entry by its number or by its check value."""
    plain = "".join(text.lower().split())
    found = None
    if HASH.fullmatch(plain):
        found = ledger.entry_with_hash(plain)
    else:
        try:
            found = ledger.entry(UUID(plain))
        except ValueError:
            found = None
    if found is None:
        form.add_error("receipt", _("The ledger holds no such entry. Check that you copied all of it, then try again."))
    return {"found": found}


@declare_access(Access.CONSUMER)
@require_safe
@signed_in
def own(request: VisitorRequest, ref: str, *, by: Principal) -> HttpResponse:
    """The proof file of one's own request. It is signed within seconds; until then the page says so."""
    row = find(ref, by)
    text = proofs.fetch_receipt(request_id=row.id, by=by, now=request.now)
    if text is None:
        messages.info(request, _("Your receipt is being signed. Try again in a minute."))
        return HttpResponseRedirect(reverse("consumer:request", args=[row.reference]))
    return _download(text.encode(), f"{row.reference}.tlog-proof", "text/plain; charset=utf-8")


@declare_access(Access.PUBLIC)
@require_safe
def tool(request: VisitorRequest, name: str) -> HttpResponse:
    """The verifier, to run without us: as a program and as a page that needs no network."""
    path = bundle.VERIFIERS / Path(name).name
    if name not in TOOLS or not path.is_file():
        raise Http404
    return _download(path.read_bytes(), name, TOOLS[name])


@declare_access(Access.PUBLIC)
@require_safe
def keys(request: VisitorRequest) -> HttpResponse:
    """The public keys of the ledger, one a line."""
    text = "".join(f"{key}\n" for key in checkpoints.keys(checkpoints.folder()))
    return _download(text.encode(), "log.vkey", "text/plain; charset=utf-8")


@declare_access(Access.PUBLIC)
@require_safe
def checkpoint(request: VisitorRequest) -> HttpResponse:
    """The newest signed state of the ledger. Whoever keeps one can show later that nothing before it was changed."""
    head = ledger.latest_checkpoint()
    if head is None:
        raise Http404
    return _download(head.note.encode(), f"checkpoint-{head.tree_size}.txt", "text/plain; charset=utf-8")


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
