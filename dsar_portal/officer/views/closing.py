"""Spam and tests among the rows chosen in a list: first a page that shows what would be closed, then what was."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import declare_access
from dsar_portal import wording
from dsar_portal.officer.access import WORK, Desk
from dsar_portal.officer.forms.closing import CloseInquiryForm
from dsar_portal.officer.views.extending import SHOWN, read_choice
from dsar_portal.wording import word
from requests_app import permissions
from requests_app.services import closing_many
from requests_app.services.chosen_rows import BadChoice
from requests_app.services.closing_many import Line


@require_POST
@declare_access(WORK)
def close_requests(request: Desk) -> HttpResponse:
    """Requests that are none."""
    kept = {name: request.POST.get(name, "")[:300] for name in ("q", "rows")}
    asked = {name: value for name, value in kept.items() if value}
    back = reverse("officer:queue") + (f"?{urlencode(asked)}" if asked else "")
    return _close(request, closing_many.foresee_requests, closing_many.close_requests, back=back, kept=kept)


@require_POST
@declare_access(WORK)
def close_inquiries(request: Desk) -> HttpResponse:
    """Questions and complaints that are none."""
    back = reverse("officer:inquiries")
    try:
        return _close(request, closing_many.foresee_inquiries, closing_many.close_inquiries, back=back, kept={})
    except permissions.NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None


def _close(request: Desk, foresee: Any, close: Any, *, back: str, kept: dict[str, str]) -> HttpResponse:
    chosen = [read_choice(text) for text in request.POST.getlist("reference")]
    form = CloseInquiryForm(request.POST if "step" in request.POST else None)
    context: dict[str, Any] = {"back": back, "kept": kept, "form": form, "title": _title(back)}
    try:
        if form.is_bound and form.is_valid():
            reason = form.cleaned_data["reason"]
            lines = close(chosen=chosen, reason=reason, by=request.principal, now=request.now)
            return render(request, "officer/closed_many.html", context | _after(lines))
        lines = foresee(references=[one.reference for one in chosen], by=request.principal)
    except BadChoice as bad:
        messages.error(request, str(bad))
        return redirect(back)
    closing = [_row(line) for line in lines if line.outcome == "closes"]
    refused = [_row(line) for line in lines if line.outcome == "refused"]
    return render(request, "officer/close_many.html", context | {"closing": closing, "refused": refused})


def _after(lines: list[Line]) -> dict[str, Any]:
    counts = {name: sum(line.outcome == name for line in lines) for name in ("done", "before", "refused")}
    return {"rows": [_row(line) for line in lines], **counts}


def _row(line: Line) -> dict[str, Any]:
    return {
        "reference": line.reference[:SHOWN],
        "value": f"{line.reference}:{line.rev}"[: 2 * SHOWN],
        "href": _href(line),
        "what": word(wording.INQUIRIES if line.kind in wording.INQUIRIES else wording.RIGHTS, line.kind),
        "outcome": line.outcome,
        "why": line.why,
    }


def _href(line: Line) -> str:
    if line.id is None:
        return ""
    if line.kind in wording.INQUIRIES:
        return reverse("officer:inquiry", args=[line.id])
    return reverse("officer:case", args=[line.reference])


def _title(back: str) -> str:
    return _("Questions, complaints and reports") if back == reverse("officer:inquiries") else _("Queue")
