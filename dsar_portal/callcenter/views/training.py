"""Who was trained when (11 CCR 7100): kept by the supervisor, the lead or an administrator, never for oneself."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services, trainings
from accounts.access import declare_access
from dsar_portal import wording
from dsar_portal.callcenter.access import TRAINING, Desk
from dsar_portal.callcenter.forms.training import TrainingForm
from requests_app.services import days


@declare_access(TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def training(request: Desk) -> HttpResponse:
    """Everybody who handles requests with the last training; a form for one more; what was put on record."""
    today = days.day_of(request.now)
    rows = trainings.handlers(now=request.now, today=today)
    people = [(row.user.id, row.user.display_name) for row in rows if row.user.id != request.principal.user_id]
    form = TrainingForm(request.POST or None, people=people, initial={"held_on": today})
    if request.method == "POST" and form.is_valid() and _recorded(request, form, today):
        messages.success(request, _("The training is on record."))
        return HttpResponseRedirect(reverse("callcenter:training"))
    context: dict[str, Any] = {
        "form": form,
        "rows": [{"handler": row, "roles": _roles(row.user.roles)} for row in rows],
        "due": sum(row.is_due for row in rows),
        "records": trainings.latest(),
        "own": request.principal.user_id,
    }
    return render(request, "callcenter/training.html", context, status=422 if form.errors else 200)


@declare_access(TRAINING)
@require_POST
def strike(request: Desk, training_id: UUID) -> HttpResponse:
    """Strike out what was put on record by mistake."""
    try:
        struck = services.strike_training(training_id=training_id, by=request.principal, now=request.now)
    except services.NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        if struck:
            messages.success(request, _("The training is struck out. It stays on the list as struck."))
        else:
            messages.error(request, _("There is no such training, or it is struck out already."))
    return HttpResponseRedirect(reverse("callcenter:training"))


def _roles(codes: list[str]) -> str:
    return ", ".join(wording.word(wording.ROLES, code) for code in codes)


def _recorded(request: Desk, form: TrainingForm, today: date) -> bool:
    given = form.cleaned_data
    try:
        services.record_training(
            user_id=given["user"], course=form.course(), by=request.principal, now=request.now, today=today
        )
    except services.NotPossible as refused:
        form.add_error("held_on", str(refused))
    except services.NotAllowed as refused:
        form.add_error("user", str(refused))
    return not form.errors
