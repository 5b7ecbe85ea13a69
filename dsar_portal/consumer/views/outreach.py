"""A code by post and a call at the number on file. The pages are the same whether or not anybody is known."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Access, declare_access
from accounts.principals import Principal
from dsar_portal import languages
from dsar_portal.consumer.access import VisitorRequest, behind_code, reached
from dsar_portal.consumer.forms.outreach import WHEN, CallBackForm, LetterCodeForm, letter_code_problem
from dsar_portal.consumer.views.contact_codes import finished
from verification import selectors as checks
from verification import services as verification
from verification.methods import call_back, mailed_code


@declare_access(Access.CONSUMER)
@require_http_methods(["GET", "HEAD", "POST"])
@languages.switches
@reached("verify")
@behind_code
def letter(request: VisitorRequest, *, by: Principal) -> HttpResponse:
    """Ask for a code by post, and enter it."""
    subject_ref = _subject(by, "mailed_code")
    if "send" in request.POST:
        return _ask(request, by, subject_ref)
    form = languages.opened(LetterCodeForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            outcome = verification.try_mailed_code(
                subject_ref=subject_ref, code=form.cleaned_data["code"], by=by.actor, now=request.now
            )
        except verification.NotOpen:
            return finished(request, by)
        if outcome.accepted:
            messages.success(request, _("Thank you. The code is right."))
            return HttpResponseRedirect(reverse("consumer:identity"))
        form.add_error("code", letter_code_problem(outcome))
    asked = verification.asked_of(subject_ref)
    may_ask = asked.letter_again_at is None or asked.letter_again_at <= request.now
    return render(request, "consumer/identity_letter.html", {"form": form, "asked": asked, "may_ask": may_ask})


def _ask(request: VisitorRequest, by: Principal, subject_ref: UUID) -> HttpResponse:
    try:
        verification.ask_for_mailed_code(subject_ref=subject_ref, channel="web", by=by.actor, now=request.now)
        messages.success(request, str(mailed_code.SAID))
    except verification.NotOpen:
        return finished(request, by)
    except verification.Locked as wait:
        day = formats.date_format(timezone.localtime(wait.until), "DATE_FORMAT")
        messages.warning(
            request, _("A letter was asked for a few days ago. You can ask again on %(day)s.") % {"day": day}
        )
    return HttpResponseRedirect(reverse("consumer:identity-letter"))


@declare_access(Access.CONSUMER)
@require_http_methods(["GET", "HEAD", "POST"])
@languages.switches
@reached("verify")
@behind_code
def call(request: VisitorRequest, *, by: Principal) -> HttpResponse:
    """Ask to be called at the number on file."""
    subject_ref = _subject(by, "call_back")
    asked = verification.asked_of(subject_ref)
    form = languages.opened(CallBackForm, request, initial={"window": asked.call_window})
    if request.method == "POST" and form.is_valid():
        try:
            verification.ask_for_call_back(
                subject_ref=subject_ref, window=form.cleaned_data["window"], channel="web", by=by.actor, now=request.now
            )
        except verification.NotOpen:
            return finished(request, by)
        messages.success(request, str(call_back.SAID))
        return HttpResponseRedirect(reverse("consumer:identity"))
    context = {"form": form, "asked": asked, "when": WHEN[asked.call_window]}
    return render(request, "consumer/identity_call.html", context)


def _subject(by: Principal, method: str) -> UUID:
    """The check of this requester, where it has this way; a check that is over has a page that says so."""
    check = checks.state_of(by.submission_id) if by.submission_id else None
    if check is None or not check.required or (check.status == "open" and method not in check.methods):
        raise Http404
    assert by.submission_id is not None  # noqa: S101 - for the type checker: looked at above
    return by.submission_id
