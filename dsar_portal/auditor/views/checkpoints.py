"""The signed states of the ledger."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import declare_access
from audit import selectors
from audit.proving import Verdict
from dsar_portal.auditor.access import LEDGER, Desk
from dsar_portal.auditor.forms.compare import CompareForm
from requests_app.services import auditing

PAGE = 50
# What each verdict means for whoever holds the note: a tone, a headline, and what to do.
WORDS = {
    Verdict.CONSISTENT: (
        "completed",
        _("The history is the same"),
        _("The larger state begins with exactly the entries of the smaller one. Nothing before it was changed."),
    ),
    Verdict.SAME: (
        "completed",
        _("Both say the same"),
        _("The two notes speak of the same number of entries and the same root."),
    ),
    Verdict.SPLIT: (
        "denied",
        _("Split view: the history was rewritten"),
        _(
            "Both states are signed, and one does not continue the other. Keep both notes, copy them elsewhere, "
            "and tell whoever relies on this ledger."
        ),
    ),
    Verdict.AHEAD: (
        "denied",
        _("Entries are missing here"),
        _(
            "The note speaks of more entries than this ledger holds. It was cut off, or an old backup was restored. "
            "Keep the note."
        ),
    ),
    Verdict.OTHER_LOG: (
        "awaiting_requester",
        _("This note belongs to another ledger"),
        _("Its first line names another ledger than ours. Compare it with the ledger it names."),
    ),
    Verdict.UNSIGNED: (
        "denied",
        _("Nobody we know has signed this note"),
        _("It names our ledger, but no published key has signed it. Anybody could have written it."),
    ),
    Verdict.FORGED: (
        "denied",
        _("The signature is wrong"),
        _(
            "The note names our key, but the signature does not fit its text. It was changed after signing, or copied "
            "with a mistake."
        ),
    ),
    Verdict.UNREADABLE: (
        "awaiting_requester",
        _("This is no signed note"),
        _("A note has a name, a number, a root, an empty line and a signature. Copy all of it, the last line too."),
    ),
    Verdict.NO_HEAD: (
        "awaiting_requester",
        _("This ledger has no checkpoint yet"),
        _("There is nothing to compare with. Come back in a minute."),
    ),
}


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
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: Desk) -> HttpResponse:
    """Hold a note that was kept outside against the ledger; `?first=&second=` compares two of our own."""
    form = CompareForm(request.POST, request.FILES) if request.method == "POST" else CompareForm(initial=_own(request))
    found = None
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        found = auditing.compare(first=typed["note"], second=typed["other"], by=request.principal, now=request.now)
    context = {"form": form, "found": found, "words": WORDS[found.verdict] if found else None}
    return render(request, "auditor/compare.html", context, status=422 if form.errors else 200)


def _own(request: Desk) -> dict[str, str]:
    """The notes of our own that an address names, by size."""
    wanted = {"note": request.GET.get("first", ""), "other": request.GET.get("second", "")}
    sizes = {name: int(text) for name, text in wanted.items() if text.isascii() and text.isdigit() and len(text) < 19}
    found = {name: selectors.checkpoint(size) for name, size in sizes.items()}
    return {name: one.note for name, one in found.items() if one is not None}


@declare_access(LEDGER)
@require_safe
def note(request: Desk, size: int) -> HttpResponse:
    """One checkpoint exactly as it was signed."""
    found = selectors.checkpoint(size) if size < 2**63 else None
    if found is None:
        raise Http404
    name = f'attachment; filename="checkpoint-{size}.txt"'
    return HttpResponse(found.note, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": name})
