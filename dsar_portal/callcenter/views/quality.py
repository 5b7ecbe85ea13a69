"""The supervisor's sample: a few calls that chance picked, without personal data."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import declare_access
from accounts.selectors import staff_names
from dsar_portal import wording
from dsar_portal.callcenter.access import QUALITY, Desk
from requests_app.permissions import NotFound
from requests_app.services import call_quality

OUTCOMES = {
    "good": gettext_lazy("Good"),
    "coach": gettext_lazy("Talk it over"),
    "correct": gettext_lazy("Something must be put right"),
}


@declare_access(QUALITY)
@require_safe
def sample(request: Desk) -> HttpResponse:
    """The sample of today."""
    found = call_quality.sample(by=request.principal, now=request.now)
    names = staff_names(call.taken_by for call in found)
    context = {"rows": [_row(call, names) for call in found], "outcomes": OUTCOMES.items()}
    return render(request, "callcenter/quality.html", context)


@declare_access(QUALITY)
@require_POST
def review(request: Desk, submission_id: UUID) -> HttpResponse:
    """Record what was found in one call."""
    outcome = request.POST.get("outcome", "")
    try:
        call_quality.review(submission_id=submission_id, outcome=outcome, by=request.principal, now=request.now)
        messages.success(request, _("Recorded."))
    except NotFound:
        raise Http404 from None
    except ValueError:
        messages.error(request, _("Choose how the call was."))
    return HttpResponseRedirect(reverse("callcenter:quality"))


def _row(call: call_quality.SampledCall, names: dict[str, str]) -> dict[str, Any]:
    minutes, seconds = divmod(call.seconds or 0, 60)
    return {
        "id": call.id,
        "filed_at": call.filed_at,
        "agent": names.get(str(call.taken_by), "—"),
        "rights": ", ".join(str(wording.RIGHTS[right]) for right in call.rights),
        "length": f"{minutes}:{seconds:02d}" if call.seconds is not None else "—",
        "language": {"en": "English", "es": "Español"}.get(call.language, call.language),
        "outcome": OUTCOMES.get(call.outcome, ""),
    }
