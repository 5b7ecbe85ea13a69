"""The start page, the plain pages, questions and reports."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from accounts.access import Access, declare_access
from dsar_portal import languages
from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest
from dsar_portal.consumer.forms import words
from dsar_portal.consumer.forms.child import ChildForm
from dsar_portal.consumer.forms.short import AskForm
from dsar_portal.consumer.views.limits import crowded, limited
from fulfillment import taxonomy
from requests_app import policies
from requests_app.input_child import validate_report
from requests_app.input_fields import Invalid
from requests_app.profile import PROFILE
from requests_app.services import children, correspondence, inquiries
from verification.assurance import CONTACT_OR_PAYEE_FIELDS

if TYPE_CHECKING:
    from requests_app.models import Inquiry

FILED = "consumer_inquiry"


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD"])
def start(request: VisitorRequest) -> HttpResponse:
    """What can be asked, how long it takes, what to have ready, and the other ways to ask."""
    rights = [(words.RIGHTS[right], words.RIGHT_HINTS[right]) for right in (*words.FOR_ALL, *words.FOR_SHIPPING)]
    context = {"everyone": rights[:4], "shipping": rights[4:], "gpc": access.signals_opt_out(request)}
    response = render(request, "consumer/start.html", context)
    patch_vary_headers(response, ["Sec-GPC"])
    return response


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD"])
def privacy_notice(request: VisitorRequest) -> HttpResponse:
    """What this website does with what is typed into it, and the policy's table of data."""
    rows = [
        [entry.label, entry.examples, ", ".join(map(str, entry.purposes))] for entry in taxonomy.CATEGORIES.values()
    ]
    return render(request, "consumer/privacy_notice.html", {"rows": rows})


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD"])
@gzip_page
def privacy_policy(request: VisitorRequest, version: str = "") -> HttpResponse:
    """The privacy policy as it is now, or as it stood when somebody asked."""
    language = (get_language() or "en")[:2]
    shown = policies.policy(version or PROFILE.policy_version, language=language)
    if shown is None:
        raise Http404
    context = {
        "policy": shown,
        "translated": shown.language == language,
        "current": shown.version == PROFILE.policy_version,
        "others": [one for one in policies.versions(language=language) if one.version != shown.version],
    }
    return render(request, "consumer/privacy_policy.html", context)


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD"])
def correctable(request: VisitorRequest) -> HttpResponse:
    """Which information can be corrected, as a plain list. It is the list that the form offers."""
    rows = [
        {
            "name": name,
            "example": words.CORRECTABLE_HINTS[code],
            "more_proof": code in CONTACT_OR_PAYEE_FIELDS,
        }
        for code, name in words.CORRECTABLE.items()
    ]
    return render(request, "consumer/correctable.html", {"rows": rows})


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD"])
def accessibility(request: VisitorRequest) -> HttpResponse:
    """How accessible these pages are, and whom to tell when they are not."""
    return render(request, "consumer/accessibility.html")


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@limited("inquire.address")
@languages.switches
def ask(request: VisitorRequest) -> HttpResponse:
    """A question or a complaint: no request of a right, with its own date."""
    form = languages.opened(AskForm, request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return crowded(request, given["email"], given["phone"]) or _inquire(request, form, kind=given["kind"])
    known = access.consumer_of(request, now=request.now) is not None
    return render(request, "consumer/ask.html", {"form": form, "known": known})


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@limited("inquire.address")
@languages.switches
def child(request: VisitorRequest) -> HttpResponse:
    """Anybody may tell us that we hold a child's data."""
    form = languages.opened(ChildForm, request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if (refused := crowded(request, given["email"], given["phone"])) is not None:
            return refused
        try:
            said = validate_report(form.report(), today=timezone.localdate(request.now))
        except Invalid as invalid:
            for error in invalid.errors:
                form.blame(error.pointer, error.message)
        else:
            return _filed(request, children.report(said=said, channel="web", by=access.visitor(), now=request.now))
    return render(request, "consumer/child.html", {"form": form})


def _inquire(request: VisitorRequest, form: AskForm, *, kind: str) -> HttpResponse:
    by = access.consumer_of(request, now=request.now)
    inquiry = correspondence.inquire(
        about=by.submission_id if by else None,
        kind=kind,
        body=form.cleaned_data["body"],
        contact=form.contact(),
        language=(get_language() or "en")[:2],
        channel="web",
        by=by or access.visitor(),
        now=request.now,
    )
    return _filed(request, inquiry)


def _filed(request: VisitorRequest, inquiry: "Inquiry") -> HttpResponse:
    request.session[FILED] = {
        "reference": inquiry.reference,
        "kind": inquiry.kind,
        "answer_by": inquiry.answer_by.isoformat(),
        "contact": bool(inquiry.contact),
        "id": str(inquiry.id),
        "known": inquiry.about_id is not None,
    }
    return HttpResponseRedirect(reverse("consumer:asked"))


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD"])
def asked(request: VisitorRequest) -> HttpResponse:
    """We have it, and when we answer."""
    filed = request.session.get(FILED)
    if not filed:
        return HttpResponseRedirect(reverse("consumer:start"))
    code = inquiries.code_of(UUID(filed["id"])) if filed["kind"] in inquiries.READ_BACK else ""
    return render(request, "consumer/asked.html", {**filed, "code": code, "answer_by": _day(filed["answer_by"])})


def _day(text: str) -> date:
    return date.fromisoformat(text)
