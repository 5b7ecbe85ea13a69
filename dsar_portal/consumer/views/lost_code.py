"""The access code is lost: the page asks for the reference alone, and answers everybody alike."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Access, declare_access
from dsar_portal import languages
from dsar_portal.consumer.access import VisitorRequest
from dsar_portal.consumer.forms.short import LostCodeForm
from dsar_portal.consumer.views.limits import limited
from requests_app import reference
from requests_app.services import renewals


@declare_access(Access.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@limited("lost-code", per_hour=20)
@languages.switches
def lost_code(request: VisitorRequest) -> HttpResponse:
    """Take note of the wish. Nothing is looked up: only the check character tells a slip of the finger."""
    form = languages.opened(LostCodeForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            renewals.ask(reference_text=form.cleaned_data["reference"], now=request.now)
            return HttpResponseRedirect(reverse("consumer:lost-code-asked"))
        except reference.Mistyped:
            form.add_error(
                "reference",
                _("Check the reference number. A character is wrong or missing. It looks like JM-7K3F-92QX."),
            )
    return render(request, "consumer/lost_code.html", {"form": form})


@declare_access(Access.PUBLIC)
@require_safe
def asked(request: VisitorRequest) -> HttpResponse:
    """The same words whether the reference exists or not."""
    return render(request, "consumer/lost_code_asked.html")
