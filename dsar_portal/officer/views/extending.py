"""More time for the requests chosen in the queue: first a page that shows what would happen, then what did."""

import hashlib
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import declare_access
from dsar_portal import wording
from dsar_portal.officer.access import WORK, Desk
from dsar_portal.officer.forms.bulk import ExtendManyForm
from dsar_portal.officer.views.rows import right_words
from dsar_portal.wording import word
from requests_app.selectors import masked
from requests_app.services import extending_many
from requests_app.services.chosen_rows import BadChoice, Chosen
from requests_app.services.extending_many import Line

SHOWN = 20  # characters: a reference is shorter, and nothing longer is given back


@require_POST
@declare_access(WORK)
def extend_many(request: Desk) -> HttpResponse:
    """Show what would move to which day, then its letters, then do it. Nothing moves before its letters were shown."""
    chosen = [read_choice(text) for text in request.POST.getlist("reference")]
    step = request.POST.get("step", "")
    form = ExtendManyForm(request.POST if step else None)
    try:
        if step == "do" and form.is_valid() and request.POST.get("shown") == _digest(form):
            return _done(request, chosen, form)
        lines = extending_many.foresee(
            references=[one.reference for one in chosen], by=request.principal, now=request.now
        )
    except BadChoice as bad:
        messages.error(request, str(bad))
        return redirect(_back(request))
    return _show(request, lines, form)


def _show(request: Desk, lines: list[Line], form: ExtendManyForm) -> HttpResponse:
    moving = [line for line in lines if line.outcome == "moves"]
    ready = form.is_bound and form.is_valid() and bool(moving)
    context = {
        "moving": [_row(line, letter=_letter(request, line, form) if ready else None) for line in moving],
        "refused": [_row(line) for line in lines if line.outcome == "refused"],
        "form": form,
        "shown": _digest(form) if ready else "",
        "mixed": len(extending_many.languages(lines)) > 1,
        "back": _back(request),
        **_query(request),
    }
    return render(request, "officer/extend_many.html", context)


def _done(request: Desk, chosen: list[Chosen], form: ExtendManyForm) -> HttpResponse:
    data = form.cleaned_data
    lines = extending_many.extend_each(
        chosen=chosen, reason=data["reason"], explanation=data["explanation"], by=request.principal, now=request.now
    )
    context = {
        "rows": [_row(line) for line in lines],
        "done": sum(line.outcome == "done" for line in lines),
        "before": sum(line.outcome == "before" for line in lines),
        "refused": sum(line.outcome == "refused" for line in lines),
        "back": _back(request),
    }
    return render(request, "officer/extended_many.html", context)


def _letter(request: Desk, line: Line, form: ExtendManyForm) -> object:
    data = form.cleaned_data
    return extending_many.notice(
        line, reason=data["reason"], explanation=data["explanation"], by=request.principal, now=request.now
    )


def _row(line: Line, *, letter: object = None) -> dict[str, Any]:
    known = line.request
    return {
        "reference": line.reference[:SHOWN],
        "href": reverse("officer:case", args=[line.reference]) if known else "",
        "value": f"{line.reference}:{known.rev}" if known else "",
        "person": masked(known.submission.consumer)["name"] if known else "",
        "right": right_words(known) if known else "",
        "language": word(wording.LANGUAGES, known.submission.language) if known else "",
        "was": line.was,
        "new": line.new,
        "days": _between(line.was, line.new),
        "outcome": line.outcome,
        "why": line.why,
        "letter": letter,
    }


def _between(was: date | None, new: date | None) -> int:
    return (new - was).days if was and new else 0


def read_choice(text: str) -> Chosen:
    """A reference alone as the queue sends it, or with the revision that our own page showed."""
    reference, _colon, rev = text.partition(":")
    # A revision that cannot be read is one that no row has: the request was not looked at, so nothing is done to it.
    seen = int(rev) if rev.isascii() and rev.isdigit() and len(rev) < SHOWN else -1
    return Chosen(reference, seen)


def _digest(form: ExtendManyForm) -> str:
    """Of the words whose letters were shown: other words have to be shown first."""
    words = "\x00".join(str(form.cleaned_data[name]) for name in ("reason", "explanation"))
    return hashlib.sha256(words.encode()).hexdigest()


def _query(request: Desk) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:300] for name in ("q", "rows")}


def _back(request: Desk) -> str:
    kept = {name: value for name, value in _query(request).items() if value}
    return reverse("officer:queue") + (f"?{urlencode(kept)}" if kept else "")
