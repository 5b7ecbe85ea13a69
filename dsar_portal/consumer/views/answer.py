"""The answer: a fresh code opens it, several times until it expires. Looking at a page uses nothing up."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Access, declare_access
from accounts.principals import Principal
from dsar_portal import languages
from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest, reached
from dsar_portal.consumer.forms import overview
from dsar_portal.consumer.forms.outcomes import code_problem, wait_until
from dsar_portal.consumer.forms.short import CodeForm
from dsar_portal.consumer.views.limits import sending_code, trying_code
from dsar_portal.consumer.views.status import find
from fulfillment.services import NoPackage
from requests_app.services import delivery, reissue, work
from verification import services as verification

PARTS = ("html", "pdf", "json", "csv")


@declare_access(Access.CONSUMER)
@require_http_methods(["GET", "HEAD", "POST"])
@languages.switches
@reached("download")
def answer(request: VisitorRequest, ref: str, *, by: Principal) -> HttpResponse:
    """Ask for a code, enter it, and then see what there is to open."""
    row = find(ref, by)
    package = overview.open_package(row, now=request.now)
    if package is None:
        return _again(request, row, by) if "again" in request.POST else _gone(request, row)
    if "send" in request.POST:
        return sending_code(request) or send(request, row, by)
    if access.answer_is_open(request, row.id, now=request.now):
        return _opened(request, row, package, by)
    form = languages.opened(CodeForm, request)
    if request.method == "POST" and form.is_valid():
        if refused := trying_code(request):
            return refused
        outcome = delivery.enter_code(request_id=row.id, code=form.cleaned_data["code"], by=by, now=request.now)
        if outcome.accepted:
            access.open_answer(request, row.id, now=request.now)
            return HttpResponseRedirect(reverse("consumer:answer", args=[row.reference]))
        form.add_error("code", code_problem(outcome))
    return render(request, "consumer/answer_code.html", {"row": overview.line(row), "form": form, "package": package})


def _opened(request: VisitorRequest, row: Any, package: Any, by: Principal) -> HttpResponse:
    """What there is to open; with the password of the e-mailed file where that was asked for."""
    context = {"row": overview.line(row), "package": package, "parts": _parts(row, package), "password": ""}
    if "password" in request.POST:
        try:
            context["password"] = delivery.show_password(request_id=row.id, by=by, now=request.now)
        except NoPackage:
            return _gone(request, row)
    return render(request, "consumer/answer.html", context)


def _gone(request: VisitorRequest, row: Any) -> HttpResponse:
    context = {"row": overview.line(row), "again": reissue.can_reissue(row)}
    return render(request, "consumer/answer_gone.html", context)


def _again(request: VisitorRequest, row: Any, by: Principal) -> HttpResponse:
    """Make an answer ready again whose time was over."""
    try:
        reissue.reissue(request_id=row.id, by=by, now=request.now)
        messages.success(request, _("We are making your answer ready again. We write to you when you can open it."))
    except work.NotPossible as why:
        messages.warning(request, _(str(why)))
    return HttpResponseRedirect(reverse("consumer:request", args=[row.reference]))


def send(request: VisitorRequest, row: Any, by: Principal) -> HttpResponse:
    """Send a fresh code for one answer, and lead to the page where it is entered."""
    try:
        delivery.send_code(request_id=row.id, by=by, now=request.now)
        messages.success(request, _("We sent a code to your e-mail address. It works for 30 minutes."))
    except verification.TooManyCodes as wait:
        messages.warning(request, wait_until(wait.retry_at))
    except work.NotPossible as why:
        messages.warning(request, _(str(why)))
    return HttpResponseRedirect(reverse("consumer:answer", args=[row.reference]))


def _parts(row: Any, package: Any) -> list[dict[str, Any]]:
    titles = {
        "html": _("Read it as a web page"),
        "pdf": _("PDF, to read, print and keep"),
        "json": _("JSON, for another company or a program"),
        "csv": _("CSV, for a spreadsheet"),
    }
    return [
        {
            "title": titles[part],
            "size": package.sizes[part],
            "href": reverse("consumer:answer-part", args=[row.reference, part]),
        }
        for part in PARTS
        if part in package.sizes
    ]


@declare_access(Access.CONSUMER)
@require_http_methods(["GET"])
@reached("download")
def part(request: VisitorRequest, ref: str, part: str, *, by: Principal) -> HttpResponse:
    """One part of the answer. Each download is recorded; none uses the answer up."""
    row = find(ref, by)
    if part not in PARTS:
        raise Http404
    if not access.answer_is_open(request, row.id, now=request.now):
        messages.info(request, _("Enter a new code to open your answer. The last one was some time ago."))
        return HttpResponseRedirect(reverse("consumer:answer", args=[row.reference]))
    try:
        opened = delivery.open_part(request_id=row.id, part=part, by=by, now=request.now)
    except NoPackage:
        return _gone(request, row)
    if part == "html":
        # A part of a page, made by our own template from escaped values when the answer was put together.
        readable = mark_safe(bytes(opened.content).decode())  # noqa: S308  # made by our package builder, which escapes what it quotes
        return render(request, "consumer/readable.html", {"row": overview.line(row), "readable": readable})
    return _file(opened, row.reference, part)


def _file(opened: Any, reference: str, part: str) -> HttpResponse:
    """The bytes as they are kept."""
    response = HttpResponse(bytes(opened.content), content_type=opened.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{reference}.{part}"'
    return response
