"""The signed states of the ledger."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import declare_access
from audit import selectors
from dsar_portal.auditor.access import LEDGER, Desk

PAGE = 50


@declare_access(LEDGER)
@require_safe
def checkpoints(request: Desk) -> HttpResponse:
    """All checkpoints, the newest first."""
    typed = request.GET.get("below", "")
    below = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
    found = selectors.checkpoints(below=below, limit=PAGE + 1)
    shown = [
        {"size": one.tree_size, "at": one.signed_at, "root": bytes(one.root).hex(), "key": one.key_id}
        for one in found[:PAGE]
    ]
    further = reverse("auditor:checkpoints") + f"?below={shown[-1]['size']}" if len(found) > PAGE else ""
    context = {"checkpoints": shown, "next": further, "counts": selectors.counts() if below is None else None}
    return render(request, "auditor/checkpoints.html", context)


@declare_access(LEDGER)
@require_safe
def note(request: Desk, size: int) -> HttpResponse:
    """One checkpoint exactly as it was signed."""
    found = selectors.checkpoint(size) if size < 2**63 else None
    if found is None:
        raise Http404
    name = f'attachment; filename="checkpoint-{size}.txt"'
    return HttpResponse(found.note, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": name})
