"""Who has access, and the weekly report of unusual access."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import declare_access
from accounts.selectors import staff_names
from accounts.services import access_review
from accounts.services.users import NotAllowed as MayNotReview
from dsar_portal.account_rows import account_row
from dsar_portal.auditor.access import WATCH, Desk
from requests_app.permissions import NotAllowed
from requests_app.services import days
from requests_app.services.watch import access
from requests_app.services.watch.rules import Finding

RULES = {
    "many_reveals": _("Made personal data visible very often on one day"),
    "many_cases": _("Opened very many cases on one day"),
    "many_searches": _("Searched very often within one hour"),
    "not_assigned": _("Read requests that were not assigned to them and that they did not work on"),
    "out_of_hours": _("Read personal data outside working hours"),
    "long_answered": _("Read requests that had been answered long ago"),
    "taken_out": _("Took lists or packs out of the portal often"),
    "refused": _("Tried often what they may not do"),
}


@declare_access(WATCH)
@require_safe
def unusual(request: Desk) -> HttpResponse:
    """One week's findings, the last whole week at first. Looking is recorded."""
    today = days.day_of(request.now)
    last = access.week_of(today - timedelta(days=7))
    try:
        week = request.GET.get("week") or last
        found = access.report(week=week, by=request.principal, now=request.now)
    except (ValueError, NotAllowed):
        raise Http404 from None
    names = staff_names(one.actor for one in found.findings)
    rows = [_row(one, names) for one in found.findings]
    this = access.week_of(today)
    context = {
        "report": found,
        "rows": rows,
        "people": len({one.actor for one in found.findings}),
        "until": found.monday + timedelta(days=6),
        "earlier": _address(access.week_of(found.monday - timedelta(days=7))),
        "later": _address(access.week_of(found.monday + timedelta(days=7))) if found.week < this else "",
    }
    return render(request, "auditor/unusual.html", context)


@declare_access(WATCH)
@require_safe
def accounts(request: Desk) -> HttpResponse:
    """The review of access: everybody with an account, their rights, last sign-in and last training."""
    try:
        found = access_review.review(by=request.principal, now=request.now, today=days.day_of(request.now))
    except MayNotReview:
        raise Http404 from None
    context = {
        "rows": [account_row(one) for one in found],
        "open": sum(one.is_open for one in found),
        "untrained": sum(one.is_untrained for one in found),
    }
    return render(request, "auditor/accounts.html", context)


def _row(one: Finding, names: dict[str, str]) -> dict[str, Any]:
    return {"finding": one, "rule": RULES[one.rule], "name": names.get(one.actor, _("somebody who is no longer here"))}


def _address(week: str) -> str:
    return f"{reverse('auditor:unusual')}?week={week}"
