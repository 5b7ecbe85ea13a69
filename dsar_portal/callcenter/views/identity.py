"""The scripted check of who calls: questions, a code read back, and what goes out in writing for the rest."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_POST, require_safe

from accounts.access import declare_access
from dsar_portal import wording
from dsar_portal.callcenter.access import TAKE, Desk
from dsar_portal.callcenter.forms.identity import AnswersForm, CodeForm
from dsar_portal.callcenter.scripts import lines, script
from dsar_portal.templatetags.ui import moment_in_words
from requests_app.permissions import NotFound
from requests_app.services import caller_identity
from requests_app.services.callers import NotChecked, TooOften
from verification import services as verification
from verification.assurance import MIN_POINTS, Tier
from verification.methods.facts_on_file import MAX_TRIES
from verification.selectors import CheckView

NOTHING_TAKEN = gettext_noop("Nothing is taken any more: enough was shown, or the request is closed. See its status.")
WRITTEN = {
    "email": gettext_lazy("It goes by e-mail, with a link to the statement that is signed there."),
    "post": gettext_lazy("It goes by mail, on paper."),
}


@declare_access(TAKE)
@require_safe
def identity(request: Desk, request_id: UUID) -> HttpResponse:
    """How far the check is, what to ask next, and how."""
    return _page(request, request_id)


@declare_access(TAKE)
@require_POST
def answers(request: Desk, request_id: UUID) -> HttpResponse:
    """Take the caller's answers. They are compared by a worker, and kept by nobody on this desk."""
    seen = _seen(request, request_id)
    form = AnswersForm(request.POST, kinds=seen.questions)
    if form.is_valid():
        try:
            caller_identity.answer(request_id=request_id, answers=form.answers(), by=request.principal, now=request.now)
        except verification.Locked as lock:
            form.add_error(None, _locked(lock.until))
        except verification.NotOpen:
            messages.info(request, _(NOTHING_TAKEN))
            return _back(request_id)
        else:
            messages.success(request, _("The answers are being compared. Say the sentence below, and nothing else."))
            return _back(request_id)
    return _page(request, request_id, answers_form=form)


@declare_access(TAKE)
@require_POST
def code(request: Desk, request_id: UUID, contact_id: UUID) -> HttpResponse:
    """Send a code to one contact point, or try the one that the caller reads back."""
    _seen(request, request_id)
    form = CodeForm(request.POST, auto_id=f"id_{contact_id}_%s")
    try:
        if "send" in request.POST:
            return _send_code(request, request_id, contact_id)
        if form.is_valid():
            outcome = caller_identity.try_code(
                request_id=request_id,
                contact_id=contact_id,
                code=form.cleaned_data["code"],
                by=request.principal,
                now=request.now,
            )
            if outcome.accepted:
                messages.success(request, _("The code is right."))
                return _back(request_id)
            form.add_error("code", _problem(outcome))
    except verification.NoContact:
        raise Http404 from None
    except verification.NotOpen:
        messages.info(request, _(NOTHING_TAKEN))
        return _back(request_id)
    return _page(request, request_id, code_form=form, of=contact_id)


@declare_access(TAKE)
@require_POST
def letter(request: Desk, request_id: UUID) -> HttpResponse:
    """Send what the caller signs and answers in writing."""
    _seen(request, request_id)
    try:
        way = caller_identity.send_letter(request_id=request_id, by=request.principal, now=request.now)
    except TooOften as refused:
        messages.error(request, str(refused))
    else:
        if way:
            messages.success(request, _("It is on its way."))
        else:
            messages.warning(request, _("No address is safe for this person: nothing was sent."))
    return _back(request_id)


def _send_code(request: Desk, request_id: UUID, contact_id: UUID) -> HttpResponse:
    try:
        caller_identity.send_code(request_id=request_id, contact_id=contact_id, by=request.principal, now=request.now)
        messages.success(request, _("The code is on its way. Ask the caller to read it as soon as it is there."))
    except verification.TooManyCodes as wait:
        messages.warning(request, _locked(wait.retry_at))
    except verification.Locked as wait:
        messages.warning(request, _locked(wait.until))
    return _back(request_id)


def _problem(outcome: verification.CodeOutcome) -> str:
    if outcome.result is verification.CodeResult.EXPIRED:
        return _("This code is too old or was used. Send another one.")
    if outcome.locked_until:
        return _locked(outcome.locked_until)
    if outcome.result is verification.CodeResult.LOCKED:
        return _("There were too many wrong codes. Use another way.")
    return _("That does not fit. Ask the caller to read the code once more, digit by digit.")


def _locked(until: Any) -> str:
    return _("There were too many tries. The next one is possible after %(when)s.") % {"when": moment_in_words(until)}


def _seen(request: Desk, request_id: UUID) -> caller_identity.CallerIdentity:
    try:
        return caller_identity.view(request_id=request_id, by=request.principal, now=request.now)
    except (NotFound, NotChecked):
        raise Http404 from None


def _back(request_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("callcenter:identity", args=[request_id]))


def _page(
    request: Desk,
    request_id: UUID,
    *,
    answers_form: AnswersForm | None = None,
    code_form: CodeForm | None = None,
    of: UUID | None = None,
) -> HttpResponse:
    seen = _seen(request, request_id)
    check = seen.check
    # That signs of fraud ask for more would tell, before anything was shown, that somebody is known and doubted.
    needed = min(check.required, Tier.T2) if check else Tier.T0
    context: dict[str, Any] = {
        "seen": seen,
        "check": check,
        "say": script.current().say,
        "methods": check.methods if check else (),
        "needed": wording.TIERS[str(int(needed))],
        "points_needed": MIN_POINTS.get(needed, 0),
        "is_copy": needed >= Tier.T2,
        "tries_left": MAX_TRIES - check.facts_tries if check else 0,
        "locked": check is not None and _lasts(check.facts_locked_until, request),
        "written": WRITTEN.get(seen.letter_goes_by, ""),
        "may_not_be_said": lines.MAY_NOT_BE_SAID,
        "answers_form": answers_form or AnswersForm(kinds=seen.questions),
        "contacts": _contacts(check, code_form, of),
        "form": answers_form or code_form,
    }
    return render(request, "callcenter/identity.html", context)


def _contacts(check: CheckView | None, shown: CodeForm | None, of: UUID | None) -> list[dict[str, Any]]:
    """The contact points that can get a code, each with a field for what comes back."""
    return [
        {
            "point": point,
            "form": (shown if point.id == of else None) or CodeForm(auto_id=f"id_{point.id}_%s"),
            "open": point.code_sent_at is not None and point.proved_at is None,
        }
        for point in (check.contacts if check else ())
        if point.reachable
    ]


def _lasts(until: Any, request: Desk) -> bool:
    return until is not None and until > request.now
