"""The law's numbers: as they count, a change proposed, tried out on the open requests, approved by a second person."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import declare_access
from accounts.selectors import staff_names
from dsar_portal.adminroom.access import RULES, RULES_APPROVE, RULES_PROPOSE, Desk
from dsar_portal.adminroom.forms import LawChangeForm
from requests_app.law_changes import Change
from requests_app.permissions import NotAllowed
from requests_app.regimes import Regime
from requests_app.selectors.law import change_of, changes, rules_on
from requests_app.services import law
from requests_app.services.dates import received_on


@declare_access(RULES)
@require_safe
def regimes(request: Desk) -> HttpResponse:
    """The legal rules as they count for a request received on a day, today unless another is asked for."""
    day = _asked_day(request)
    book = rules_on(day)
    rows = [{"regime": regime, "rights": _rights(regime)} for regime in book.regimes.values()]
    open_marks = sum(not regime.confirmed for regime in book.regimes.values())
    context = {"rows": rows, "book": book, "unconfirmed": open_marks, "day": day, "changes": _listed()}
    return render(request, "adminroom/regimes.html", context)


@declare_access(RULES_PROPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: Desk) -> HttpResponse:
    """Propose a change of one number."""
    today = received_on(request.now)
    form = LawChangeForm(request.POST or None, initial=request.GET.dict() | {"effective_from": today})
    if request.method == "POST" and form.is_valid():
        try:
            row = law.propose(
                change=form.change(), reason=form.cleaned_data["reason"], by=request.principal, now=request.now
            )
        except law.Unsound as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The change is proposed. Another person must approve it before it counts."))
            return redirect("adminroom:law-change", row.id)
    return render(request, "adminroom/law_change_new.html", {"form": form})


@declare_access(RULES)
@require_safe
def change(request: Desk, change_id: UUID) -> HttpResponse:
    """One change: what it says, what it would do to the open requests, and who decides."""
    row = change_of(change_id)
    if row is None:
        raise Http404
    context: dict[str, Any] = {"row": row, "change": row.as_change(), "names": _names(row)}
    if row.state == "proposed":
        context |= _tried(row.as_change())
        context["mine"] = row.proposed_by == request.principal.user_id
    return render(request, "adminroom/law_change.html", context)


@declare_access(RULES_APPROVE)
@require_POST
def approve(request: Desk, change_id: UUID) -> HttpResponse:
    """Let the change count."""
    done = _("The change counts. Open requests that it brings an earlier day are being dated anew.")
    return _decide(request, change_id, law.approve, done)


@declare_access(RULES_PROPOSE)
@require_POST
def refuse(request: Desk, change_id: UUID) -> HttpResponse:
    """Let the change fall."""
    return _decide(request, change_id, law.refuse, _("The change is refused. Nothing was changed."))


def _decide(request: Desk, change_id: UUID, deed: Any, done: str) -> HttpResponse:
    if change_of(change_id) is None:
        raise Http404
    try:
        deed(change_id=change_id, by=request.principal, now=request.now)
    except (law.Unsound, NotAllowed) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("adminroom:law-change", change_id)


def _tried(change: Change) -> dict[str, Any]:
    try:
        return {"what_if": law.what_if(change)}
    except law.Unsound as refused:
        return {"unsound": str(refused)}


def _rights(regime: Regime) -> list[dict[str, Any]]:
    return [
        {
            "right": right.replace("_", " "),
            "slug": right,
            "respond": f"{rule.respond.count} {rule.respond.unit}",
            "extended": f"{rule.extended.count} {rule.extended.unit}" if rule.extended else "",
            "confirmed": rule.confirmed,
            "cite": rule.cite if rule.cite != regime.cite else "",
        }
        for right, rule in regime.rights.items()
    ]


def _asked_day(request: Desk) -> date:
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return received_on(request.now)


TONES = {"proposed": "yellow", "approved": "green", "refused": "grey"}


def _listed() -> list[dict[str, Any]]:
    words = {"proposed": _("Proposed"), "approved": _("Approved"), "refused": _("Refused")}
    return [{"row": row, "word": words[row.state], "tone": TONES[row.state]} for row in changes()]


def _names(row: Any) -> dict[str, str]:
    known = staff_names([row.proposed_by, row.decided_by])
    return {"proposed": known.get(str(row.proposed_by), "–"), "decided": known.get(str(row.decided_by), "–")}
