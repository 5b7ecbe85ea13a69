"""The portal itself: given-up work, health, and the legal rules as they are in force."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import declare_access
from dsar_portal import doctor
from dsar_portal.adminroom.access import JOBS, USERS, Desk
from dsar_portal.adminroom.forms import DropForm
from jobs import services
from jobs.selectors import dead_job, dead_jobs

TONES = {"fine": "green", "warning": "yellow", "broken": "red"}


@declare_access(JOBS)
@require_safe
def dead(request: Desk) -> HttpResponse:
    """The work that was given up."""
    return render(request, "adminroom/jobs.html", {"jobs": dead_jobs()})


@declare_access(JOBS)
@require_POST
def retry(request: Desk, job_id: UUID) -> HttpResponse:
    """Give one job another round."""
    revived = services.revive(job_id=job_id, by=request.principal.actor, now=request.now)
    _say(request, revived, _("The job runs again."))
    return redirect("adminroom:jobs")


@declare_access(JOBS)
@require_safe
def job(request: Desk, job_id: UUID) -> HttpResponse:
    """One piece of given-up work, and what can be done with it."""
    return _job_page(request, job_id, DropForm())


@declare_access(JOBS)
@require_POST
def drop(request: Desk, job_id: UUID) -> HttpResponse:
    """Put one job aside for good, for a reason that goes on record."""
    form = DropForm(request.POST)
    if not form.is_valid():
        return _job_page(request, job_id, form)
    reason = services.DropReason(form.cleaned_data["reason"])
    gone = services.discard(job_id=job_id, reason=reason, by=request.principal.actor, now=request.now)
    _say(request, gone, _("The job is put aside."))
    return redirect("adminroom:jobs")


@declare_access(USERS)
@require_safe
def health(request: Desk) -> HttpResponse:
    """The same findings as the command `doctor`."""
    findings = doctor.examine(now=request.now)
    words = {"fine": _("Fine"), "warning": _("Look at it"), "broken": _("Broken")}
    rows = [
        {"check": found.check.capitalize(), "text": found.text, "word": words[found.state], "tone": TONES[found.state]}
        for found in doctor.worst_first(findings)
    ]
    return render(request, "adminroom/health.html", {"rows": rows, "healthy": doctor.healthy(findings)})


def _job_page(request: Desk, job_id: UUID, form: DropForm) -> HttpResponse:
    found = dead_job(job_id)
    if found is None:
        raise Http404
    return render(request, "adminroom/job.html", {"job": found, "form": form})


def _say(request: Desk, done: bool, words: str) -> None:
    if done:
        messages.success(request, words)
    else:
        messages.error(request, _("This job was not given up, or somebody else has dealt with it."))
