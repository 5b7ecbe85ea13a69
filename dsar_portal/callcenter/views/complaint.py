"""A complaint or a question by phone: written down word for word, answered by a person, counted as no request."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import declare_access
from dsar_portal.callcenter.access import LOOK_UP, TAKE, Desk
from dsar_portal.callcenter.forms.caller import ComplaintForm, InquiryStatusForm
from dsar_portal.callcenter.forms.heard import was_cleaned
from dsar_portal.callcenter.scripts import inquiry as words
from dsar_portal.callcenter.scripts import lines, script
from dsar_portal.callcenter.scripts.status import Spoken
from dsar_portal.spelling import letters
from requests_app.permissions import NotFound
from requests_app.reference import Mistyped
from requests_app.services import correspondence, days, inquiries
from requests_app.services.callers import TooOften


@declare_access(TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: Desk) -> HttpResponse:
    """Write it down, and read its number aloud."""
    form = ComplaintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        filed = correspondence.inquire(
            kind=form.cleaned_data["kind"],
            body=form.cleaned_data["body"],
            contact=form.contact(),
            language=form.cleaned_data["language"],
            channel="phone",
            by=request.principal,
            now=request.now,
        )
        if was_cleaned(form.cleaned_data):
            messages.warning(request, lines.TAKEN_OUT)
        return HttpResponseRedirect(reverse("callcenter:complaint-taken", args=[filed.id]))
    return render(request, "callcenter/complaint.html", {"form": form, "say": script.current().say})


@declare_access(TAKE)
@require_safe
def taken(request: Desk, inquiry_id: UUID) -> HttpResponse:
    """Number and code, to be read aloud. It can be opened again for an hour by who took it."""
    try:
        found = inquiries.just_taken(inquiry_id=inquiry_id, by=request.principal, now=request.now)
    except NotFound:
        raise Http404 from None
    code = inquiries.code_of(found.id)
    context = {
        "one": found,
        "code": code,
        "number_letters": letters(found.reference),
        "code_letters": letters(code),
        "told": words.taken(kind=found.kind, answer_by=found.answer_by),
    }
    return render(request, "callcenter/complaint_taken.html", context)


@declare_access(LOOK_UP)
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: Desk) -> HttpResponse:
    """A caller asks what became of one. The answer does not tell which part was wrong."""
    form, told = InquiryStatusForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        told = _told(request, form)
        if told is None and not form.errors:
            form.add_error(None, _("That does not fit. Do not say which part. Ask once more."))
    return render(request, "callcenter/complaint_status.html", {"form": form, "told": told})


def _told(request: Desk, form: InquiryStatusForm) -> Spoken | None:
    given = form.cleaned_data
    try:
        found = inquiries.open_by_phone(
            reference_text=given["reference"], code=given["code"], by=request.principal, now=request.now
        )
    except Mistyped as slip:
        form.add_error("reference", str(slip))
        return None
    except TooOften as wait:
        form.add_error(None, str(wait))
        return None
    if found is None:
        return None
    answered_on = days.day_of(found.answered_at) if found.answered_at else None
    return words.sentence(found, answered_on=answered_on)
