"""The supervisor's sample: a few calls that chance picked, without personal data."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import declare_access
from accounts.selectors import staff_names
from dsar_portal import wording
from dsar_portal.callcenter.access import QUALITY, Desk
from dsar_portal.callcenter.forms.caller import QUALITY as FOUND
from dsar_portal.callcenter.forms.caller import ReviewForm
from requests_app.permissions import NotFound
from requests_app.services import call_quality

# A seed stands in the ledger, where no long number may.
MOST_DIGITS = 6
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
SEED = re.compile(r"[a-z0-9-]{1,40}")


@declare_access(QUALITY)
@require_safe
def sample(request: Desk) -> HttpResponse:
    """The sample of today, or that of another seed."""
    return _page(request, seed=_seed(request.GET.get("seed", "")))


@declare_access(QUALITY)
@require_POST
def review(request: Desk, submission_id: UUID) -> HttpResponse:
    """Record what was found in one call."""
    form = ReviewForm(request.POST)
    seed = _seed(request.POST.get("seed", ""))
    if form.is_valid():
        given = form.cleaned_data
        try:
            call_quality.review(
                submission_id=submission_id,
                outcome=given["outcome"],
                score=given["score"],
                note=given["note"],
                seed=seed,
                by=request.principal,
                now=request.now,
            )
        except NotFound:
            raise Http404 from None
        messages.success(request, _("Recorded."))
        return HttpResponseRedirect(reverse("callcenter:quality") + (f"?seed={seed}" if seed else ""))
    return _page(request, seed=seed, form=form, of=submission_id)


def _seed(text: str) -> str:
    """A word to draw by; anything else is the day's own."""
    word = text.strip().lower()
    short = sum(char.isdigit() for char in word) <= MOST_DIGITS
    return word if DAY.fullmatch(word) or (SEED.fullmatch(word) and short) else ""


def _page(request: Desk, *, seed: str, form: ReviewForm | None = None, of: UUID | None = None) -> HttpResponse:
    found = call_quality.sample(by=request.principal, now=request.now, seed=seed)
    names = staff_names(call.taken_by for call in found)
    word = seed or call_quality.seed_of(request.now)
    rows = [_row(call, names) for call in found]
    for row in rows:
        own = form if row["id"] == of else None
        row["form"] = own or ReviewForm(initial={"seed": word}, auto_id=f"id_{row['id']}_%s")
    context = {"rows": rows, "seed": word, "form": form}
    return render(request, "callcenter/quality.html", context)


def _row(call: call_quality.SampledCall, names: dict[str, str]) -> dict[str, Any]:
    minutes, seconds = divmod(call.seconds or 0, 60)
    return {
        "id": call.id,
        "filed_at": call.filed_at,
        "agent": names.get(str(call.taken_by), "—"),
        "rights": ", ".join(str(wording.RIGHTS[right]) for right in call.rights),
        "length": f"{minutes}:{seconds:02d}" if call.seconds is not None else "—",
        "language": {"en": "English", "es": "Español"}.get(call.language, call.language),
        "script": call.script_version,
        "outcome": FOUND.get(call.outcome, ""),
        "score": call.score,
        "note": call.note,
    }
