"""The yearly figures, and what the drills proved."""

from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import declare_access
from dsar_portal import assurance as proofs
from dsar_portal import yearly
from dsar_portal.auditor.access import ASSURANCE, LEDGER, Desk
from dsar_portal.auditor.forms.search import FIRST_YEAR, year_of
from requests_app.permissions import NotAllowed
from requests_app.services import auditing


@declare_access(LEDGER)
@require_safe
def figures(request: Desk) -> HttpResponse:
    """The figures of 11 CCR 7102, with the basis of each; `?format=csv` as a file."""
    this = year_of("", now=request.now)
    year = year_of(request.GET.get("year", ""), now=request.now)
    try:
        lines = auditing.figures(year=year, by=request.principal, now=request.now)
    except NotAllowed as refused:
        raise PermissionDenied from refused
    if request.GET.get("format") == "csv":
        name = f'attachment; filename="figures-{year}.csv"'
        return HttpResponse(yearly.as_csv(lines), content_type="text/csv", headers={"Content-Disposition": name})
    columns, rows = yearly.by_figure(lines)
    context: dict[str, Any] = {
        "year": year,
        "years": range(this, FIRST_YEAR - 1, -1),
        "columns": columns,
        "table": rows,
        "bases": yearly.bases(),
        "bars": [{"label": str(yearly.TYPES[line.type]), "value": line.received} for line in lines],
        "chart_columns": [_("Request to"), _("Received")],
        "received": sum(line.received for line in lines),
    }
    return render(request, "auditor/figures.html", context)


@declare_access(ASSURANCE)
@require_safe
def assurance(request: Desk) -> HttpResponse:
    """What the long proofs found when they were last run; a claim never tried says so."""
    lines = proofs.lines()
    counted = Counter(line.outcome for line in lines)
    context = {
        "lines": [_shown(line) for line in lines],
        "counted": counted,
        "tried": len(lines) - counted[proofs.Outcome.NEVER],
    }
    return render(request, "auditor/assurance.html", context)


def _shown(line: proofs.Line) -> dict[str, Any]:
    # Empty texts say that there was nothing to tell; numbers are read more easily in groups of three.
    told = {key: value for key, value in line.figures.items() if value != ""}
    figures = [
        {"key": key.replace("_", " "), "value": value if isinstance(value, str) else f"{value:,}"}
        for key, value in told.items()
    ]
    return {"line": line, "figures": figures}
