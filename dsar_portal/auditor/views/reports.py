"""The yearly figures, and what the drills proved."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import declare_access
from dsar_portal import yearly
from dsar_portal.auditor.access import LEDGER, Desk
from dsar_portal.auditor.forms import FIRST_YEAR, year_of
from requests_app.services import auditing


@declare_access(LEDGER)
@require_safe
def figures(request: Desk) -> HttpResponse:
    """The figures of 11 CCR 7102, with the basis of each; `?format=csv` as a file."""
    this = year_of("", now=request.now)
    year = year_of(request.GET.get("year", ""), now=request.now)
    lines = auditing.figures(year=year, by=request.principal, now=request.now)
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


@declare_access(LEDGER)
@require_safe
def assurance(request: Desk) -> HttpResponse:
    """What the long proofs found when they were last run."""
    results = _results()
    passed = sum(bool(result.get("passed")) for result in results)
    context = {"results": results, "passed": passed, "failed": len(results) - passed}
    return render(request, "auditor/assurance.html", context)


def _results() -> list[dict[str, Any]]:
    """The report of the drills; empty where none was run or the file cannot be read."""
    file = settings.BASE_DIR / "reports" / "assurance.json"
    try:
        found = json.loads(file.read_text())["results"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [
        {**one, "figures": [{"key": key.replace("_", " "), "value": value} for key, value in one["figures"].items()]}
        for one in found
        if isinstance(one, dict) and isinstance(one.get("figures"), dict)
    ]
